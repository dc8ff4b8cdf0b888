package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.Rated;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What usage costs, for one combination of the values of the metric's groups.
 *
 * @param dimensions name and value of each dimension of the groups; empty where the plan has none
 * @param quantity in the plan's unit: what was aggregated, the sum of the events where each is priced, the sample that
 *     is priced, or 1 for a fee or a formula
 * @param count how many events it was made of
 * @param rated the unrounded amount and its explanation
 */
public record RatedLine(SortedMap<String, String> dimensions, BigDecimal quantity, long count, Rated rated) {
    /** Copies the dimensions. */
    public RatedLine {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }
}
