package io.billinghub.core.rating.modifier;

import java.math.BigDecimal;

/**
 * Under which product a modifier of a whole account charges what is missing, since no single line stands for it.
 *
 * @param product key of the offering
 * @param partner key of the party that it belongs to
 * @param taxPercent null is taken as zero
 */
public record ChargedAs(String product, String partner, BigDecimal taxPercent) {
    /** Refuses a missing product or party. */
    public ChargedAs {
        Checks.text(product, "product");
        Checks.text(partner, "partner");
        taxPercent = Checks.notNegative(Checks.orElse(taxPercent, BigDecimal.ZERO), "taxPercent");
    }

    /** The same as a line's product. */
    public static ChargedAs like(ChargedItem item) {
        return new ChargedAs(item.product(), item.partner(), item.taxPercent());
    }
}
