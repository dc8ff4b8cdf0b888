package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * How far a coupon has been used.
 *
 * @param times in how many billing periods it took something off
 * @param amount Σ of what it took off, each period rounded to the minor unit
 */
public record CouponUse(int times, BigDecimal amount) {
    /** Not used yet. */
    public static final CouponUse NONE = new CouponUse(0, BigDecimal.ZERO);

    /** Refuses negative use. */
    public CouponUse {
        Checks.atLeast(0, times, "times");
        if (Checks.present(amount, "amount").signum() < 0) {
            throw new IllegalArgumentException("amount must be zero or more, but is " + amount.toPlainString());
        }
    }

    /** With one more time. */
    CouponUse plus(BigDecimal more) {
        return new CouponUse(times + 1, amount.add(more));
    }
}
