package io.billinghub.adapters.validation;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * How far an amount may be from what was agreed; the larger one of both counts.
 *
 * @param amount in the currency's units; null is taken as half a minor unit, the most that rounding a line once can make
 * @param percent of the expected amount
 */
public record PriceTolerance(BigDecimal amount, BigDecimal percent) {

    /** Half a minor unit. */
    public static final PriceTolerance STANDARD = new PriceTolerance(null, BigDecimal.ZERO);

    private static final BigDecimal HALF = new BigDecimal("0.5");

    public PriceTolerance {
        Objects.requireNonNull(percent, "percent");
        if (percent.signum() < 0 || (amount != null && amount.signum() < 0)) {
            throw new IllegalArgumentException("a tolerance can't be negative");
        }
    }

    /**
     * Whether the stated amount is near enough.
     *
     * @param minorUnits decimals of the currency
     * @param roundings how often amounts were rounded on the way: once for each line of a sum, twice where a promotion reduces its price
     */
    public boolean holds(BigDecimal expected, BigDecimal stated, int minorUnits, int roundings) {
        BigDecimal each = amount == null ? HALF.movePointLeft(minorUnits) : amount;
        BigDecimal absolute = each.multiply(BigDecimal.valueOf(Math.max(1, roundings)));
        BigDecimal relative = expected.abs().multiply(percent).movePointLeft(2);
        return stated.subtract(expected).abs().compareTo(absolute.max(relative)) <= 0;
    }
}
