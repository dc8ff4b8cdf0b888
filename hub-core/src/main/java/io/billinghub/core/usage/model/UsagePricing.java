package io.billinghub.core.usage.model;

import io.billinghub.core.rating.metering.Aggregation;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.plan.PlanRating;
import io.billinghub.core.rating.plan.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * From sums and single events to rated lines. First come all {@link #sums}, which tell which groups there are; then the
 * {@link #events} of the groups whose meters need them, each group whole. Pure but for what it collects; one thread at a time.
 */
public final class UsagePricing {

    private final Meters meters;
    private final Map<Long, String> numbers;
    private final Map<Names, String[]> names = new HashMap<>();
    private final SortedMap<UsageGroup, Long> byEvents = new TreeMap<>(UsageGroup.BY_ACCOUNT);
    private final List<RatedUsage.Line> lines = new ArrayList<>();
    private final List<RatedUsage.Unrated> unrated = new ArrayList<>();

    /** What an id stands for. */
    private record Names(boolean partner, long id) {}

    /** @param accounts whose usage it is */
    public UsagePricing(Meters meters, Collection<UsageAccount> accounts) {
        this.meters = meters;
        this.numbers = accounts.stream().collect(Collectors.toMap(UsageAccount::id, UsageAccount::number));
    }

    /** All sums of the accounts. */
    public void sums(List<UsageSum> sums) {
        SortedMap<UsageGroup, List<UsageSum>> groups = new TreeMap<>(UsageGroup.BY_ACCOUNT);
        for (UsageSum sum : sums) {
            names.put(new Names(false, sum.offeringId()), new String[] {sum.offeringKey(), sum.offeringName()});
            names.put(new Names(true, sum.partnerId()), new String[] {sum.partnerKey()});
            if (sum.meter().isPresent()) {
                groups.computeIfAbsent(group(sum), none -> new ArrayList<>()).add(sum);
            } else {
                unrated.add(new RatedUsage.Unrated(
                        sum.accountId(),
                        sum.offeringId(),
                        meters.missing(
                                sum.offeringId(),
                                sum.offeringKey(),
                                numbers.get(sum.accountId()),
                                sum.unit(),
                                sum.firstAt().atZone(meters.zone()).toLocalDate())));
            }
        }
        groups.forEach((group, parts) -> {
            Meter meter = meters.all().get(group.meter());
            if (meter.readsEvents()) {
                byEvents.put(group, parts.stream().mapToLong(UsageSum::records).sum());
            } else {
                add(group, () -> PlanRating.ofSums(meter.plan(), measurements(meter, parts), meter.days()));
            }
        });
    }

    private static UsageGroup group(UsageSum sum) {
        return new UsageGroup(
                sum.accountId(),
                sum.offeringId(),
                sum.partnerId(),
                sum.groupingKey(),
                sum.meter().orElseThrow());
    }

    private static List<Measurement> measurements(Meter meter, List<UsageSum> sums) {
        boolean counts = meter.plan().measures().aggregation() == Aggregation.COUNT;
        return sums.stream()
                .map(sum -> Measurement.of(
                        sum.dimensions(), counts ? BigDecimal.valueOf(sum.net()) : sum.quantity(), sum.records()))
                .toList();
    }

    /** The groups whose single events must be read, in the order of accounts, with the number of their records. */
    public SortedMap<UsageGroup, Long> byEvents() {
        return byEvents;
    }

    /** Names of what only earlier usage tells of. */
    public void name(long offeringId, String offeringKey, String offeringName, long partnerId, String partnerKey) {
        names.put(new Names(false, offeringId), new String[] {offeringKey, offeringName});
        names.put(new Names(true, partnerId), new String[] {partnerKey});
    }

    /** All events of some groups; what was taken back is passed over, together with what took it back. */
    public void events(List<UsageEventRow> rows) {
        SortedMap<UsageGroup, List<UsageEventRow>> groups = new TreeMap<>(UsageGroup.BY_ACCOUNT);
        rows.forEach(row ->
                groups.computeIfAbsent(row.group(), none -> new ArrayList<>()).add(row));
        groups.forEach((group, all) -> {
            Meter meter = meters.all().get(group.meter());
            List<UsageEvent> events = withoutReversed(all);
            add(group, () -> PlanRating.ofEvents(meter.plan(), events, period(meter, events), meter.days()));
        });
    }

    /** Tells that the group's usage can't be rated. */
    public void refuse(UsageGroup group, String why) {
        unrated.add(
                new RatedUsage.Unrated(group.accountId(), group.offeringId(), what(group) + " can't be rated: " + why));
    }

    private static List<UsageEvent> withoutReversed(List<UsageEventRow> rows) {
        Set<String> there = new HashSet<>();
        rows.forEach(row -> there.add(row.record()));
        Set<String> out = new HashSet<>();
        for (UsageEventRow row : rows) {
            row.reverses().filter(there::contains).ifPresent(reversed -> {
                out.add(reversed);
                out.add(row.record());
            });
        }
        return rows.stream()
                .filter(row -> !out.contains(row.record()))
                .map(UsageEventRow::event)
                .toList();
    }

    /**
     * The meter's days. Usage that counts in the period but happened outside of it, such as late usage, counts in its first or
     * last days, unless only its part inside of the days does.
     */
    private static MeteringPeriod period(Meter meter, List<UsageEvent> events) {
        Instant from = meter.begins();
        Instant to = meter.ends();
        if (!meter.carriesOver()) {
            for (UsageEvent event : events) {
                from = meter.first() && event.from().isBefore(from) ? event.from() : from;
                to = meter.last() && !event.from().isBefore(to) ? event.from().plusNanos(1) : to;
            }
        }
        return new MeteringPeriod(from, to);
    }

    private void add(UsageGroup group, Supplier<List<RatedLine>> rating) {
        List<RatedLine> rated;
        try {
            rated = rating.get();
        } catch (IllegalArgumentException | ArithmeticException cannotBeRated) {
            refuse(group, cannotBeRated.getMessage());
            return;
        }
        Meter meter = meters.all().get(group.meter());
        for (RatedLine line : rated) {
            boolean nothing = line.count() == 0 && line.rated().amount().isZero();
            if (!nothing) {
                lines.add(new RatedUsage.Line(
                        group.accountId(),
                        group.offeringId(),
                        names.get(new Names(false, group.offeringId()))[1],
                        group.partnerId(),
                        names.get(new Names(true, group.partnerId()))[0],
                        UsageGroup.lineKey(
                                group.groupingKey(),
                                line.dimensions(),
                                meter.plan().measures().groupBy()),
                        meter,
                        line));
            }
        }
    }

    private String what(UsageGroup group) {
        return "usage of product " + names.get(new Names(false, group.offeringId()))[0] + " on account "
                + numbers.get(group.accountId());
    }

    /** What was rated so far. */
    public RatedUsage result() {
        return new RatedUsage(lines, unrated);
    }
}
