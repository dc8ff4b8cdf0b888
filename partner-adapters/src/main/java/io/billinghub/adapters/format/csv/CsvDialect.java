package io.billinghub.adapters.format.csv;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * How a partner writes CSV.
 *
 * @param comment rows that begin with it are no rows; null where there are none
 * @param skipRows lines before the headers
 * @param headers whether the first row names the columns; else they are #1, #2 and so on
 * @param footerRows rows at the end that are no lines
 */
public record CsvDialect(
        char separator,
        char quote,
        Charset encoding,
        Character comment,
        int skipRows,
        boolean headers,
        int footerRows) {

    public CsvDialect {
        Objects.requireNonNull(encoding, "encoding");
        if (separator == quote || comment != null && (comment == separator || comment == quote)) {
            throw new IllegalArgumentException("separator, quote and comment must differ");
        }
        if (skipRows < 0 || footerRows < 0) {
            throw new IllegalArgumentException("rows are counted from 0");
        }
    }

    /** RFC 4180 in this encoding. */
    public static CsvDialect plain(Charset encoding) {
        return new CsvDialect(',', '"', encoding, null, 0, true, 0);
    }

    /**
     * The dialect that a descriptor's {@code format} names.
     *
     * @throws IllegalArgumentException if separator, quote and comment are not three
     */
    static CsvDialect of(JsonNode options) {
        return new CsvDialect(
                options.path("separator").asText(",").charAt(0),
                options.path("quote").asText("\"").charAt(0),
                Charset.forName(options.path("encoding").asText("utf-8")),
                options.has("comment") ? options.path("comment").asText().charAt(0) : null,
                options.path("skipRows").asInt(0),
                options.path("headers").asBoolean(true),
                options.path("footerRows").asInt(0));
    }
}
