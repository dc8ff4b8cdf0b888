package io.billinghub.core.rating.modifier.bundle;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * A party that bears a part of a discount.
 *
 * @param party its key
 * @param weight zero or more; only the proportion of the weights counts
 */
public record Bearer(String party, BigDecimal weight) {
    /** Refuses a missing party and a negative weight. */
    public Bearer {
        Checks.text(party, "party");
        Checks.notNegative(weight, "weight");
    }
}
