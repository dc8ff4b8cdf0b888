package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * How the changes of a service in the middle of a period count in its fee, as a price plan says it.
 *
 * @param rule null: {@link ChangeRule#BY_DAY} of a fee that is prorated, {@link ChangeRule#AT_START} of one that is not
 * @param pausedPercent how much of the fee is due for paused days, from 0 to 100; null: 100 by {@link ChangeRule#AT_END}, else a
 *     pause of the last day alone would make the whole period free, and 0 by the other rules
 */
public record FeeChanges(ChangeRule rule, BigDecimal pausedPercent) {
    /** Of a plan that says nothing. */
    public static final FeeChanges DEFAULT = new FeeChanges(null, null);

    /** Refuses what is no percentage. */
    public FeeChanges {
        if (pausedPercent != null) {
            Checks.percent(pausedPercent, "pausedPercent");
        }
    }

    /**
     * The rules of a fee.
     *
     * @throws IllegalArgumentException if a fee that is not prorated is to go by day
     */
    public RecurringFee of(Proration proration) {
        ChangeRule counted = Checks.orElse(rule, proration == Proration.NONE ? ChangeRule.AT_START : ChangeRule.BY_DAY);
        BigDecimal whenPaused = counted == ChangeRule.AT_END ? BigDecimal.valueOf(100) : BigDecimal.ZERO;
        return new RecurringFee(counted, proration, Checks.orElse(pausedPercent, whenPaused));
    }
}
