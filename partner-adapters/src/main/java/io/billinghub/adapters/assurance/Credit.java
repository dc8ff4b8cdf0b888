package io.billinghub.adapters.assurance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A credit, held against what it takes back: as much as was billed at most, and a unit for no more than it cost. Pure.
 *
 * @param quantity given back; positive where only money is given back
 * @param net negative
 * @param bill number of the bill that the credit names and that has lines of the account and product; null if it names none such
 * @param billed to the account of the product, on that bill or else on all of the last months
 * @param credited of it, by all credits with this one
 * @param dearest price of a unit; null where none was billed
 */
record Credit(
        BigDecimal quantity, BigDecimal net, String bill, BigDecimal billed, BigDecimal credited, BigDecimal dearest) {

    /** Amounts are rounded; unit prices too. */
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private static final BigDecimal DEARER = new BigDecimal("1.01");
    private static final int DECIMALS = 4;

    /** That more is given back than was billed; nothing is known where nothing was billed: the hub may not have been there then. */
    Optional<String> exceeds() {
        if (billed.signum() <= 0 || credited.subtract(billed).compareTo(CENT) <= 0) {
            return Optional.empty();
        }
        return Optional.of("credits of " + words(credited) + " in all are more than the " + words(billed)
                + " that " + (bill == null ? "the last twelve months have" : "the partner's bill " + bill + " has")
                + " billed the account of the product");
    }

    /** That a unit is given back for more than it cost. */
    Optional<String> dearer() {
        if (dearest == null || quantity.signum() >= 0) {
            return Optional.empty();
        }
        BigDecimal most = dearest.multiply(DEARER).multiply(quantity.abs()).add(CENT);
        return net.abs().compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of(words(net.abs().divide(quantity.abs(), DECIMALS, RoundingMode.HALF_UP))
                        + " is given back for a unit, which was billed at "
                        + words(dearest.setScale(DECIMALS, RoundingMode.HALF_UP)) + " at most");
    }

    private static String words(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
