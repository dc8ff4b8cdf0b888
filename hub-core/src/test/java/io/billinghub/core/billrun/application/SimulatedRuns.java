package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.application.WantedPeriods.Product;
import io.billinghub.core.billrun.application.WantedPeriods.Wanted;
import io.billinghub.core.billrun.infrastructure.CorrectionSql.Again;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.model.ChargedUsage;
import io.billinghub.core.billrun.model.UsageCorrection;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.model.Meters;
import io.billinghub.core.usage.model.ModifiedPrice;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Left;
import io.billinghub.core.usage.model.PlanStates.Stale;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.Subscribed;
import io.billinghub.core.usage.model.Subscriptions;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsagePricing;
import io.billinghub.core.usage.model.UsageSum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Bill runs of the months of 2026 over a root account 1 and its child 2, by the same pure parts as those of the hub; in the place of
 * the database stand lists. Months have numbers from 1.
 */
final class SimulatedRuns {

    private static final long OFFERING = 7;
    private static final Map<Long, Long> ROOTS = Map.of(1L, 1L, 2L, 1L);
    private static final List<UsageAccount> ACCOUNTS = List.of(new UsageAccount(1, "A-1"), new UsageAccount(2, "A-2"));
    private static final List<ShardUsageAccount> SHARD =
            ACCOUNTS.stream().map(each -> new ShardUsageAccount(1, each)).toList();

    private final StoredPlan price;
    private final List<Fact> facts;
    private final List<Service> services;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();
    private final SortedSet<Integer> parked = new TreeSet<>();
    private int now;

    /**
     * Usage of a month.
     *
     * @param knownIn the month in whose run it is billed: the same, or a later one
     * @param takenBackIn the month in whose run it is taken back; 0 for never
     */
    record Fact(long account, int month, int quantity, int knownIn, int takenBackIn) {}

    /**
     * A subscription.
     *
     * @param to null for no end
     * @param endKnownIn from the run of which month on the end is known
     */
    record Service(long account, LocalDate from, LocalDate to, int endKnownIn) {}

    private record Kept(int run, Left left) {}

    private record Charge(
            int run, int month, long account, String key, String unit, BigDecimal quantity, BigDecimal amount) {}

    SimulatedRuns(StoredPlan price, List<Fact> facts, List<Service> services) {
        this.price = price;
        this.facts = facts;
        this.services = services;
    }

    static CyclePeriod period(int month) {
        return CyclePeriod.containing(LocalDate.of(2026, month, 1), 1);
    }

    private static LocalPeriod billing(LocalDate day) {
        CyclePeriod period = CyclePeriod.containing(day, 1);
        return new LocalPeriod(period.from(), period.to());
    }

    /** Sets the accounts aside in the month's run. */
    void park(int month) {
        now = Math.max(now, month);
        parked.add(month);
    }

    SortedSet<Integer> parked() {
        return parked;
    }

    /** Runs a month, or resumes its run. Answers how many charges it has made. */
    int run(int month) {
        now = Math.max(now, month);
        LocalDate from = period(month).from();
        Subscriptions subscriptions = subscriptions(now);
        PlanStates states = new PlanStates("run-" + month);
        latest(month).values().forEach(states::know);
        List<Stale> stale = states
                .stale((key, day) -> subscriptions.terms(
                        key,
                        key.subscription() == PlanStates.POOL ? ROOTS.keySet() : List.of(key.accountId()),
                        billing(day)))
                .stream()
                .filter(each -> each.period().isBefore(from))
                .toList();
        WantedPeriods wanted = new WantedPeriods(1, SHARD, late(month), List.of(), stale);
        List<Charge> made = new ArrayList<>();
        boolean waits = false;
        for (Wanted each :
                wanted.first().map(first -> wanted.until(from, List.of(price))).orElse(List.of())) {
            int of = each.period().from().getMonthValue();
            List<Long> unbilled = parked.contains(of) ? List.copyOf(ROOTS.keySet()) : List.of();
            RatedUsage rated = rate(
                    states,
                    subscriptions,
                    of,
                    now,
                    (account, offering) ->
                            unbilled.isEmpty() && each.products().contains(new Product(account, offering)));
            Corrections.Corrected corrected =
                    Corrections.corrected(each, ACCOUNTS, unbilled, rated, charged(of, month), states);
            waits |= !corrected.unrated().isEmpty();
            corrected.differences().forEach(difference -> made.add(charge(month, of, difference)));
        }
        RatedUsage own = rate(states, subscriptions, month, month, (account, offering) -> true);
        own.lines().forEach(line -> made.add(charge(month, line)));
        if (waits) {
            parked.add(month);
            return 0;
        }
        parked.remove(month);
        kept.removeIf(each -> each.run() == month);
        states.left().forEach(left -> kept.add(new Kept(month, left)));
        charges.removeIf(each -> each.run() == month);
        charges.addAll(made);
        return made.size();
    }

    private static Charge charge(int run, int month, UsageCorrection difference) {
        UsageCorrection.About about = difference.line();
        return new Charge(
                run,
                month,
                about.accountId(),
                about.groupingKey(),
                about.unit(),
                difference.quantity(),
                rounded(difference.amount()));
    }

