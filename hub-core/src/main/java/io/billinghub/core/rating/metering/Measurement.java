package io.billinghub.core.rating.metering;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a metric gives for one combination of dimension values.
 *
 * @param dimensions name and value of each dimension of the combination; the value is empty where events have none. Empty
 *     where the metric has no groups
 * @param quantity in the unit that is priced
 * @param count how many events it was made of
 * @param firstAt when the first of them began; null without events
 * @param lastAt when the last of them began; null without events
 */
public record Measurement(
        SortedMap<String, String> dimensions, BigDecimal quantity, long count, Instant firstAt, Instant lastAt) {
    /** Refuses a missing quantity and copies the dimensions. */
    public Measurement {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(Parts.present(dimensions, "dimensions")));
        Parts.required(quantity, "quantity");
    }

    /** A quantity that was measured elsewhere, for example in the database. */
    public static Measurement of(Map<String, String> dimensions, BigDecimal quantity, long count) {
        return new Measurement(new TreeMap<>(dimensions), quantity, count, null, null);
    }

    /** The same with the other sign. */
    public Measurement reversed() {
        return new Measurement(dimensions, quantity.negate(), count, firstAt, lastAt);
    }
}
