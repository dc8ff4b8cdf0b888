package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.Metering;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.Capacity;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Measured;
import io.billinghub.core.rating.model.PreRated;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import java.math.BigDecimal;
import java.time.ZoneId;
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
 * Rates usage by a plan: measures what the plan's metric says, then prices it by the plan's model. A plan with groups gives
 * a line for each combination of their values that occurs, in the order of the values; any other exactly one line. A flat
 * fee is one line whatever the usage. Pure.
 */
public final class PlanRating {
    /** Groups times tiers times bands can be more than memory holds. */
    private static final int MOST_STEPS = 50_000;

    private static final Comparator<List<String>> BY_VALUES =
            (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));

    private final PricePlan plan;
    private final Metric metric;
    private final LocalPeriod days;
    private int steps;

    private PlanRating(PricePlan plan, LocalPeriod days) {
        this.plan = plan;
        this.metric = plan.measures();
        this.days = days;
    }

    /**
     * The lines for single events.
     *
     * @param events in any order; those outside of the period are passed over
     * @param period the billing period, which a recurring fee pays for as a whole
     * @param zone whose calendar days the period has
     * @throws IllegalArgumentException if an event lacks what the model needs, or a matrix has no price for one
     */
    public static List<RatedLine> ofEvents(
            PricePlan plan, Collection<UsageEvent> events, MeteringPeriod period, ZoneId zone) {
        return ofEvents(plan, events, period, LocalPeriod.between(period.from(), period.to(), zone));
    }

    /**
     * As {@link #ofEvents(PricePlan, Collection, MeteringPeriod, ZoneId)}, where usage outside of the billing period counts in it.
     *
     * @param days of the billing period
     */
    public static List<RatedLine> ofEvents(
            PricePlan plan, Collection<UsageEvent> events, MeteringPeriod period, LocalPeriod days) {
        PlanRating rating = new PlanRating(plan, days.days() == 0 ? null : days);
        return switch (plan.model().needs().level()) {
            case QUANTITY -> rating.ofQuantities(events, period);
            case COMBINATIONS ->
                rating.ofCombinations(Metering.of(rating.metric.groupedBy(rating.combinations()), events, period));
            case EVENTS -> rating.eachEvent(Metering.events(rating.metric, events, period));
            case METRICS -> rating.namedMetrics(events, period);
        };
    }

    /**
     * The lines for sums by the {@link PricePlan#sumDimensions()}, for plans that {@link PricePlan#takesSums() take} them.
     *
     * @param days of the billing period
     * @throws IllegalArgumentException if the plan needs single events, or a matrix has no price for a combination
     */
    public static List<RatedLine> ofSums(PricePlan plan, Collection<Measurement> sums, LocalPeriod days) {
        if (!plan.takesSums()) {
            throw new IllegalArgumentException("plan " + plan.key() + " needs the single events, not sums");
        }
        PlanRating rating = new PlanRating(plan, days);
        List<String> dimensions = plan.model().needs().dimensions();
        return dimensions.isEmpty()
                ? rating.ofMeasurements(Metering.ofSums(rating.metric, sums))
                : rating.ofCombinations(Metering.ofSums(rating.metric.groupedBy(rating.combinations()), sums));
    }

    private List<RatedLine> ofQuantities(Collection<UsageEvent> events, MeteringPeriod period) {
        if (plan.model() instanceof PreRated) {
            return preRated(Metering.events(metric, events, period));
        }
        if (plan.model() instanceof Flat) {
            return List.of(line(new TreeMap<>(), 0, BigDecimal.ONE, null, null));
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

    private List<RatedLine> ofMeasurements(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> line(each.dimensions(), each.count(), each.quantity(), null, null))
                .toList();
    }

    private List<RatedLine> ofCombinations(List<Measurement> sums) {
        List<RatedLine> lines = new ArrayList<>();
        groups(sums, Measurement::dimensions).forEach((values, group) -> {
            long count = group.stream().mapToLong(Measurement::count).sum();
            Measured.Combinations measured = new Measured.Combinations(group);
            lines.add(line(dimensions(values), count, measured.quantity(), measured, null));
        });
        return lines;
    }

    private List<RatedLine> eachEvent(List<UsageEvent> events) {
        List<RatedLine> lines = new ArrayList<>();
        groups(events, UsageEvent::dimensions).forEach((values, group) -> {
            Measured.Events measured = new Measured.Events(group);
            RatedLine line = line(dimensions(values), group.size(), measured.quantity(), measured, null);
            lines.add(
                    plan.model() instanceof Capacity capacity
                            ? new RatedLine(line.dimensions(), capacity.measure(group), line.count(), line.rated())
                            : line);
        });
        return lines;
    }

    private List<RatedLine> preRated(List<UsageEvent> events) {
        List<RatedLine> lines = new ArrayList<>();
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
            lines.add(line(dimensions(values), group.size(), quantity, null, BigMoney.of(plan.currency(), amount)));
        });
        return lines;
    }

    private List<RatedLine> namedMetrics(Collection<UsageEvent> events, MeteringPeriod period) {
        List<UsageEvent> filtered = events.stream()
                .filter(event -> metric.filters().stream().allMatch(filter -> filter.holds(event.dimensions())))
                .toList();
        List<RatedLine> lines = new ArrayList<>();
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
            lines.add(line(dimensions(values), count, BigDecimal.ONE, new Measured.Metrics(measured), null));
        });
        return lines;
    }

    private RatedLine line(
            SortedMap<String, String> dimensions,
            long count,
            BigDecimal quantity,
            Measured measured,
            BigMoney partnerAmount) {
        RatingInput input = new RatingInput(
                plan.currency(), new Quantity(quantity, plan.unit()), days, days, partnerAmount, measured);
        RatedLine line = new RatedLine(dimensions, quantity, count, plan.rate(input));
        steps += line.rated().steps().size();
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("the lines have more than " + MOST_STEPS
                    + " steps: rate fewer events at a time, or by fewer groups, tiers or bands");
        }
        return line;
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
