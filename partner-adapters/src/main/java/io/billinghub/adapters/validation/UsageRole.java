package io.billinghub.adapters.validation;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a partner's usage is for.
 *
 * @param evidence whether the partner's bills are held against it, and nothing of it is charged; else it is charged
 * @param tolerancePercent of what was used, by which a billed quantity may be off
 */
public record UsageRole(boolean evidence, BigDecimal tolerancePercent) {

    /** Usage is charged by the hub. */
    public static final UsageRole CHARGED = new UsageRole(false, BigDecimal.ZERO);

    public UsageRole {
        Objects.requireNonNull(tolerancePercent, "tolerancePercent");
        if (tolerancePercent.signum() < 0) {
            throw new IllegalArgumentException("a tolerance can't be negative");
        }
    }
}
