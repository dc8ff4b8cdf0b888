package io.billinghub.core.rating.modifier.allowance;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * What is left of an allowance may be used later.
 *
 * @param periods in how many further periods, 1 or more; by the calendar, so periods without usage count too
 * @param quantity how much may be carried into a period at most; null is without limit. What is too much is lost, the
 *     oldest first
 * @param order which is used first; null is taken as {@link Order#FIRST}
 */
public record RollOver(int periods, BigDecimal quantity, Order order) {
    /** Whether what was carried over is used before or after the period's own allowance. */
    public enum Order {
        /** Carried over first, the oldest before all. */
        FIRST,
        /** The period's own allowance first. */
        LAST
    }

    /** Refuses less than one period and a negative quantity. */
    public RollOver {
        Checks.atLeast(1, periods, "periods");
        Checks.notNegativeIfGiven(quantity, "quantity");
        order = Checks.orElse(order, Order.FIRST);
    }
}