    private static Charge charge(int month, RatedUsage.Line line) {
        return new Charge(
                month,
                month,
                line.accountId(),
                line.groupingKey(),
                line.unit(),
                line.quantity(),
                rounded(line.amount()));
    }

    private static BigDecimal rounded(BigMoney amount) {
        return amount.getAmount().setScale(2, RoundingMode.HALF_UP);
    }

    /** What the last run to have kept something says; the run itself left out. */
    private Map<String, Left> latest(int run) {
        Map<String, Left> latest = new HashMap<>();
        kept.stream()
                .filter(each -> each.run() != run)
                .map(Kept::left)
                .filter(left -> left.period().isBefore(period(run).to()))
                .forEach(left -> latest.put(left.key() + " " + left.period(), left));
        return latest;
    }

    private List<Again> late(int month) {
        return facts.stream()
                .filter(fact -> fact.month() < month && (fact.knownIn() == month || fact.takenBackIn() == month))
                .map(fact ->
                        new Again(fact.account(), OFFERING, period(fact.month()).from()))
                .toList();
    }

    private List<ChargedUsage> charged(int month, int run) {
        Map<String, ChargedUsage> charged = new TreeMap<>();
        charges.stream()
                .filter(each -> each.month() == month && each.run() != run)
                .map(each -> new ChargedUsage(
                        each.account(),
                        OFFERING,
                        "",
                        3,
                        "host",
                        each.key(),
                        each.unit(),
                        each.quantity(),
                        BigMoney.of(CurrencyUnit.EUR, each.amount()),
                        1))
                .forEach(each -> charged.merge(
                        each.accountId() + " " + each.groupingKey() + " " + each.unit(), each, SimulatedRuns::sum));
        return List.copyOf(charged.values());
    }

    private static ChargedUsage sum(ChargedUsage one, ChargedUsage other) {
        return new ChargedUsage(
                one.accountId(),
                one.offeringId(),
                one.description(),
                one.partnerId(),
                one.partnerKey(),
                one.groupingKey(),
                one.unit(),
                one.quantity().add(other.quantity()),
                one.amount().plus(other.amount()),
                one.pricePlanId());
    }

    private Subscriptions subscriptions(int known) {
        return new Subscriptions(services.stream()
                .filter(service -> !service.from().isAfter(period(known).to().minusDays(1)))
                .map(service -> new Subscribed(
                        service.account(),
                        OFFERING,
                        "data",
                        "Data",
                        3,
                        "host",
                        service.from(),
                        service.to() == null || service.endKnownIn() > known ? LocalDate.MAX : service.to(),
                        List.of()))
                .toList());
    }

    private RatedUsage rate(
            PlanStates states, Subscriptions subscriptions, int month, int billedIn, BiPredicate<Long, Long> asked) {
        LocalPeriod billing = billing(period(month).from());
        Meters meters = Meters.of(List.of(price), billing, ZoneId.of("Europe/Helsinki"));
        UsagePricing pricing = new UsagePricing(
                meters,
                new ModifiedPrice(states, billing),
                billing,
                new UsagePricing.Priced(ACCOUNTS, ROOTS, asked, subscriptions));
        pricing.sums(ROOTS.keySet().stream()
                .flatMap(account -> sum(account, month, billedIn, meters).stream())
                .toList());
        return pricing.result();
    }

    private Optional<UsageSum> sum(long account, int month, int billedIn, Meters meters) {
        int quantity = 0;
        long records = 0;
        boolean any = false;
        for (Fact fact : facts) {
            if (fact.account() != account || fact.month() != month || fact.knownIn() > billedIn) {
                continue;
            }
            any = true;
            if (fact.takenBackIn() == 0 || fact.takenBackIn() > billedIn) {
                quantity += fact.quantity();
                records++;
            }
        }
        return any
                ? Optional.of(new UsageSum(
                        account,
                        OFFERING,
                        "data",
                        "Data",
                        3,
                        "host",
                        "",
                        "GB",
                        Optional.of(0),
                        Map.of(),
                        BigDecimal.valueOf(quantity),
                        records,
                        records,
                        meters.all().get(0).begins()))
                : Optional.empty();
    }

    /** What all runs together have charged for each month, account and line; without what comes to nothing. */
    SortedMap<String, BigDecimal> billed() {
        SortedMap<String, BigDecimal> billed = new TreeMap<>();
        charges.forEach(each ->
                billed.merge(each.month() + " " + each.account() + " " + each.key(), each.amount(), BigDecimal::add));
        billed.values().removeIf(amount -> amount.signum() == 0);
        return billed;
    }

    /** What they would have charged, had all been known in time: each month once, one after the other. */
    SortedMap<String, BigDecimal> withFullKnowledge(int months) {
        PlanStates states = new PlanStates("full");
        Subscriptions subscriptions = subscriptions(months);
        SortedMap<String, BigDecimal> due = new TreeMap<>();
        for (int month = 1; month <= months; month++) {
            rate(states, subscriptions, month, months, (account, offering) -> true)
                    .lines()
                    .forEach(line -> {
                        Charge charge = charge(0, line);
                        due.merge(
                                line.meter().days().from().getMonthValue() + " " + charge.account() + " "
                                        + charge.key(),
                                charge.amount(),
                                BigDecimal::add);
                    });
        }
        due.values().removeIf(amount -> amount.signum() == 0);
        return due;
    }
}
