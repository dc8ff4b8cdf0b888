package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A line that can't be read: it is quarantined with its place, and its amount where that much is readable.
 *
 * @param amount net amount, or null
 * @param currency ISO 4217 code, or null
 */
public record FlawedLine(
        int position, String place, RuleCode rule, String detail, BigDecimal amount, String currency)
        implements ParsedLine {

    public FlawedLine {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(detail, "detail");
    }

    @Override
    public void tell(Reader reader) {
        reader.flawed(this);
    }
}
