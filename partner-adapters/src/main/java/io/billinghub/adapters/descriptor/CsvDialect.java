package io.billinghub.adapters.descriptor;

import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;

/**
 * How a partner writes CSV.
 *
 * @param decimal the decimal sign, '.' or ','
 * @param date how dates are written
 */
public record CsvDialect(char separator, char quote, Charset encoding, char decimal, DateTimeFormatter date) {

    public CsvDialect {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(date, "date");
        if (separator == quote) {
            throw new IllegalArgumentException("separator and quote must differ");
        }
    }

    /**
     * Reads dates as the pattern says, and only those that exist: February 30 is refused, not made the 28th.
     *
     * @throws IllegalArgumentException if it is no pattern of {@link DateTimeFormatter}
     */
    public static DateTimeFormatter dates(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
