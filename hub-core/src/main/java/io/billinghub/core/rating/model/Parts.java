package io.billinghub.core.rating.model;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;

/** The checks that the parts of a price plan share; each message names the part. */
final class Parts {
    private Parts() {}

    static <T> T present(T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return part;
    }

    static BigDecimal required(BigDecimal number, String name) {
        return AmountLimit.requireAccepted(present(number, name), name);
    }

    static BigDecimal zeroIfAbsent(BigDecimal number, String name) {
        return number == null ? BigDecimal.ZERO : AmountLimit.requireAccepted(number, name);
    }

    static String notBlank(String text, String name) {
        if (present(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }
}
