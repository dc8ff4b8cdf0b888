package io.billinghub.core.usage.model;

import io.billinghub.core.rating.metering.Aggregation;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.AddedLine;
import io.billinghub.core.rating.plan.ChargedLine;
import io.billinghub.core.rating.plan.PlanCharged;
import io.billinghub.core.rating.plan.PlanCharging;
import io.billinghub.core.rating.plan.PlanRating;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.RatedLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * From sums and single events to rated lines. First come all {@link #sums}, which tell which groups there are; then the
 * {@link #events} of the groups whose meters need them, each group whole; then the {@link #result}. Usage of a plan with
 * modifiers is priced together whatever its partner's grouping key, and where the product is subscribed also without usage.
 * Pure but for what it collects; one thread at a time.
 */
public final class UsagePricing {

    private final Meters meters;
    private final ModifiedPrice modified;
    private final UsageNames names;
    private final Map<Subject, Subscribed> subscribed = new HashMap<>();
    private final SharedAllowances shared;
    private final BiPredicate<Long, Long> asked;
    private final SortedMap<UsageGroup, Long> byEvents = new TreeMap<>(UsageGroup.BY_ACCOUNT);
    private final SortedMap<UsageGroup, Pricing> withModifiers = new TreeMap<>(UsageGroup.BY_ACCOUNT);
    private final List<RatedUsage.Line> lines = new ArrayList<>();
    private final List<RatedUsage.Unrated> unrated = new ArrayList<>();

    private record Subject(long accountId, long offeringId) {}

    /**
     * By a plan with its modifiers, and by its model alone, for usage of after the end of the service.
     *
     * @param coverable how much of it a shared allowance may cover
     */
    private record Pricing(
            Function<ModifiedPrice.Service, PlanCharged> whole,
            Function<PricePlan, List<RatedLine>> byModel,
            Supplier<BigDecimal> coverable) {}

    /**
     * Who is priced.
     *
     * @param accounts whose usage it is, with those that share an allowance with them
     * @param roots for those that share an allowance, the account that is billed for them, by account; may be empty if no plan
     *     shares one
     * @param asked which products of which accounts are priced, by ids; of others only what is used of shared allowances matters
     * @param subscriptions to products whose plans have modifiers
     */
    public record Priced(
            Collection<UsageAccount> accounts,
            Map<Long, Long> roots,
            BiPredicate<Long, Long> asked,
            Subscriptions subscriptions) {}

    /**
     * @param modified prices plans with modifiers
     * @param billing the whole period that is priced
     */
    public UsagePricing(Meters meters, ModifiedPrice modified, LocalPeriod billing, Priced priced) {
        this.meters = meters;
        this.modified = modified;
        this.asked = priced.asked();
        this.names = new UsageNames(
                priced.accounts().stream().collect(Collectors.toMap(UsageAccount::id, UsageAccount::number)));
        this.shared = new SharedAllowances(modified, billing, priced);
        priced.subscriptions()
                .at(billing)
                .forEach(each -> subscribed.put(new Subject(each.accountId(), each.offeringId()), each));
    }

    private boolean isAsked(UsageGroup group) {
        return asked.test(group.accountId(), group.offeringId());
    }

    /** Whether the group is asked for, or has a part in what is. */
    public boolean concerns(UsageGroup group) {
        return isAsked(group) || meter(group).plan().sharesAllowance();
    }

    /** All sums of the accounts. */
    public void sums(List<UsageSum> sums) {
        SortedMap<UsageGroup, List<UsageSum>> groups = new TreeMap<>(UsageGroup.BY_ACCOUNT);
        for (UsageSum sum : sums) {
            if (sum.meter().isPresent()) {
                UsageGroup group = new UsageGroup(
                        sum.accountId(),
                        sum.offeringId(),
                        sum.partnerId(),
                        sum.groupingKey(),
                        sum.meter().orElseThrow());
                if (concerns(group)) {
                    groups.computeIfAbsent(
                                    named(group, sum.offeringKey(), sum.offeringName(), sum.partnerKey()),
                                    none -> new ArrayList<>())
                            .add(sum);
                }
            } else if (!sum.isTakenBack() && asked.test(sum.accountId(), sum.offeringId())) {
                unrated.add(new RatedUsage.Unrated(
                        sum.accountId(),
                        sum.offeringId(),
                        meters.missing(
                                sum.offeringId(),
                                sum.offeringKey(),
                                names.account(sum.accountId()),
                                sum.unit(),
                                sum.firstAt().atZone(meters.zone()).toLocalDate())));
            }
        }
        withoutUsage().forEach(group -> groups.putIfAbsent(group, List.of()));
        groups.forEach((group, parts) -> {
            Meter meter = meter(group);
            if (meter.readsEvents()) {
                byEvents.put(group, parts.stream().mapToLong(UsageSum::records).sum());
            } else if (meter.plan().hasModifiers()) {
                if (isSubscribed(group) || parts.stream().anyMatch(part -> part.records() != 0)) {
                    withModifiers.put(
                            group,
                            new Pricing(
                                    service -> modified.ofSums(meter.plan(), service, measurements(meter, parts)),
                                    plan -> PlanRating.ofSums(plan, measurements(meter, parts), meter.days()),
                                    () -> PlanCharging.coverable(meter.plan(), measurements(meter, parts))));
                }
            } else {
                rate(group, () -> PlanRating.ofSums(meter.plan(), measurements(meter, parts), meter.days()));
            }
        });
    }

    /** Of products with modifiers that are subscribed: a minimum is due without usage too, and an allowance goes on. */
    private List<UsageGroup> withoutUsage() {
        List<UsageGroup> groups = new ArrayList<>();
        for (int i = 0; i < meters.all().size(); i++) {
            Meter meter = meters.all().get(i);
            if (meter.plan().hasModifiers() && meter.price().timing().isEmpty()) {
                for (Subscribed each : subscribed.values()) {
                    UsageGroup group = new UsageGroup(each.accountId(), each.offeringId(), each.partnerId(), "", i);
                    if (each.offeringId() == meter.offeringId()
                            && each.reaches(meter.days())
                            && each.chargesUsage(meter.days().from())
                            && concerns(group)) {
                        groups.add(named(group, each.offeringKey(), each.offeringName(), each.partnerKey()));
                    }
                }
            }
        }
        return groups;
    }

    /** The group as it is priced, with the names of what it is about; the partner of usage comes before that of the product. */
    private UsageGroup named(UsageGroup group, String offeringKey, String offeringName, String partnerKey) {
        UsageGroup priced = priced(group);
        names.tell(priced, offeringKey, offeringName, group.partnerId(), partnerKey);
        return priced;
    }

    private UsageGroup priced(UsageGroup group) {
        return meter(group).plan().hasModifiers()
                ? new UsageGroup(group.accountId(), group.offeringId(), 0, "", group.meter())
                : group;
    }

    private Meter meter(UsageGroup group) {
        return meters.all().get(group.meter());
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

    /** A group that only earlier usage tells of; answers the group as it is priced. */
    public UsageGroup carried(UsageGroup group, String offeringKey, String offeringName, String partnerKey) {
        return named(group, offeringKey, offeringName, partnerKey);
    }

    /**
     * All events of some accounts; what was taken back is passed over, together with what took it back.
     *
     * @param inside of the days of their meters
     * @param carried what began before them and goes on
     */
    public void events(List<UsageEventRow> inside, List<UsageEventRow> carried) {
        SortedMap<UsageGroup, List<UsageEventRow>> own = grouped(inside);
        SortedMap<UsageGroup, List<UsageEventRow>> before = grouped(carried);
        Set<UsageGroup> groups = new TreeSet<>(UsageGroup.BY_ACCOUNT);
        groups.addAll(own.keySet());
        groups.addAll(before.keySet());
        groups.stream()
                .filter(names::knows) // who writes while an estimate is made is in the next one
                .forEach(group ->
                        events(group, own.getOrDefault(group, List.of()), before.getOrDefault(group, List.of())));
    }

    private SortedMap<UsageGroup, List<UsageEventRow>> grouped(List<UsageEventRow> rows) {
        SortedMap<UsageGroup, List<UsageEventRow>> groups = new TreeMap<>(UsageGroup.BY_ACCOUNT);
        rows.forEach(row -> groups.computeIfAbsent(priced(row.group()), none -> new ArrayList<>())
                .add(row));
        return groups;
    }

    private void events(UsageGroup group, List<UsageEventRow> inside, List<UsageEventRow> carried) {
        Meter meter = meter(group);
        EventsOfMeter events = new EventsOfMeter(meter, inside, carried);
        if (meter.plan().hasModifiers()) {
            if (isSubscribed(group) || !events.isEmpty()) {
                withModifiers.put(
                        group,
                        new Pricing(
                                service -> modified.ofEvents(meter.plan(), service, events.all(), events.period()),
                                plan -> PlanRating.ofEvents(plan, events.all(), events.period(), meter.days()),
                                () -> PlanCharging.coverable(meter.plan(), events.all(), events.period())));
            }
        } else {
            rate(group, () -> PlanRating.ofEvents(meter.plan(), events.all(), events.period(), meter.days()));
        }
    }

    private boolean isSubscribed(UsageGroup group) {
        Subscribed since = since(group);
        return since != null && since.reaches(meter(group).days());
    }

    private Subscribed since(UsageGroup group) {
        return subscribed.get(new Subject(group.accountId(), group.offeringId()));
    }

    /** Tells that the group's usage can't be rated. */
    public void refuse(UsageGroup group, String why) {
        if (meter(group).plan().sharesAllowance()) {
            shared.unknown(group);
        }
        if (isAsked(group)) {
            unrated.add(new RatedUsage.Unrated(
                    group.accountId(), group.offeringId(), names.what(group) + " can't be rated: " + why));
        }
    }

    private void rate(UsageGroup group, Supplier<List<RatedLine>> rating) {
        try {
            for (RatedLine line : rating.get()) {
                if (line.count() != 0) {
                    String key = UsageGroup.lineKey(group.groupingKey(), line.dimensions(), groupBy(group));
                    lines.add(names.line(
                            group,
                            meter(group),
                            key,
                            key,
                            line.quantity(),
                            meter(group).plan().unit(),
                            line.count(),
                            line.rated().amount(),
                            line.rated().steps()));
                }
            }
        } catch (IllegalArgumentException | ArithmeticException cannotBeRated) {
            refuse(group, cannotBeRated.getMessage());
        }
    }

    private List<String> groupBy(UsageGroup group) {
        return meter(group).plan().measures().groupBy();
    }

    /** Whether it is used after the end of the service. */
    private boolean isAfterEnd(UsageGroup group) {
        return since(group) != null && !since(group).reaches(meter(group).days());
    }

    /** Says what the group uses of the allowance that it shares, if it shares one. */
    private void share(UsageGroup group, Pricing pricing) {
        Meter meter = meter(group);
        if (!meter.plan().sharesAllowance() || isAfterEnd(group)) {
            return;
        }
        try {
            shared.use(group, names.account(group), pricing.coverable().get());
        } catch (IllegalArgumentException | ArithmeticException cannotBeMeasured) {
            shared.unknown(group);
        }
    }

    private void charge(UsageGroup group, Pricing pricing) {
        Meter meter = meter(group);
        if (!isAsked(group)) {
            return;
        }
        if (isAfterEnd(group)) {
            rate(group, () -> pricing.byModel().apply(meter.plan().withoutModifiers()));
            return;
        }
        if (meters.shares(meter)) {
            refuse(
                    group,
                    "the price plan " + meter.plan().key()
                            + " has modifiers, and another price holds on other"
                            + " days of the period; let a new price begin with a period");
            return;
        }
        try {
            PlanCharged charged = pricing.whole().apply(service(group, meter));
            for (ChargedLine line : charged.lines()) {
                if (line.count() != 0 || !line.amount().isZero()) {
                    String key = UsageGroup.lineKey("", line.dimensions(), groupBy(group));
                    lines.add(names.line(
                            group,
                            meter,
                            key,
                            key,
                            line.quantity(),
                            meter.plan().unit(),
                            line.count(),
                            line.amount(),
                            ModifiedPrice.steps(line, meter.plan())));
                }
            }
            for (AddedLine line : charged.added()) {
                lines.add(names.line(
                        group,
                        meter,
                        RatedUsage.ADDED + line.key(),
                        line.words(),
                        line.quantity().amount(),
                        line.quantity().unit(),
                        0,
                        line.amount(),
                        List.of(ModifiedPrice.step(line))));
            }
        } catch (IllegalArgumentException | ArithmeticException cannotBeRated) {
            refuse(group, cannotBeRated.getMessage());
        }
    }

    private ModifiedPrice.Service service(UsageGroup group, Meter meter) {
        Subscribed since = since(group);
        return new ModifiedPrice.Service(
                new PlanStates.Key(
                        group.accountId(), group.offeringId(), meter.plan().key(), 0),
                names.account(group),
                names.product(group),
                names.partner(group),
                since == null ? LocalDate.MIN : since.from(),
                since == null ? LocalDate.MAX : since.to(),
                meter.days(),
                meter.plan().sharesAllowance() ? shared.partOf(group, meter) : null);
    }

    /** What all usage costs; asked for once. */
    public RatedUsage result() {
        byEvents.keySet().stream()
                .filter(group -> meter(group).plan().hasModifiers() && !withModifiers.containsKey(group))
                .forEach(group -> events(group, List.of(), List.of()));
        withModifiers.forEach(this::share);
        withModifiers.forEach(this::charge);
        return new RatedUsage(lines, unrated);
    }
}
