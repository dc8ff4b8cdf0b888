package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;

/**
 * One stair {@code (from, upTo]}; it begins where the one before it ends.
 *
 * @param upTo the last quantity of the stair, greater than zero; null in the last one, which is open
 * @param fee for all of the quantity; may be negative (a bonus)
 */
public record StairTier(BigDecimal upTo, BigDecimal fee) {
    /** Refuses a stair without a fee and one that ends at or below zero. */
    public StairTier {
        Parts.required(fee, "fee");
        if (upTo != null) {
            Parts.positive(upTo, "upTo");
        }
    }
}
