package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;

/**
 * One tier {@code (from, upTo]} of a base amount; it begins where the one before it ends.
 *
 * @param upTo the last base amount inside the tier, greater than zero; null in the last tier, which is open
 * @param rate per cent of the part inside the tier; may be negative (a cash back)
 * @param flatFee fee of the tier once it is entered; null is taken as zero
 */
public record PercentageTier(BigDecimal upTo, BigDecimal rate, BigDecimal flatFee) {
    /** Refuses a tier without a rate and one that ends at or below zero. */
    public PercentageTier {
        Parts.required(rate, "rate");
        flatFee = Parts.zeroIfAbsent(flatFee, "flatFee");
        if (upTo != null) {
            Parts.positive(upTo, "upTo");
        }
    }

    Tier asTier() {
        return new Tier(upTo, rate, flatFee);
    }
}
