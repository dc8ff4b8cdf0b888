package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * A quantity that a plan prices, already converted and rounded by its metric.
 *
 * @param item the line that it becomes
 * @param quantity in the plan's unit
 * @param pooled how much of it an allowance shared with other accounts has covered; null is taken as zero
 */
public record PlanUse(ChargedItem item, Quantity quantity, BigDecimal pooled) {
    /** Refuses a use with a missing part. */
    public PlanUse {
        Checks.present(item, "item");
        Checks.present(quantity, "quantity");
        pooled = Checks.notNegative(Checks.orElse(pooled, BigDecimal.ZERO), "pooled");
    }

    /** A quantity that nothing is shared for. */
    public static PlanUse of(ChargedItem item, Quantity quantity) {
        return new PlanUse(item, quantity, null);
    }

    /** What the own allowance may still cover. */
    BigDecimal open() {
        return quantity.amount().subtract(pooled);
    }
}
