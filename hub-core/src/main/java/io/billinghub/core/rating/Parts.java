package io.billinghub.core.rating;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The checks that the parts of a price plan share; each message names the part. All throw IllegalArgumentException. */
public final class Parts {
    private Parts() {}

    /** The part itself; refuses null. */
    public static <T> T present(T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return part;
    }

    /** The number itself; refuses null and a number outside of {@link AmountLimit}. */
    public static BigDecimal required(BigDecimal number, String name) {
        return AmountLimit.requireAccepted(present(number, name), name);
    }

    /** The number itself, zero for null; refuses a number outside of {@link AmountLimit}. */
    public static BigDecimal zeroIfAbsent(BigDecimal number, String name) {
        return number == null ? BigDecimal.ZERO : AmountLimit.requireAccepted(number, name);
    }

    /** As {@link #zeroIfAbsent}; refuses a number below zero, too. */
    public static BigDecimal notNegative(BigDecimal number, String name) {
        BigDecimal present = zeroIfAbsent(number, name);
        if (present.signum() < 0) {
            throw new IllegalArgumentException(name + " must be zero or more, but is " + present.toPlainString());
        }
        return present;
    }

    /** The number itself; refuses null, zero and less. */
    public static BigDecimal positive(BigDecimal number, String name) {
        if (required(number, name).signum() <= 0) {
            throw new IllegalArgumentException(name + " must be greater than zero, but is " + number.toPlainString());
        }
        return number;
    }

    /** The text itself; refuses null and blanks. */
    public static String notBlank(String text, String name) {
        if (present(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }

    /** An immutable copy, empty for null; refuses a null element. */
    public static <T> List<T> listOf(List<T> parts, String name) {
        List<T> given = parts == null ? List.of() : parts;
        for (int i = 0; i < given.size(); i++) {
            present(given.get(i), name + "[" + i + "]");
        }
        return List.copyOf(given);
    }

    /** As {@link #listOf}; refuses a list without an element, too. */
    public static <T> List<T> someOf(List<T> parts, String name) {
        List<T> some = listOf(parts, name);
        if (some.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return some;
    }

    /** Refuses more elements than so many; null is none. */
    public static void atMost(int most, Collection<?> parts, String name) {
        if (parts != null && parts.size() > most) {
            throw new IllegalArgumentException(
                    name + " holds " + parts.size() + " elements; allowed are up to " + most);
        }
    }

    /** Refuses an element that is there twice. */
    public static void distinct(Collection<?> parts, String name) {
        Set<Object> seen = new HashSet<>();
        for (Object part : parts) {
            if (!seen.add(part)) {
                throw new IllegalArgumentException(name + " holds '" + part + "' twice");
            }
        }
    }
}
