package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prices by bands of local time. A session is divided at the boundaries of bands in proportion to time, and its parts add
 * up to it exactly; an event without duration belongs to the band of its instant. Of bands that overlap the first counts.
 * What the local clock skips when daylight saving time begins is in no band; what it shows twice at its end is twice in
 * the band.
 *
 * <p>The quantities of one band are added before its model prices them; bands without usage are passed over.
 *
 * @param zone whose local time the bands are in
 * @param bands at least one and up to 100, with different names
 * @param holidays up to 1000 dates that count as {@link TimeBand.Day#HOLIDAY} instead of their day of the week; null is taken as none.
 *     Some band must be for holidays then
 * @param otherwise prices what is in no band; null if that is refused
 */
public record TimeOfUse(ZoneId zone, List<TimeBand> bands, List<LocalDate> holidays, ChargeModel otherwise)
        implements ChargeModel {
    /** Ten decimal places less than the parts of sessions have. */
    private static final int SETTLED_DECIMALS = 20;

    private static final int MOST_BANDS = 100;
    private static final int MOST_HOLIDAYS = 1_000;

    /** Into so many parts the sessions of one rating are divided at most, in memory and within a second or so. */
    private static final int MOST_PARTS = 200_000;

    /** Refuses too many bands and holidays, bands of the same name and holidays for which there is no band. */
    public TimeOfUse {
        Parts.present(zone, "zone");
        Parts.atMost(MOST_BANDS, bands, "bands");
        bands = Parts.someOf(bands, "bands");
        Parts.distinct(bands.stream().map(TimeBand::name).toList(), "bands");
        Parts.atMost(MOST_HOLIDAYS, holidays, "holidays");
        holidays = Parts.listOf(holidays, "holidays");
        Parts.distinct(holidays, "holidays");
        if (!holidays.isEmpty()
                && otherwise == null
                && bands.stream()
                        .noneMatch(band -> band.days().isEmpty() || band.days().contains(TimeBand.Day.HOLIDAY))) {
            throw new IllegalArgumentException(
                    "holidays have no price: add a band whose days hold HOLIDAY, or a price otherwise");
        }
        if (otherwise != null) {
            ChargeModel.requireInner(otherwise, "otherwise");
        }
    }

    @Override
    public Needs needs() {
        return Needs.EVENTS;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        List<UsageEvent> events = input.measured(Measured.Events.class, "time of use needs each event with its time")
                .events();
        Map<Integer, BigDecimal> quantities = new TreeMap<>();
        Set<LocalDate> days = Set.copyOf(holidays);
        requireFewParts(events);
        events.forEach(event -> divide(event, days, quantities));
        if (quantities.isEmpty()) {
            quantities.put(0, BigDecimal.ZERO);
        }
        List<RatedStep> steps = new ArrayList<>();
        quantities.forEach((position, quantity) -> {
            boolean inBand = position < bands.size();
            ChargeModel model = inBand ? bands.get(position).model() : otherwise;
            String label = inBand ? bands.get(position).name() : "*";
            model.rate(input.of(quantity)).steps().forEach(step -> steps.add(step.labelled(label)));
        });
        return Rated.of(input.currency(), settled(steps));
    }

    /**
     * A third of a session has no end, and its price may be cut just below half a cent. The whole is settled so that it
     * is what the exact fractions give; the difference is in the last step.
     */
    private static List<RatedStep> settled(List<RatedStep> steps) {
        BigDecimal sum = steps.stream().map(step -> step.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.scale() > SETTLED_DECIMALS) {
            BigDecimal difference =
                    sum.setScale(SETTLED_DECIMALS, RoundingMode.HALF_UP).subtract(sum);
            steps.set(steps.size() - 1, steps.get(steps.size() - 1).plus(difference));
        }
        return steps;
    }

    private void requireFewParts(List<UsageEvent> events) {
        int edges = edges().size();
        long parts = 0;
        for (UsageEvent event : events) {
            parts += event.isInstant()
                    ? 1
                    : (Duration.between(event.from(), event.to()).toDays() + 1) * edges;
        }
        if (parts > MOST_PARTS) {
            throw new IllegalArgumentException("the sessions would be divided into up to " + parts
                    + " parts by the bands; allowed are " + MOST_PARTS
                    + ": rate fewer or shorter sessions at a time, or by fewer bands");
        }
    }

    private void divide(UsageEvent event, Set<LocalDate> days, Map<Integer, BigDecimal> quantities) {
        if (event.isInstant()) {
            quantities.merge(band(event, event.from(), days), event.quantity(), BigDecimal::add);
            return;
        }
        Iterator<Instant> boundaries = boundaries(event.from(), event.to()).iterator();
        Instant begin = boundaries.next();
        BigDecimal before = BigDecimal.ZERO;
        while (boundaries.hasNext()) {
            Instant end = boundaries.next();
            BigDecimal until = event.quantityUntil(end);
            quantities.merge(band(event, begin, days), until.subtract(before), BigDecimal::add);
            before = until;
            begin = end;
        }
    }

    /** The position of the band of an instant; the number of bands for what is in none. */
    private int band(UsageEvent event, Instant at, Set<LocalDate> days) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        for (int i = 0; i < bands.size(); i++) {
            if (bands.get(i).holds(local, days)) {
                return i;
            }
        }
        if (otherwise == null) {
            throw new IllegalArgumentException("no band is for " + local + " in " + zone + ", when event " + event.id()
                    + " was used; add one, or a price otherwise");
        }
        return bands.size();
    }

    /** Both ends and each instant between them at which a band may begin or end. */
    private SortedSet<Instant> boundaries(Instant from, Instant to) {
        Set<LocalTime> edges = edges();
        ZoneRules rules = zone.getRules();
        SortedSet<Instant> boundaries = new TreeSet<>(Set.of(from, to));
        LocalDate last = LocalDate.ofInstant(to, zone).plusDays(1);
        for (LocalDate day = LocalDate.ofInstant(from, zone).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (LocalTime edge : edges) {
                LocalDateTime local = day.atTime(edge);
                for (ZoneOffset offset : rules.getValidOffsets(local)) {
                    addBetween(boundaries, local.toInstant(offset), from, to);
                }
            }
        }
        ZoneOffsetTransition change = rules.nextTransition(from);
        while (change != null && change.getInstant().isBefore(to)) {
            boundaries.add(change.getInstant());
            change = rules.nextTransition(change.getInstant());
        }
        return boundaries;
    }

    /** The local times at which a band may begin or end. */
    private Set<LocalTime> edges() {
        Set<LocalTime> edges = new TreeSet<>(Set.of(LocalTime.MIDNIGHT));
        for (TimeBand band : bands) {
            if (band.from() != null) {
                edges.add(band.from());
                edges.add(band.to());
            }
        }
        return edges;
    }

    private static void addBetween(Set<Instant> boundaries, Instant boundary, Instant from, Instant to) {
        if (boundary.isAfter(from) && boundary.isBefore(to)) {
            boundaries.add(boundary);
        }
    }

    /** Never asked: the steps are those of the bands' models. */
    @Override
    public String describe(RatedStep step) {
        return step.sentence();
    }

    @Override
    public StepKind kind(RatedStep step) {
        return step.kind();
    }
}
