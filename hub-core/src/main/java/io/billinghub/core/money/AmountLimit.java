package io.billinghub.core.money;

import java.math.BigDecimal;

/**
 * The size of number that the hub takes as an amount, a price, a quantity or a rate.
 *
 * <p>Fifteen digits before the decimal point keep the minor units of every currency with up to three decimal places
 * inside a 64-bit integer, with room to add thousands of millions of ordinary amounts to them. The limit on decimal
 * places refuses numbers such as {@code 1E-999999999}, which are short to write and endless to calculate with.
 */
public final class AmountLimit {
    /** Digits before the decimal point. */
    public static final int MAX_INTEGER_DIGITS = 15;
    /** Digits after the decimal point of a number that comes in; calculated amounts may be finer. */
    public static final int MAX_FRACTION_DIGITS = 30;

    private AmountLimit() {}

    /** Whether the number, as it came in, is inside both limits. Never null. */
    public static boolean accepts(BigDecimal number) {
        return integerDigitsFit(number) && number.scale() <= MAX_FRACTION_DIGITS;
    }

    /**
     * The number itself if it is inside both limits.
     *
     * @param number what came in, not null
     * @param what the name of the number in the message, for example {@code "unitPrice"}
     * @throws AmountOutOfLimitException if it has too many digits before or after the decimal point
     */
    public static BigDecimal requireAccepted(BigDecimal number, String what) {
        if (!accepts(number)) {
            throw new AmountOutOfLimitException(number, what);
        }
        return number;
    }

    /**
     * The calculated amount itself if it does not exceed the digits before the decimal point.
     *
     * @throws AmountOutOfLimitException if it does
     */
    public static BigDecimal requireFits(BigDecimal amount, String what) {
        if (!integerDigitsFit(amount)) {
            throw new AmountOutOfLimitException(amount, what);
        }
        return amount;
    }

    private static boolean integerDigitsFit(BigDecimal number) {
        // in long: the scale may be near either end of int
        return number.signum() == 0
                ? number.scale() >= -MAX_INTEGER_DIGITS
                : (long) number.precision() - number.scale() <= MAX_INTEGER_DIGITS;
    }
}
