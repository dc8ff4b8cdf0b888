package io.billinghub.core.money;

import java.math.BigDecimal;

/** A number has more digits than {@link AmountLimit} takes; the message names the number and the limit. */
public final class AmountOutOfLimitException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    AmountOutOfLimitException(BigDecimal number, String what) {
        super(what + " " + shown(number) + " has too many digits: at most " + AmountLimit.MAX_INTEGER_DIGITS
                + " before and " + AmountLimit.MAX_FRACTION_DIGITS + " after the decimal point are accepted");
    }

    private static String shown(BigDecimal number) {
        // toString switches to an exponent where the plain form would be long
        String text = number.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
