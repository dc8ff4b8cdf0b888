package io.billinghub.onboarding.migration.model;

import io.billinghub.core.money.Currencies;
import io.billinghub.onboarding.error.OnboardingError;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column of a file.
 *
 * @param name as the header says it
 * @param form what its values look like
 * @param needed whether a row without it is refused
 * @param longest most characters
 * @param choices the values of a {@link Form#CHOICE}; empty for other forms
 */
record Field(String name, Form form, boolean needed, int longest, List<String> choices) {

    private static final int LONGEST_REFERENCE = 63;
    private static final int LONGEST_NUMBER = 25;
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** What a value looks like. */
    enum Form {
        /** Letters, digits, dots, dashes, underlines and slashes. */
        REFERENCE,
        /** Any text without control characters. */
        TEXT,
        /** ISO 8601. */
        DAY,
        /** More than zero, with a point. */
        DECIMAL,
        /** ISO 4217 in capitals. */
        CURRENCY,
        /** One of a few words. */
        CHOICE
    }

    static Field reference(String name) {
        return new Field(name, Form.REFERENCE, true, LONGEST_REFERENCE, List.of());
    }

    static Field text(String name, int longest) {
        return new Field(name, Form.TEXT, true, longest, List.of());
    }

    static Field day(String name) {
        return new Field(name, Form.DAY, true, LONGEST_NUMBER, List.of());
    }

    static Field decimal(String name) {
        return new Field(name, Form.DECIMAL, true, LONGEST_NUMBER, List.of());
    }

    static Field currency() {
        return new Field("currency", Form.CURRENCY, true, LONGEST_NUMBER, List.of());
    }

    static Field choice(String name, String... choices) {
        return new Field(name, Form.CHOICE, true, LONGEST_REFERENCE, List.of(choices));
    }

    /** The same, where a row may do without. */
    Field optional() {
        return new Field(name, form, false, longest, choices);
    }

    /**
     * What is wrong with a value. The message never says the value of a text, which may be somebody's name.
     *
     * @param value null where the row has none
     */
    Optional<Flaw> flaw(String value) {
        if (value == null) {
            return needed
                    ? Optional.of(new Flaw(name, OnboardingError.MISSING_VALUE, "the row has no " + name))
                    : Optional.empty();
        }
        if (value.length() > longest) {
            return wrong("has " + value.length() + " characters; at most " + longest + " fit");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return wrong("holds a control character");
        }
        return switch (form) {
            case REFERENCE ->
                REFERENCE.matcher(value).matches()
                        ? Optional.empty()
                        : wrong("has letters, digits and . _ / - alone, and begins with a letter or digit");
            case DAY -> isDay(value) ? Optional.empty() : wrong("is '" + value + "', no day such as 2026-12-01");
            case DECIMAL ->
                DECIMAL.matcher(value).matches() && !value.matches("[0.]+")
                        ? Optional.empty()
                        : wrong("is '" + value + "', no number above zero such as 1234.50");
            case CURRENCY ->
                Currencies.find(value).isPresent()
                        ? Optional.empty()
                        : wrong("is '" + value + "', no currency of ISO 4217 such as EUR");
            case CHOICE ->
                choices.contains(value)
                        ? Optional.empty()
                        : wrong("is '" + value + "', none of " + String.join(", ", choices));
            case TEXT -> Optional.empty();
        };
    }

    private static boolean isDay(String value) {
        try {
            return DAY.matcher(value).matches() && LocalDate.parse(value).getYear() >= 1900;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private Optional<Flaw> wrong(String what) {
        return Optional.of(new Flaw(name, OnboardingError.INVALID_VALUE, name + " " + what));
    }
}
