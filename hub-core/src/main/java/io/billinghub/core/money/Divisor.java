package io.billinghub.core.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A positive number to divide by without losing a cent: a price base ("0.40 per 1000"), the size of a package or the days
 * of a period.
 *
 * <p>Where the quotient has an end (the divisor holds no prime factors but 2 and 5), it is exact. Where it has none
 * (÷ 60, ÷ 31), it is carried {@value #GUARD_DIGITS} digits beyond the length of dividend and divisor: an exact
 * fraction lies either on a rounding boundary of the currency or further from it than the error made here, so the
 * named rounding that follows gives what the exact fraction would have given.
 */
public final class Divisor {
    private static final int GUARD_DIGITS = 20;
    private static final BigInteger FIVE = BigInteger.valueOf(5);

    /** Division by one. */
    public static final Divisor ONE = new Divisor(BigDecimal.ONE);

    private final BigDecimal value;
    private final boolean one;
    private final boolean exact;
    private final int extraScale;

    private Divisor(BigDecimal value) {
        this.value = value;
        this.one = value.compareTo(BigDecimal.ONE) == 0;
        BigInteger rest = value.unscaledValue();
        int twos = 0;
        while (!rest.testBit(0)) {
            rest = rest.shiftRight(1);
            twos++;
        }
        int fives = 0;
        for (BigInteger[] split = rest.divideAndRemainder(FIVE);
                split[1].signum() == 0;
                split = rest.divideAndRemainder(FIVE)) {
            rest = split[0];
            fives++;
        }
        this.exact = rest.equals(BigInteger.ONE);
        this.extraScale = exact ? Math.max(twos, fives) : value.precision() + GUARD_DIGITS;
    }

    /**
     * The divisor of this value.
     *
     * @param value greater than zero, inside {@link AmountLimit}
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static Divisor of(BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("the number must be greater than zero, but is " + value);
        }
        BigDecimal plain = AmountLimit.requireAccepted(value, "the number").stripTrailingZeros();
        return plain.compareTo(BigDecimal.ONE) == 0 ? ONE : new Divisor(plain);
    }

    /** The divisor of this whole number, greater than zero. */
    public static Divisor of(long value) {
        return of(BigDecimal.valueOf(value));
    }

    /** {@code dividend ÷ value}, exact or carried on as described above; the sign is that of the dividend. */
    public BigDecimal into(BigDecimal dividend) {
        if (one) {
            return dividend;
        }
        int scale = exact
                ? Math.max(0, dividend.scale() - value.scale() + extraScale)
                : Math.max(0, dividend.scale() - value.scale()) + extraScale;
        return dividend.divide(value, scale, RoundingMode.HALF_EVEN);
    }

    /** What is divided by. */
    public BigDecimal value() {
        return value;
    }

    /** Whether this is the division by one, which changes nothing. */
    public boolean isOne() {
        return one;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Divisor that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
