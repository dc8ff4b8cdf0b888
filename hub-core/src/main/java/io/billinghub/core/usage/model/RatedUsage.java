package io.billinghub.core.usage.model;

import io.billinghub.core.rating.plan.RatedLine;
import java.util.List;

/**
 * What usage costs.
 *
 * @param lines one per group of usage, meter and combination of the plan's groups
 * @param unrated usage that can't be rated; nothing of its account should be billed before that is mended
 */
public record RatedUsage(List<Line> lines, List<Unrated> unrated) {

    public RatedUsage {
        lines = List.copyOf(lines);
        unrated = List.copyOf(unrated);
    }

    /**
     * One line.
     *
     * @param groupingKey tells lines of one account, product, partner and meter apart
     * @param offeringName what a customer reads
     * @param rated quantity in the plan's unit, number of records, unrounded amount and its steps
     */
    public record Line(
            long accountId,
            long offeringId,
            String offeringName,
            long partnerId,
            String partnerKey,
            String groupingKey,
            Meter meter,
            RatedLine rated) {}

    /**
     * Usage without a price.
     *
     * @param reason what is missing and what to do
     */
    public record Unrated(long accountId, long offeringId, String reason) {}
}
