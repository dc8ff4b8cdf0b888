package io.billinghub.adapters.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What sign a partner's amounts have. {@code "negate"}: what is to be paid is written negative, what is given back
 * positive. {@code {"column": …, "credit": [texts]}}: the sign does not say it, another value does; where it is one of
 * the texts, the amount and the quantity are given back, whatever sign they are written with. In the canonical model, what is
 * to be paid is positive. Immutable.
 */
public final class Sign {

    /** As the partner writes it. */
    public static final Sign AS_WRITTEN = new Sign(false, Set.of());

    private final boolean negate;
    private final Set<String> credits;

    private Sign(boolean negate, Set<String> credits) {
        this.negate = negate;
        this.credits = credits;
    }

    /** The mapping's {@code sign}; as written where there is none. */
    public static Sign of(JsonNode sign) {
        if (sign.isTextual()) {
            return new Sign(sign.asText().equals("negate"), Set.of());
        }
        Set<String> credits = new HashSet<>();
        sign.path("credit").forEach(text -> credits.add(normal(text.asText())));
        return credits.isEmpty() ? AS_WRITTEN : new Sign(false, Set.copyOf(credits));
    }

    /** Whether {@link #amount} and {@link #quantity} look at an indicator. */
    public boolean byIndicator() {
        return !credits.isEmpty();
    }

    /**
     * The amount as the canonical model has it.
     *
     * @param indicator the value that tells credits from charges; null where the line has none
     */
    public BigDecimal amount(BigDecimal written, String indicator) {
        if (negate) {
            return written.negate();
        }
        return isCredit(indicator) ? written.abs().negate() : written;
    }

    /** A total of the document: {@code negate} is of it too; indicators stand in lines alone. */
    public BigDecimal total(BigDecimal written) {
        return negate ? written.negate() : written;
    }

    /** The quantity as the canonical model has it: negative where the indicator says so; {@code negate} is of amounts alone. */
    public BigDecimal quantity(BigDecimal written, String indicator) {
        return isCredit(indicator) ? written.abs().negate() : written;
    }

    private boolean isCredit(String indicator) {
        return indicator != null && !credits.isEmpty() && credits.contains(normal(indicator));
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
