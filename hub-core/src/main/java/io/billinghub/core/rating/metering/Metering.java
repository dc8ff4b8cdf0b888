package io.billinghub.core.rating.metering;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures usage. One pass over the events, however many combinations of dimension values they have. */
public final class Metering {
    private static final int NANO_DECIMALS = 9;
    private static final Comparator<Measurement> BY_VALUES = Comparator.comparing(
            measurement -> measurement.dimensions().values(),
            (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new)));

    private Metering() {}

    /**
     * What the metric gives for the events, in the order of the dimension values: without groups exactly one measurement,
     * zero where there are no events; with groups one for each combination that occurs.
     *
     * @param events in any order; events outside of the period are passed over. For a time-weighted sum the levels that
     *     still hold when the period begins belong to them
     */
    public static List<Measurement> of(Metric metric, Collection<UsageEvent> events, MeteringPeriod period) {
        Map<List<String>, List<UsageEvent>> groups = new HashMap<>();
        if (metric.groupBy().isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (UsageEvent event : events) {
            UsageEvent counted = counted(metric, event, period);
            if (counted != null) {
                groups.computeIfAbsent(combination(metric.groupBy(), event.dimensions()), none -> new ArrayList<>())
                        .add(metric.roundsEachEvent() ? inPricedUnit(metric, counted) : counted);
            }
        }
        return groups.entrySet().stream()
                .map(group -> measurement(metric, group.getKey(), group.getValue(), period))
                .sorted(BY_VALUES)
                .toList();
    }

    /**
     * The same from sums that were taken elsewhere, by combinations that name at least the dimensions of the metric's groups
     * and filters: for sums and counts, without a part for single events. A sum without a dimension has no value for it.
     */
    public static List<Measurement> ofSums(Metric metric, Collection<Measurement> sums) {
        Map<List<String>, BigDecimal> quantities = new HashMap<>();
        Map<List<String>, Long> counts = new HashMap<>();
        if (metric.groupBy().isEmpty()) {
            quantities.put(List.of(), BigDecimal.ZERO);
        }
        for (Measurement sum : sums) {
            if (holds(metric, sum.dimensions())) {
                List<String> combination = combination(metric.groupBy(), sum.dimensions());
                quantities.merge(combination, sum.quantity(), BigDecimal::add);
                counts.merge(combination, sum.count(), Long::sum);
            }
        }
        return quantities.entrySet().stream()
                .map(group -> new Measurement(
                        dimensions(metric, group.getKey()),
                        inPricedUnit(metric, group.getValue()),
                        counts.getOrDefault(group.getKey(), 0L),
                        null,
                        null))
                .sorted(BY_VALUES)
                .toList();
    }

    /**
     * The events that the metric counts, for models that price each event: filtered, with their part inside of the period,
     * converted and, where rounding is per event, rounded; oldest first. How the metric aggregates has no part in it.
     */
    public static List<UsageEvent> events(Metric metric, Collection<UsageEvent> events, MeteringPeriod period) {
        List<UsageEvent> counted = new ArrayList<>();
        for (UsageEvent event : events) {
            UsageEvent part = counted(metric, event, period);
            if (part != null) {
                counted.add(inPricedUnit(metric, part));
            }
        }
        counted.sort(UsageEvent.OLDEST_FIRST);
        return counted;
    }

    /** The values of the dimensions in their order; empty where there is none. */
    public static List<String> combination(List<String> dimensions, Map<String, String> of) {
        List<String> values = new ArrayList<>(dimensions.size());
        for (String dimension : dimensions) {
            values.add(of.getOrDefault(dimension, ""));
        }
        return values;
    }

    /** The event, or its part, if it counts; else null. */
    private static UsageEvent counted(Metric metric, UsageEvent event, MeteringPeriod period) {
        if (!holds(metric, event.dimensions())) {
            return null;
        }
        if (metric.aggregation() == Aggregation.TIME_WEIGHTED_SUM) {
            boolean over = !event.isInstant() && !event.to().isAfter(period.from());
            return event.from().isBefore(period.to()) && !over ? event : null;
        }
        if (event.isInstant() || metric.atPeriodEnd() == Metric.AtPeriodEnd.WHOLE) {
            return period.contains(event.from()) ? event : null;
        }
        boolean outside = !event.from().isBefore(period.to()) || !event.to().isAfter(period.from());
        return outside ? null : event.part(period.from(), period.to());
    }

    private static boolean holds(Metric metric, Map<String, String> dimensions) {
        for (Filter filter : metric.filters()) {
            if (!filter.holds(dimensions)) {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal inPricedUnit(Metric metric, BigDecimal quantity) {
        BigDecimal converted = metric.conversion().of(quantity);
        return metric.rounding() == null ? converted : metric.rounding().of(converted);
    }

    private static SortedMap<String, String> dimensions(Metric metric, List<String> combination) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        for (int i = 0; i < combination.size(); i++) {
            dimensions.put(metric.groupBy().get(i), combination.get(i));
        }
        return dimensions;
    }

    private static UsageEvent inPricedUnit(Metric metric, UsageEvent event) {
        BigDecimal converted = metric.conversion().of(event.quantity());
        return event.withQuantity(metric.roundsEachEvent() ? metric.rounding().of(converted) : converted);
    }

    private static Measurement measurement(
            Metric metric, List<String> combination, List<UsageEvent> events, MeteringPeriod period) {
        BigDecimal aggregated = aggregate(metric, events, period);
        BigDecimal quantity = metric.roundsEachEvent() ? aggregated : inPricedUnit(metric, aggregated);
        Instant first =
                events.stream().map(UsageEvent::from).min(Instant::compareTo).orElse(null);
        Instant last =
                events.stream().map(UsageEvent::from).max(Instant::compareTo).orElse(null);
        return new Measurement(dimensions(metric, combination), quantity, events.size(), first, last);
    }

    private static BigDecimal aggregate(Metric metric, List<UsageEvent> events, MeteringPeriod period) {
        return switch (metric.aggregation()) {
            case SUM -> events.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
            case COUNT ->
                BigDecimal.valueOf(events.stream().mapToLong(Metering::one).sum());
            case UNIQUE_COUNT -> uniqueCount(metric.of(), events);
            case MAX ->
                events.stream()
                        .map(UsageEvent::quantity)
                        .max(BigDecimal::compareTo)
                        .orElse(BigDecimal.ZERO);
            case LATEST ->
                events.stream()
                        .max(UsageEvent.OLDEST_FIRST)
                        .map(UsageEvent::quantity)
                        .orElse(BigDecimal.ZERO);
            case TIME_WEIGHTED_SUM -> timeWeightedSum(events, period);
            case PERCENTILE ->
                metric.percentile().of(events.stream().map(UsageEvent::quantity).toList());
        };
    }

    private static long one(UsageEvent event) {
        return event.quantity().signum() < 0 ? -1 : 1;
    }

    private static BigDecimal uniqueCount(String dimension, List<UsageEvent> events) {
        Map<String, Long> counts = new HashMap<>();
        for (UsageEvent event : events) {
            String value = event.dimensions().get(dimension);
            if (value != null) {
                counts.merge(value, one(event), Long::sum);
            }
        }
        return BigDecimal.valueOf(
                counts.values().stream().filter(count -> count > 0).count());
    }

    private static BigDecimal timeWeightedSum(List<UsageEvent> events, MeteringPeriod period) {
        List<UsageEvent> levels = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (UsageEvent event : events) {
            if (event.isInstant()) {
                levels.add(event);
            } else {
                sum = sum.add(weighted(event, event.to(), period));
            }
        }
        levels.sort(UsageEvent.OLDEST_FIRST);
        for (int i = 0; i < levels.size(); i++) {
            Instant until = i + 1 < levels.size() ? levels.get(i + 1).from() : period.to();
            sum = sum.add(weighted(levels.get(i), until, period));
        }
        return sum;
    }

    private static BigDecimal weighted(UsageEvent event, Instant until, MeteringPeriod period) {
        Instant begin = event.from().isAfter(period.from()) ? event.from() : period.from();
        Instant end = until.isBefore(period.to()) ? until : period.to();
        if (!begin.isBefore(end)) {
            return BigDecimal.ZERO;
        }
        BigInteger nanos = UsageEvent.nanos(begin, end);
        return event.quantity().multiply(new BigDecimal(nanos, NANO_DECIMALS));
    }
}
