package io.billinghub.core.rating.model;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * So much of something.
 *
 * @param amount any sign, decimals allowed, inside {@link AmountLimit}
 * @param unit what is counted, as the price plan names it, for example {@code GB}; not blank
 */
public record Quantity(BigDecimal amount, String unit) {
    /** Refuses a blank unit and a number with too many digits. */
    public Quantity {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(unit, "unit");
        AmountLimit.requireAccepted(amount, "quantity");
        if (unit.isBlank()) {
            throw new IllegalArgumentException("the quantity " + amount + " has no unit");
        }
    }

    /** One of the unit. */
    public static Quantity one(String unit) {
        return new Quantity(BigDecimal.ONE, unit);
    }

    /** Whether this takes something back. */
    public boolean isNegative() {
        return amount.signum() < 0;
    }

    /** The same with the other sign. */
    public Quantity reversed() {
        return new Quantity(amount.negate(), unit);
    }

    /** What people read: {@code "37.5 GB"}. */
    public String words() {
        return Wording.quantity(amount, unit);
    }
}
