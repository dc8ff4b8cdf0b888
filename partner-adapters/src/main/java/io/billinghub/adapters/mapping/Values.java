package io.billinghub.adapters.mapping;

import io.billinghub.adapters.model.CanonicalLine.PartnerTax;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.ServicePeriod;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values of lines, from text; what can't be read is a {@link LineFlawException} that names the field and the text. */
public final class Values {

    private static final int LONGEST_TEXT = 1000;

    private Values() {}

    public static BigDecimal number(String field, String text, char decimal) {
        if (text == null || text.isBlank()) {
            throw new LineFlawException(field + ": a number is missing");
        }
        try {
            return Decimals.parse(text, decimal);
        } catch (NumberFormatException e) {
            throw new LineFlawException(field + ": " + e.getMessage());
        }
    }

    public static LocalDate date(String field, String text, DateTimeFormatter format) {
        try {
            return LocalDate.parse(text.strip(), format);
        } catch (DateTimeException e) {
            throw new LineFlawException(field + ": \"" + shortened(text) + "\" is not a date as the descriptor says");
        }
    }

    public static LocalDate isoDate(String field, String text) {
        if (text == null || text.isBlank()) {
            throw new LineFlawException(field + ": a date is missing");
        }
        try {
            String trimmed = text.strip();
            return LocalDate.parse(trimmed.length() > 10 ? trimmed.substring(0, 10) : trimmed);
        } catch (DateTimeException e) {
            throw new LineFlawException(field + ": \"" + shortened(text) + "\" is not an ISO 8601 date");
        }
    }

    /** A date-time in UTC; "2026-10-01 00:00:00", "2026-10-01 00:00:00 UTC", "2026-10-01T00:00:00Z" and "2026-10-01" are understood. */
    public static LocalDateTime utc(String field, String text) {
        if (text == null || text.isBlank()) {
            throw new LineFlawException(field + ": a date is missing");
        }
        String trimmed = text.strip();
        try {
            if (trimmed.length() == 10) {
                return LocalDate.parse(trimmed).atStartOfDay();
            }
            String iso = trimmed.replaceFirst(" (?=\\d)", "T")
                    .replaceFirst(" ?UTC$", "Z")
                    .replace(" ", "");
            return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDateTime()
                    : LocalDateTime.parse(iso);
        } catch (DateTimeException e) {
            throw new LineFlawException(field + ": \"" + shortened(text) + "\" is not an ISO 8601 date and time");
        }
    }

    /** An instant: ISO 8601, or epoch seconds. */
    public static Instant instant(String field, String text) {
        try {
            if (text != null && text.strip().matches("\\d{1,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(text.strip()));
            }
            return utc(field, text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new LineFlawException(field + ": \"" + shortened(text) + "\" is not an instant");
        }
    }

    public static ServicePeriod period(LocalDate from, LocalDate to) {
        try {
            return new ServicePeriod(from, to);
        } catch (IllegalArgumentException e) {
            throw new LineFlawException(e.getMessage());
        }
    }

    /** VAT as stated; a positive rate without a category is the standard one, as partners' flat files mean it. */
    public static PartnerTax tax(String category, BigDecimal rate) {
        String code = category == null || category.isBlank() ? null : text(category);
        if (code == null && rate == null) {
            return null;
        }
        return new PartnerTax(code == null && rate.signum() > 0 ? "S" : code, rate);
    }

    /**
     * The text, cut to a length that a bill can show. What no database text can hold is a flaw of its line, never taken away
     * in silence: "A\0B" must not become the customer number "AB".
     */
    public static String text(String value) {
        if (value == null) {
            return "";
        }
        requireStorable(value);
        String clean = value.strip();
        return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT);
    }

    private static void requireStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '\0' || Character.isSurrogate(c) && !pair) {
                throw new LineFlawException(String.format(
                        "\"%s\" holds U+%04X, which is no character of a text", shortened(text), (int) c));
            }
            i += pair ? 1 : 0;
        }
    }

    public static String orElse(String value, String fallback) {
        return value == null || value.isBlank() ? fallback : value;
    }

    public static String shortened(String text) {
        return text == null ? "" : text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
