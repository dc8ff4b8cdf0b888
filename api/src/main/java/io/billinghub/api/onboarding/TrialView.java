package io.billinghub.api.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.adapters.dryrun.DryRun;
import io.billinghub.adapters.model.Finding;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What would become of a document; nothing of it is stored.
 *
 * @param stored always false
 * @param duplicate whether the same bytes are there already: then they would not be taken in again
 * @param findings the first 100
 * @param lineCount of all; 'lines' has the first 1,000
 * @param totals net amounts (of usage: quantities) of what would be accepted, per billing account
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrialView(
        boolean stored,
        @Schema(examples = "ACCEPTED") String status,
        String adapter,
        String documentNumber,
        boolean duplicate,
        int acceptedLines,
        int quarantinedLines,
        long findingCount,
        List<Found> findings,
        int lineCount,
        List<Line> lines,
        List<Total> totals) {

    public TrialView {
        findings = List.copyOf(findings);
        lines = List.copyOf(lines);
        totals = List.copyOf(totals);
    }

    /** @param place where in the document: "row 17", an XPath, a JSON pointer or a segment */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Found(String ruleCode, String severity, String place, String detail, String whatToDo) {

        static Found of(Finding finding) {
            return new Found(
                    finding.rule().name(),
                    finding.severity().name(),
                    finding.place(),
                    finding.detail(),
                    finding.whatToDo());
        }
    }

    /**
     * @param read the line as the adapter reads it
     * @param account number of the billing account; absent where none is found
     * @param offering absent where none is found
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            boolean accepted,
            String account,
            String offering,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String read) {}

    /** @param unit currency, or unit of usage */
    public record Total(String account, String unit, BigDecimal value, int lines) {}

    /** The answer for a dry run. */
    public static TrialView of(DryRun run) {
        return new TrialView(
                false,
                run.status(),
                run.adapter(),
                run.documentNumber(),
                run.duplicate(),
                run.acceptedLines(),
                run.quarantinedLines(),
                run.findingCount(),
                run.findings().stream().map(Found::of).toList(),
                run.lineCount(),
                run.lines().stream()
                        .map(line -> new Line(
                                line.accepted(),
                                line.account(),
                                line.offering(),
                                line.read().toString()))
                        .toList(),
                run.totals().stream()
                        .map(total -> new Total(total.account(), total.unit(), total.value(), total.lines()))
                        .toList());
    }
}
