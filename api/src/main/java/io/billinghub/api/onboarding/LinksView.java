package io.billinghub.api.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.links.LinkReport;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of each row of a list of links.
 *
 * @param stored false where nothing was: all rows or none were asked for, and one was refused
 */
public record LinksView(boolean stored, int created, int moved, int unchanged, int refused, List<Row> rows) {

    public LinksView {
        rows = List.copyOf(rows);
    }

    /**
     * @param row as a spreadsheet counts: the headers are row 1
     * @param link the partner's customer number or product
     * @param to billing account or offering
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            int row,
            String link,
            String to,

            @Schema(enumeration = {"CREATED", "MOVED", "UNCHANGED", "REFUSED"})
            String fate,

            String code,
            String message,
            String whatToDo) {}

    static LinksView of(LinkReport report) {
        return new LinksView(
                report.stored(),
                report.created(),
                report.moved(),
                report.unchanged(),
                report.refused(),
                report.rows().stream()
                        .map(row -> new Row(
                                row.row(),
                                row.link(),
                                row.to(),
                                row.fate().name(),
                                row.code(),
                                row.message(),
                                row.whatToDo()))
                        .toList());
    }
}
