package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.modifier.Adjustment;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.BigMoney;

/**
 * What usage or a fee costs after the plan's modifiers, for one combination of the values of the metric's groups.
 *
 * @param dimensions name and value of each dimension of the groups; empty where the plan has none
 * @param quantity in the plan's unit, with what is free of it
 * @param free how much of the quantity an allowance covered; the rest is what {@code rated} prices
 * @param count how many events it was made of
 * @param rated the unrounded amount and the explanation of the charge model; for a fee of several pieces of one
 * @param adjustments by promotions and a maximum spend, in their order
 * @param amount unrounded: that of {@code rated}, times the pieces of a fee, with the adjustments
 */
public record ChargedLine(
        SortedMap<String, String> dimensions,
        BigDecimal quantity,
        BigDecimal free,
        long count,
        Rated rated,
        List<Adjustment> adjustments,
        BigMoney amount) {
    /** Copies the dimensions and adjustments. */
    public ChargedLine {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
        adjustments = List.copyOf(adjustments);
    }
}
