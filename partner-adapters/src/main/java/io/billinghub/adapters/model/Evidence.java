package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a rule that compares has compared: amounts, or quantities where usage is compared.
 *
 * @param expected by agreement, as it was before, or as it was used
 * @param stated by the partner
 * @param cause stable code of the likely cause; null where none was looked for
 */
public record Evidence(BigDecimal expected, BigDecimal stated, String cause) {

    public Evidence {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(stated, "stated");
    }

    /** Stated less expected. */
    public BigDecimal difference() {
        return stated.subtract(expected);
    }
}
