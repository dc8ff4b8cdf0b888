package io.billinghub.adapters.dryrun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.Finding;
import java.math.BigDecimal;
import java.util.List;

/**
 * What would become of a document.
 *
 * @param adapter key of the adapter that has read it
 * @param status as of {@code received_document.status}
 * @param documentNumber the partner's; null for usage and for what could not be read
 * @param duplicate whether the same bytes are there already, so that they would not be taken in again; then the figures are of
 *     the first time
 * @param findings the first 100
 * @param lines the first {@link DryRuns#MOST_LINES}
 * @param lineCount of all
 * @param totals per billing account and currency (bills) or unit (usage), of what would be accepted
 * @param canonical all that was read, for {@link AdapterContracts}
 */
public record DryRun(
        String adapter,
        String status,
        String documentNumber,
        boolean duplicate,
        int acceptedLines,
        int quarantinedLines,
        List<Finding> findings,
        long findingCount,
        List<Line> lines,
        int lineCount,
        List<Total> totals,
        ObjectNode canonical) {

    public DryRun {
        findings = List.copyOf(findings);
        lines = List.copyOf(lines);
        totals = List.copyOf(totals);
    }

    /** Whether each line would be accepted. */
    public boolean clean() {
        return status.equals("ACCEPTED") && !duplicate;
    }

    /**
     * A line as the adapter reads it, and where it would go.
     *
     * @param read the line of the canonical document
     * @param account number of the billing account; null where none is found
     * @param offering key; null where none is found
     */
    public record Line(ObjectNode read, boolean accepted, String account, String offering) {}

    /** @param unit currency of amounts, or unit of quantities */
    public record Total(String account, String unit, BigDecimal value, int lines) {}
}
