package io.billinghub.adapters.mapping;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** How partners write dates. */
public final class Dates {

    private Dates() {}

    /**
     * Reads dates as the pattern says, and only those that exist: February 30 is refused, not made the 28th.
     *
     * @throws IllegalArgumentException if it is no pattern of {@link DateTimeFormatter}
     */
    public static DateTimeFormatter strict(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
