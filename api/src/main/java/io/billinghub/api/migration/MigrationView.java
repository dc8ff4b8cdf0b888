package io.billinghub.api.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.migration.application.Migrations.Whole;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.Reconciled;
import io.billinghub.onboarding.migration.model.SentFile;
import io.billinghub.onboarding.migration.model.Total;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A migration.
 *
 * @param source the old system
 * @param cutOver the first day that the hub bills
 * @param files left out in lists
 * @param reconciliation left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Migration")
public record MigrationView(
        UUID id,
        String key,
        String source,
        LocalDate cutOver,

        @Schema(enumeration = {"OPEN", "COMPLETED"}) String state,

        String createdBy,
        Instant createdAt,
        String completedBy,
        Instant completedAt,
        List<File> files,
        List<Line> reconciliation) {

    /** A file that was sent, without its rows. */
    @Schema(name = "MigrationFile")
    public record File(
            UUID id,
            String kind,
            String sha256,
            boolean stored,
            int taken,
            int duplicates,
            int refused,
            String sentBy,
            Instant sentAt) {

        static File of(SentFile file) {
            return new File(
                    file.uuid(),
                    file.kind().name(),
                    file.sha256(),
                    file.stored(),
                    file.taken(),
                    file.duplicates(),
                    file.refused(),
                    file.sentBy(),
                    file.sentAt());
        }
    }

    /** @param sum of amounts, of products the sum of quantities; left out where there is none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MigrationTotal")
    public record Figures(long count, BigDecimal sum) {

        static Figures of(Total total) {
            return new Figures(total.count(), total.sum());
        }
    }

    /**
     * A kind and currency.
     *
     * @param currency left out for customers
     * @param expected left out where no total was given
     * @param held by the hub's own tables
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MigrationReconciliation")
    public record Line(
            @Schema(enumeration = {"CUSTOMERS", "ACCOUNTS", "PRODUCTS", "OWED", "CREDIT", "OPEN_BILLS"})
            String kind,

            String currency,
            Figures expected,
            Figures held,

            @Schema(enumeration = {"AGREES", "DIFFERS", "NO_TOTAL", "ACCEPTED"})
            String state,

            String acceptedBy,
            String reason) {

        static Line of(Reconciled each) {
            boolean accepted = each.state() == Reconciled.State.ACCEPTED;
            return new Line(
                    each.kind().name(),
                    each.currency().isEmpty() ? null : each.currency(),
                    each.expected().map(Figures::of).orElse(null),
                    Figures.of(each.held()),
                    each.state().name(),
                    each.accepted()
                            .filter(word -> accepted)
                            .map(Reconciled.Accepted::by)
                            .orElse(null),
                    each.accepted()
                            .filter(word -> accepted)
                            .map(Reconciled.Accepted::reason)
                            .orElse(null));
        }
    }

    static MigrationView of(Migration migration) {
        return view(migration, null, null);
    }

    static MigrationView of(Whole whole) {
        return view(
                whole.migration(),
                whole.files().stream().map(File::of).toList(),
                whole.reconciliation().stream().map(Line::of).toList());
    }

    private static MigrationView view(Migration migration, List<File> files, List<Line> reconciliation) {
        return new MigrationView(
                migration.uuid(),
                migration.key(),
                migration.source(),
                migration.cutOver(),
                migration.open() ? "OPEN" : "COMPLETED",
                migration.createdBy(),
                migration.createdAt(),
                migration.completedBy(),
                migration.completedAt(),
                files,
                reconciliation);
    }
}
