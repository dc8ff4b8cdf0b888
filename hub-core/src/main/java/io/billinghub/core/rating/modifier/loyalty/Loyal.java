package io.billinghub.core.rating.modifier.loyalty;

import io.billinghub.core.rating.modifier.Priced;
import java.math.BigDecimal;
import java.util.List;

/**
 * What came of the points.
 *
 * @param priced with the burnt points taken off
 * @param burnt points
 * @param earned points; negative where what was given back takes points back
 * @param lots what is left, the oldest first
 */
public record Loyal(Priced priced, BigDecimal burnt, BigDecimal earned, List<PointLot> lots) {
    /** Keeps a copy of the list. */
    public Loyal {
        lots = List.copyOf(lots);
    }
}
