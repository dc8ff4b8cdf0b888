package io.billinghub.core.rating.modifier.allowance;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What is left of the allowance of one period.
 *
 * @param grantedFor first day of the period that it was granted for
 * @param periodsLeft in how many further periods it may still be used
 * @param left zero or more
 */
public record Grant(LocalDate grantedFor, int periodsLeft, BigDecimal left) {
    /** Refuses a negative rest. */
    public Grant {
        Checks.present(grantedFor, "grantedFor");
        Checks.atLeast(0, periodsLeft, "periodsLeft");
        if (Checks.present(left, "left").signum() < 0) {
            throw new IllegalArgumentException("left must be zero or more, but is " + left.toPlainString());
        }
    }
}
