package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How EN 16931 states a line's price, so that quantity × price ÷ base quantity is the line's net exactly (Peppol R120) and
 * the price is never negative (BR-27): the sign stands on the quantity.
 *
 * @param quantity BT-129, carries the sign
 * @param price BT-146, zero or more
 * @param baseQuantity BT-149, above zero; empty means 1
 */
record LinePrice(BigDecimal quantity, BigDecimal price, Optional<BigDecimal> baseQuantity) {
    /** A unit price with more decimals than this is stated as amount per base quantity instead. */
    private static final int READABLE_DECIMALS = 6;

    /**
     * The price of a line.
     *
     * @param net the line's net with the sign of the document (turned on a credit note)
     */
    static LinePrice of(Line line, BigDecimal net) {
        BigDecimal magnitude = net.abs();
        BigDecimal counted = line.quantity().abs();
        if (counted.signum() == 0) {
            counted = BigDecimal.ONE;
        }
        BigDecimal quantity = plain(net.signum() < 0 ? counted.negate() : counted);
        Optional<BigDecimal> unitPrice = unitPrice(line, counted, magnitude);
        if (unitPrice.isPresent()) {
            return new LinePrice(quantity, unitPrice.get(), Optional.empty());
        }
        return new LinePrice(quantity, magnitude, Optional.of(plain(counted)));
    }

    private static Optional<BigDecimal> unitPrice(Line line, BigDecimal counted, BigDecimal magnitude) {
        if (line.steps().size() == 1) {
            BigDecimal stated = line.steps().get(0).unitPrice().abs();
            BigDecimal product = counted.multiply(stated).setScale(magnitude.scale(), RoundingMode.HALF_UP);
            if (product.compareTo(magnitude) == 0) {
                return Optional.of(plain(stated));
            }
        }
        BigDecimal quotient = magnitude.divide(counted, READABLE_DECIMALS, RoundingMode.HALF_UP);
        return quotient.multiply(counted).compareTo(magnitude) == 0 ? Optional.of(plain(quotient)) : Optional.empty();
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
