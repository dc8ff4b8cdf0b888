package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.PricingPeriod;
import java.math.BigDecimal;

/**
 * For whom and when a plan is charged.
 *
 * @param item account, product and party of the lines; its id is the begin of their ids, its kind is taken from the plan
 * @param period of the subscription; a repeated run must have the run key of its first time
 * @param pooled how much of the usage an allowance that is shared with other accounts has covered, in the plan's unit; null
 *     if the plan's allowance is not shared
 */
public record ChargingContext(ChargedItem item, PricingPeriod period, BigDecimal pooled) {
    /** Refuses a context with a missing part. */
    public ChargingContext {
        Checks.present(item, "item");
        Checks.present(period, "period");
        Checks.notNegativeIfGiven(pooled, "pooled");
    }

    /** Where nothing is shared. */
    public static ChargingContext of(ChargedItem item, PricingPeriod period) {
        return new ChargingContext(item, period, null);
    }
}
