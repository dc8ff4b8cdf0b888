package io.billinghub.adapters.assurance;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is billed to an account for a product and days, held against what was used. Pure.
 *
 * @param billed by charges alone
 * @param balance by charges and what credits take back: one of both is what was used, as a credit may take back the price or the service
 * @param used null where no usage is known
 * @param lines that were added up, rounded each by itself
 * @param decimals of the quantities as they are billed
 */
record BilledQuantity(BigDecimal billed, BigDecimal balance, BigDecimal used, int lines, int decimals) {

    /** Whether the quantity is the one that was used, within the tolerance. */
    boolean confirmed(BigDecimal tolerancePercent) {
        return used != null && (near(billed, tolerancePercent) || near(balance, tolerancePercent));
    }

    /** Whether there is anything to be confirmed: nothing billed and nothing used are the same. */
    boolean withoutUsage() {
        return used == null && billed.signum() != 0;
    }

    private boolean near(BigDecimal quantity, BigDecimal tolerancePercent) {
        BigDecimal off = quantity.subtract(used).abs();
        if (off.compareTo(used.abs().multiply(tolerancePercent).movePointLeft(2)) <= 0) {
            return true;
        }
        // usage that is counted finer than it is billed may be rounded in any direction
        boolean finer = used.stripTrailingZeros().scale() > decimals;
        return finer && off.compareTo(BigDecimal.valueOf(lines).movePointLeft(decimals)) < 0;
    }

    /** What is not as it should be, in words; empty if nothing is. */
    Optional<String> differs(BigDecimal tolerancePercent, String unit) {
        if (used == null || confirmed(tolerancePercent)) {
            return Optional.empty();
        }
        return Optional.of(words(billed) + " " + unit + (lines == 1 ? " is" : " in " + lines + " lines is")
                + " billed for these days, " + words(used) + " " + unit + " was used");
    }

    static String words(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString();
    }
}
