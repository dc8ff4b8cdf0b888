package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;

/**
 * One tier {@code (from, upTo]}. It has no {@code from} of its own: that is where the tier before it ends, so tiers can
 * neither overlap nor leave a gap. A quantity of zero belongs to the first tier.
 *
 * @param upTo the last quantity inside the tier, greater than zero; null in the last tier, which is open
 * @param unitPrice price per price base inside the tier; may be negative (a bonus)
 * @param flatFee fee of the tier; null is taken as zero
 */
public record Tier(BigDecimal upTo, BigDecimal unitPrice, BigDecimal flatFee) {
    /** Refuses a tier without a price and one that ends at or below zero. */
    public Tier {
        unitPrice = Parts.required(unitPrice, "unitPrice");
        flatFee = Parts.zeroIfAbsent(flatFee, "flatFee");
        if (upTo != null) {
            Parts.positive(upTo, "upTo");
        }
    }

    /** Whether a quantity is not beyond this tier. */
    boolean reaches(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }
}
