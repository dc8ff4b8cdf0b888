package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.Metering;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.Capacity;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Measured;
import io.billinghub.core.rating.model.PreRated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/**
 * Measures usage as a plan's metric and model ask. A plan with groups gives a line for each combination of their values that
 * occurs, in the order of the values; any other exactly one line.
 */
final class PlanMeasuring {
    private static final Comparator<List<String>> BY_VALUES =
            (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));

    private final PricePlan plan;
    private final Metric metric;

    PlanMeasuring(PricePlan plan) {
        this.plan = plan;
        this.metric = plan.measures();
    }

    /**
     * From single events.
     *
     * @param events in any order; those outside of the period are passed over
     * @throws IllegalArgumentException if an event lacks what the model needs
     */
    List<MeasuredLine> ofEvents(Collection<UsageEvent> events, MeteringPeriod period) {
        return switch (plan.model().needs().level()) {
            case QUANTITY -> ofQuantities(events, period);
            case COMBINATIONS -> ofCombinations(Metering.of(metric.groupedBy(combinations()), events, period));
            case EVENTS -> eachEvent(Metering.events(metric, events, period));
            case METRICS -> namedMetrics(events, period);
        };
    }

    /**
     * From sums by the plan's dimensions.
     *
     * @throws IllegalArgumentException if the plan needs single events
     */
    List<MeasuredLine> ofSums(Collection<Measurement> sums) {
        if (!plan.takesSums()) {
            throw new IllegalArgumentException("plan " + plan.key() + " needs the single events, not sums");
        }
        List<String> dimensions = plan.model().needs().dimensions();
        return dimensions.isEmpty()
                ? ofMeasurements(Metering.ofSums(metric, sums))
                : ofCombinations(Metering.ofSums(metric.groupedBy(combinations()), sums));
    }

    private List<MeasuredLine> ofQuantities(Collection<UsageEvent> events, MeteringPeriod period) {
        if (plan.model() instanceof PreRated) {
            return preRated(Metering.events(metric, events, period));
        }
        if (plan.model() instanceof Flat) {
            return List.of(MeasuredLine.of(new TreeMap<>(), 0, BigDecimal.ONE, null));
        }
        return ofMeasurements(Metering.of(metric, events, period));
    }

    private List<String> combinations() {
        List<String> dimensions = new ArrayList<>(metric.groupBy());
        plan.model().needs().dimensions().stream()
                .filter(dimension -> !dimensions.contains(dimension))
                .forEach(dimensions::add);
        return dimensions;
    }

    private static List<MeasuredLine> ofMeasurements(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> MeasuredLine.of(each.dimensions(), each.count(), each.quantity(), null))
                .toList();
    }

    private List<MeasuredLine> ofCombinations(List<Measurement> sums) {
        List<MeasuredLine> lines = new ArrayList<>();
        groups(sums, Measurement::dimensions).forEach((values, group) -> {
            long count = group.stream().mapToLong(Measurement::count).sum();
            Measured.Combinations measured = new Measured.Combinations(group);
            lines.add(MeasuredLine.of(dimensions(values), count, measured.quantity(), measured));
        });
        return lines;
    }

    private List<MeasuredLine> eachEvent(List<UsageEvent> events) {
        List<MeasuredLine> lines = new ArrayList<>();
        groups(events, UsageEvent::dimensions).forEach((values, group) -> {
            Measured.Events measured = new Measured.Events(group);
            BigDecimal quantity = measured.quantity();
            BigDecimal shown = plan.model() instanceof Capacity capacity ? capacity.measure(group) : quantity;
            lines.add(new MeasuredLine(dimensions(values), group.size(), quantity, shown, measured, null));
        });
        return lines;
    }

    private List<MeasuredLine> preRated(List<UsageEvent> events) {
        List<MeasuredLine> lines = new ArrayList<>();
        groups(events, UsageEvent::dimensions).forEach((values, group) -> {
            BigDecimal amount = BigDecimal.ZERO;
            for (UsageEvent event : group) {
                if (event.amount() == null) {
                    throw new IllegalArgumentException(
                            "event " + event.id() + " carries no amount, which a pre-rated plan takes");
                }
                amount = amount.add(event.amount());
            }
            BigDecimal quantity = new Measured.Events(group).quantity();
            BigMoney own = BigMoney.of(plan.currency(), amount);
            lines.add(new MeasuredLine(dimensions(values), group.size(), quantity, quantity, null, own));
        });
        return lines;
    }

    private List<MeasuredLine> namedMetrics(Collection<UsageEvent> events, MeteringPeriod period) {
        List<UsageEvent> filtered = events.stream()
                .filter(event -> metric.filters().stream().allMatch(filter -> filter.holds(event.dimensions())))
                .toList();
        List<MeasuredLine> lines = new ArrayList<>();
        groups(filtered, UsageEvent::dimensions).forEach((values, group) -> {
            SortedMap<String, BigDecimal> measured = new TreeMap<>();
            plan.model()
                    .needs()
                    .metrics()
                    .forEach((name, each) -> measured.put(
                            name, Metering.of(each, group, period).get(0).quantity()));
            long count = group.stream()
                    .filter(event -> period.contains(event.from()))
                    .count();
            lines.add(MeasuredLine.of(dimensions(values), count, BigDecimal.ONE, new Measured.Metrics(measured)));
        });
        return lines;
    }

    /** What has the same values of the metric's groups; without groups one list, empty if there is nothing. */
    private <T> SortedMap<List<String>, List<T>> groups(List<T> parts, Function<T, Map<String, String>> dimensions) {
        SortedMap<List<String>, List<T>> groups = parts.stream()
                .collect(Collectors.groupingBy(
                        part -> Metering.combination(metric.groupBy(), dimensions.apply(part)),
                        () -> new TreeMap<>(BY_VALUES),
                        Collectors.toList()));
        if (metric.groupBy().isEmpty()) {
            groups.putIfAbsent(List.of(), List.of());
        }
        return groups;
    }

    private SortedMap<String, String> dimensions(List<String> values) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            dimensions.put(metric.groupBy().get(i), values.get(i));
        }
        return dimensions;
    }
}
