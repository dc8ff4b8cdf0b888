package io.billinghub.api.priceplan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.priceplan.model.PlanFinding;
import io.billinghub.onboarding.priceplan.model.PlanOutcome;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came of price plans that were taken in.
 *
 * @param updated versions that were there and have another end now
 * @param items in the order in which they came
 */
public record PlansTaken(
        @Schema(examples = "1") int created,
        @Schema(examples = "0") int updated,
        @Schema(examples = "0") int unchanged,
        List<Version> items) {

    public PlansTaken {
        items = List.copyOf(items);
    }

    /** One of them. */
    public record Version(
            UUID id,
            @Schema(examples = "mobile-data") String key,
            @Schema(examples = "1") int version,

            @Schema(
                    nullable = true,
                    examples = "mobile-data",
                    description = "Key of the offering; null where it belongs to none")
            String offering) {}

    /**
     * One thing that is wrong.
     *
     * @param pointer JSON pointer (RFC 6901) into the body; absent for a rate card
     * @param row line of the rate card; absent for JSON, and where it is about the file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wrong(String pointer, Integer row, String column, String code, String message, String whatToDo) {

        static Wrong of(PlanFinding finding) {
            return new Wrong(
                    finding.place().pointer(),
                    finding.place().row(),
                    finding.place().column(),
                    finding.code().name(),
                    finding.message(),
                    finding.code().whatToDo());
        }
    }

    static PlansTaken of(PlanOutcome.Stored stored) {
        return new PlansTaken(
                stored.created(),
                stored.updated(),
                stored.unchanged(),
                stored.plans().stream()
                        .map(plan -> new Version(plan.id(), plan.key(), plan.version(), plan.offering()))
                        .toList());
    }
}
