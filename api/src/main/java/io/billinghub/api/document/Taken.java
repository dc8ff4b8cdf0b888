package io.billinghub.api.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.model.Finding;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a document.
 *
 * @param documentNumber the partner's number; absent for usage and for what could not be read
 * @param duplicate whether the same bytes were received before; then the rest is about the first time
 * @param findings the first 100
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Taken(
        UUID id,
        @Schema(examples = "PARTLY_ACCEPTED") String status,
        String documentNumber,
        int acceptedLines,
        int quarantinedLines,
        boolean duplicate,
        long findingCount,
        List<Found> findings) {

    public Taken {
        findings = List.copyOf(findings);
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

    /** The answer for an outcome. */
    public static Taken of(IntakeOutcome outcome) {
        IntakeOutcome.Document document = outcome.document();
        return new Taken(
                document.id(),
                document.status(),
                document.number(),
                document.acceptedLines(),
                document.quarantinedLines(),
                outcome.duplicate(),
                document.findingCount(),
                document.findings().stream().map(Found::of).toList());
    }
}
