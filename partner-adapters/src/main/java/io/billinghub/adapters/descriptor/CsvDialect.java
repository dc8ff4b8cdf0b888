package io.billinghub.adapters.descriptor;

import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
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
}
