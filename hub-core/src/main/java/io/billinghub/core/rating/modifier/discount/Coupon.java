package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * A code that an account hands in to get a discount, and how often and how much it gives. Each billing period in which it
 * takes something off counts as one time.
 *
 * @param code what is handed in
 * @param timesPerAccount 0 is without limit
 * @param amountPerAccount Σ over all periods; null is without limit
 * @param timesInAll over all accounts; 0 is without limit
 * @param amountInAll over all accounts; null is without limit
 */
public record Coupon(
        String code, int timesPerAccount, BigDecimal amountPerAccount, int timesInAll, BigDecimal amountInAll) {
    /** Refuses a coupon without code and negative limits. */
    public Coupon {
        Checks.text(code, "code");
        Checks.atLeast(0, timesPerAccount, "timesPerAccount");
        Checks.notNegativeIfGiven(amountPerAccount, "amountPerAccount");
        Checks.atLeast(0, timesInAll, "timesInAll");
        Checks.notNegativeIfGiven(amountInAll, "amountInAll");
    }

    /**
     * How much the coupon may still take off.
     *
     * @param own what the account has used so far
     * @param others what all other accounts have
     * @return null if there is no limit; zero if it is used up
     */
    BigDecimal left(CouponUse own, CouponUse others) {
        boolean usedUp = (timesPerAccount > 0 && own.times() >= timesPerAccount)
                || (timesInAll > 0 && own.times() + others.times() >= timesInAll);
        if (usedUp) {
            return BigDecimal.ZERO;
        }
        BigDecimal left = amountPerAccount == null ? null : amountPerAccount.subtract(own.amount());
        if (amountInAll != null) {
            BigDecimal inAll = amountInAll.subtract(own.amount()).subtract(others.amount());
            left = left == null ? inAll : left.min(inAll);
        }
        return left == null ? null : left.max(BigDecimal.ZERO);
    }
}
