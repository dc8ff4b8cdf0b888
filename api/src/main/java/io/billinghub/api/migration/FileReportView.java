package io.billinghub.api.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.RowReport;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a file.
 *
 * @param id by which its report is read; left out for a check
 * @param stored whether the good rows are stored
 * @param taken rows that are stored, or would be
 * @param refusals the first 1,000 rows that are refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileReportView(
        UUID id, String kind, boolean stored, int taken, int duplicates, int refused, List<Row> refusals) {

    public FileReportView {
        refusals = List.copyOf(refusals);
    }

    /**
     * What became of a row.
     *
     * @param line of the file; the headers are line 1
     * @param reference the old system's own
     * @param column that is wrong; left out where it is the row as a whole
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MigrationRow")
    public record Row(
            int line,
            String reference,

            @Schema(enumeration = {"TAKEN", "DUPLICATE", "REFUSED"})
            String fate,

            String column,
            String code,
            String message,
            String whatToDo) {

        static Row of(RowReport row) {
            return new Row(
                    row.line(),
                    row.reference(),
                    row.fate().name(),
                    row.field(),
                    row.code(),
                    row.message(),
                    row.whatToDo());
        }
    }

    static FileReportView of(FileReport report) {
        return new FileReportView(
                report.id().orElse(null),
                report.kind().name(),
                report.stored(),
                report.taken(),
                report.duplicates(),
                report.refused(),
                report.refusals().stream().map(Row::of).toList());
    }
}
