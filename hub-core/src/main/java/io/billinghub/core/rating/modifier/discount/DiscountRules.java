package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.util.Comparator;

/**
 * How the discounts of an account go together. Known engines differ here, so each choice is a switch.
 *
 * @param stacking null is taken as {@link Stacking#COMPOUND}
 * @param sequence null is taken as {@link Sequence#BY_ORDER}
 * @param capPercent the most that all together take off, in percent of the amounts before discounts; null is without limit
 * @param capAmount the most that all together take off in a period; null is without limit
 */
public record DiscountRules(Stacking stacking, Sequence sequence, BigDecimal capPercent, BigDecimal capAmount) {
    /** Compound, by order, without caps. */
    public static final DiscountRules DEFAULT = new DiscountRules(null, null, null, null);

    /** What a percentage is reckoned of when there are several discounts. */
    public enum Stacking {
        /** Of the amount before all discounts: 10 % and 20 % of 100.00 are 30.00. */
        ADDITIVE,
        /** Of what the discounts before have left: 10 % and 20 % of 100.00 are 10.00 + 18.00 = 28.00. */
        COMPOUND,
        /** Only the one that takes most off the account in this period; the first one among equals. */
        BEST_ONLY
    }

    /** Whether fixed amounts are taken off before or after percentages. */
    public enum Sequence {
        /** Fixed amounts first, within them by order. */
        FIXED_FIRST,
        /** Percentages first, within them by order. */
        PERCENT_FIRST,
        /** By order alone. */
        BY_ORDER
    }

    /** Refuses wrong caps. */
    public DiscountRules {
        stacking = Checks.orElse(stacking, Stacking.COMPOUND);
        sequence = Checks.orElse(sequence, Sequence.BY_ORDER);
        if (capPercent != null) {
            Checks.percent(capPercent, "capPercent");
        }
        Checks.notNegativeIfGiven(capAmount, "capAmount");
    }

    Comparator<Discount> comparator() {
        Comparator<Discount> byOrder = Comparator.comparingInt(Discount::order).thenComparing(Discount::key);
        return switch (sequence) {
            case BY_ORDER -> byOrder;
            case FIXED_FIRST ->
                Comparator.<Discount, Boolean>comparing(
                                discount -> !discount.reduction().isFixed())
                        .thenComparing(byOrder);
            case PERCENT_FIRST ->
                Comparator.<Discount, Boolean>comparing(
                                discount -> discount.reduction().isFixed())
                        .thenComparing(byOrder);
        };
    }

    /** The most that all discounts take off; null without limit. */
    BigDecimal cap(BigDecimal before) {
        BigDecimal ofPercent =
                capPercent == null ? null : before.multiply(capPercent).movePointLeft(2);
        if (ofPercent == null || capAmount == null) {
            return ofPercent == null ? capAmount : ofPercent;
        }
        return ofPercent.min(capAmount);
    }
}
