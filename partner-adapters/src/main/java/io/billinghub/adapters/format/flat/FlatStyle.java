package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.DateStyle;
import io.billinghub.adapters.mapping.NumberStyle;
import java.util.Objects;

/** How a partner writes numbers and dates. Not for use by several threads at once. */
public record FlatStyle(NumberStyle numbers, DateStyle dates) {

    public FlatStyle {
        Objects.requireNonNull(numbers, "numbers");
        Objects.requireNonNull(dates, "dates");
    }

    /**
     * The style that a descriptor's {@code format} names.
     *
     * @throws IllegalArgumentException if a date is no pattern
     */
    public static FlatStyle of(JsonNode options) {
        return new FlatStyle(
                new NumberStyle(options.path("decimal").asText(".").charAt(0)),
                DateStyle.of(options.path("date"), "yyyy-MM-dd"));
    }
}
