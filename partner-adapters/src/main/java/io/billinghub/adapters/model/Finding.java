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
 * @param evidence what was compared, or null where the rule compares nothing
 * @param cause the value that is missing or wrong, such as the customer number that is not linked: what is fixed once for all findings
 *     that share rule and cause; null where the rule alone says it
 */
public record Finding(
        RuleCode rule,
        Severity severity,
        Integer position,
        String place,
        String detail,
        BigDecimal amount,
        String currency,
        Evidence evidence,
        String cause) {

    /** Of a cause, what a key can hold of it. */
    private static final int LONGEST_CAUSE = 200;

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(detail, "detail");
        place = visible(place);
        detail = visible(detail);
        if (cause != null) {
            cause = visible(cause);
            cause = cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) : cause;
        }
    }

    /** A finding of which the rule alone says what is to be fixed. */
    public Finding(
            RuleCode rule,
            Severity severity,
            Integer position,
            String place,
            String detail,
            BigDecimal amount,
            String currency) {
        this(rule, severity, position, place, detail, amount, currency, null, null);
    }

    /** A finding of a rule that compares. */
    public Finding(
            RuleCode rule,
            Severity severity,
            Integer position,
            String place,
            String detail,
            BigDecimal amount,
            String currency,
            Evidence evidence) {
        this(rule, severity, position, place, detail, amount, currency, evidence, null);
    }

    /** The same with its cause, or null. */
    public Finding because(String value) {
        return new Finding(rule, severity, position, place, detail, amount, currency, evidence, value);
    }

    /** The same where the rule was waived. */
    public Finding waived() {
        return new Finding(rule, Severity.WARN, position, place, detail, amount, currency, evidence, cause);
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
