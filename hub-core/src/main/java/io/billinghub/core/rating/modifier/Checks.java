package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;
import java.util.List;

/** The checks that the modifiers share; each message names the part. */
public final class Checks {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Checks() {}

    /** The part itself, which must be there. */
    public static <T> T present(T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return part;
    }

    /** The part, or what stands for it where it is left out. */
    public static <T> T orElse(T part, T absent) {
        return part == null ? absent : part;
    }

    /** The text itself, which must be there and say something. */
    public static String text(String text, String name) {
        if (present(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }

    /** The number itself: zero or more, inside {@link AmountLimit}. */
    public static BigDecimal notNegative(BigDecimal number, String name) {
        AmountLimit.requireAccepted(present(number, name), name);
        if (number.signum() < 0) {
            throw new IllegalArgumentException(name + " must be zero or more, but is " + number.toPlainString());
        }
        return number;
    }

    /** The number, zero or more, or null. */
    public static BigDecimal notNegativeIfGiven(BigDecimal number, String name) {
        return number == null ? null : notNegative(number, name);
    }

    /** The number itself: more than zero, inside {@link AmountLimit}. */
    public static BigDecimal positive(BigDecimal number, String name) {
        if (notNegative(number, name).signum() == 0) {
            throw new IllegalArgumentException(name + " must be greater than zero");
        }
        return number;
    }

    /** The number itself: from 0 to 100. */
    public static BigDecimal percent(BigDecimal number, String name) {
        if (notNegative(number, name).compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException(name + " must be at most 100, but is " + number.toPlainString());
        }
        return number;
    }

    /** The whole number itself: at least so much. */
    public static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, but is " + number);
        }
        return number;
    }

    /** The list, immutable; empty where it is left out. */
    public static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
