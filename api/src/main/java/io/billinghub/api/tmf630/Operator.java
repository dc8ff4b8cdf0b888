package io.billinghub.api.tmf630;

import java.util.Locale;
import java.util.Optional;

/**
 * A comparison of TMF630, written as a suffix of the attribute's name, {@code billDate.gte=2026-10-01}, or as a sign before the
 * equals sign, {@code billDate%3E=2026-10-01}.
 */
public enum Operator {
    EQ("=", false),
    NE("<>", false),
    GT(">", true),
    GTE(">=", true),
    LT("<", true),
    LTE("<=", true),
    REGEX("~", false);

    private final String sql;
    private final boolean needsOrder;

    Operator(String sql, boolean needsOrder) {
        this.sql = sql;
        this.needsOrder = needsOrder;
    }

    String sql() {
        return sql;
    }

    /** Whether it makes sense only where values have an order. */
    public boolean needsOrder() {
        return needsOrder;
    }

    /** The operator that ends the name of a parameter, e.g. the {@code >} of {@code amount>} in {@code amount>=5}. */
    static Optional<Operator> ofSign(char sign) {
        return switch (sign) {
            case '>' -> Optional.of(GTE);
            case '<' -> Optional.of(LTE);
            case '!' -> Optional.of(NE);
            case '*', '~' -> Optional.of(REGEX);
            default -> Optional.empty();
        };
    }

    static Optional<Operator> ofSuffix(String suffix) {
        for (Operator operator : values()) {
            if (operator.name().toLowerCase(Locale.ROOT).equals(suffix)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}
