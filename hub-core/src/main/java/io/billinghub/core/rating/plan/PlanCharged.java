package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * What a subscription is charged by its plan for one period.
 *
 * @param lines for usage or a fee, in the order of {@link PlanRating}
 * @param added for what is missing up to a minimum spend, then up to a commitment; may be empty
 * @param explanation what a customer reads of the modifiers, in the order in which they were applied
 * @param total unrounded: the sum of all lines
 * @param memory to be kept for the next period and for a repetition of this one; of a plan without modifiers as it was
 */
public record PlanCharged(
        List<ChargedLine> lines,
        List<AddedLine> added,
        List<String> explanation,
        BigMoney total,
        Memory<PlanState> memory) {
    /** Copies the lists. */
    public PlanCharged {
        lines = List.copyOf(lines);
        added = List.copyOf(added);
        explanation = List.copyOf(explanation);
        Checks.present(total, "total");
        Checks.present(memory, "memory");
    }
}
