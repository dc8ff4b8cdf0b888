package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * What usage costs.
 *
 * @param lines one per group of usage, meter and combination of the plan's groups, and one for each amount that a minimum or a
 *     commitment adds
 * @param unrated usage that can't be rated; nothing of its account should be billed before that is mended
 */
public record RatedUsage(List<Line> lines, List<Unrated> unrated) {

    public RatedUsage {
        lines = List.copyOf(lines);
        unrated = List.copyOf(unrated);
    }

    /** How the grouping key of a line begins that a modifier has added. */
    static final String ADDED = "· ";

    /**
     * One line.
     *
     * @param groupingKey tells lines of one account, product, partner and meter apart
     * @param description what a customer reads
     * @param quantity used, with what of it costs nothing
     * @param unit what the quantity counts
     * @param records how many usage records it is made of
     * @param amount unrounded
     * @param steps how the amount came to be
     */
    public record Line(
            long accountId,
            long offeringId,
            String description,
            long partnerId,
            String partnerKey,
            String groupingKey,
            Meter meter,
            BigDecimal quantity,
            String unit,
            long records,
            BigMoney amount,
            List<RatedStep> steps) {

        public Line {
            steps = List.copyOf(steps);
        }

        /**
         * Whether a modifier has added it: what is missing up to a minimum or a commitment. Nobody has used it, and as long as the period
         * is open it may still become less.
         */
        public boolean isAdded() {
            return records == 0
                    && groupingKey.startsWith(ADDED)
                    && !steps.isEmpty()
                    && steps.get(0).kind() == StepKind.MODIFIER;
        }
    }

    /**
     * Usage without a price.
     *
     * @param reason what is missing and what to do
     */
    public record Unrated(long accountId, long offeringId, String reason) {}
}
