package io.billinghub.core.rating.model;

import io.billinghub.core.rating.metering.Metric;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must be measured for a charge model; what it gets then, {@link Measured} says.
 *
 * @param level how fine
 * @param dimensions for {@link Level#COMBINATIONS}: by whose values the sums are taken; else empty
 * @param metrics for {@link Level#METRICS}: by name; else empty
 */
public record Needs(Level level, List<String> dimensions, SortedMap<String, Metric> metrics) {

    /** How fine usage is measured, from the cheapest on. */
    public enum Level {
        /** One number: {@link RatingInput#quantity()}. */
        QUANTITY,
        /** A sum for each combination of the values of some dimensions: {@link Measured.Combinations}. */
        COMBINATIONS,
        /** Several numbers, each by a metric of its own: {@link Measured.Metrics}. */
        METRICS,
        /** Each single event: {@link Measured.Events}. */
        EVENTS
    }

    static final Needs QUANTITY = new Needs(Level.QUANTITY, List.of(), Collections.emptySortedMap());
    static final Needs EVENTS = new Needs(Level.EVENTS, List.of(), Collections.emptySortedMap());

    /** Copies its parts. */
    public Needs {
        dimensions = List.copyOf(dimensions);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    static Needs combinations(List<String> dimensions) {
        return new Needs(Level.COMBINATIONS, dimensions, Collections.emptySortedMap());
    }

    static Needs metrics(Map<String, Metric> metrics) {
        return new Needs(Level.METRICS, List.of(), new TreeMap<>(metrics));
    }
}
