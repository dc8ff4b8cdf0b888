package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A rule that a document or one of its lines broke.
 *
 * @param position the line's position, or null for the document as a whole
 * @param place where in the raw document, e.g. "row 17", an XPath or a JSON pointer
 * @param detail what is wrong, with the values that are
 * @param amount net amount concerned, or null
 * @param currency its ISO 4217 code, or null
 */
public record Finding(
        RuleCode rule,
        Severity severity,
        Integer position,
        String place,
        String detail,
        BigDecimal amount,
        String currency) {

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(detail, "detail");
        place = visible(place);
        detail = visible(detail);
    }

    /** What a partner wrote is quoted in details; the character NUL, which can't be stored, as its picture U+2400. */
    private static String visible(String text) {
        return text.replace('\0', '\u2400');
    }

    /** What a person can do about it. */
    public String whatToDo() {
        return rule.whatToDo();
    }
}
