package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.application.WantedPeriods.Product;
import io.billinghub.core.billrun.application.WantedPeriods.Wanted;
import io.billinghub.core.billrun.infrastructure.CorrectionSql;
import io.billinghub.core.billrun.infrastructure.CorrectionSql.Known;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.model.ChargedFee;
import io.billinghub.core.billrun.model.ChargedUsage;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.Subscription;
import io.billinghub.core.billrun.model.UsageCorrection;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.application.StalePrices;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Stale;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.RatedUsage.Unrated;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run bills of periods that are billed already: where usage came late or was taken back, or where a price, a quantity or a
 * pause has changed for days of before, the whole period is rated again by all that is known now, and the difference to what was charged is charged.
 */
@ApplicationScoped
public class Corrections {

    private final CorrectionSql sql;
    private final RatingSql rating;
    private final UsageRating usage;
    private final StalePrices stalePrices;

    public Corrections(CorrectionSql sql, RatingSql rating, UsageRating usage, StalePrices stalePrices) {
        this.sql = sql;
        this.rating = rating;
        this.usage = usage;
        this.stalePrices = stalePrices;
    }

    /** Differences for one period, and accounts for which there can't be any yet. */
    record Corrected(CyclePeriod period, List<UsageCorrection> differences, List<Unrated> unrated) {}

    /**
     * What is known of fees.
     *
     * @param billedBefore root accounts that a run has billed for the period before
     * @param charged what other runs have charged for this period, and for those of the changed fees
     * @param changed fees of earlier periods whose price or product has changed since
     */
    record Fees(Set<Long> billedBefore, List<ChargedFee> charged, List<ChangedFee> changed) {

        /** The first day whose prices are needed. */
        LocalDate earliest(RunShard shard) {
            return changed.stream()
                    .map(each -> CyclePeriod.containing(each.fee().day(), shard.dayOfMonth())
                            .from())
                    .min(Comparator.naturalOrder())
                    .orElse(shard.periodFrom());
        }
    }

    /** A fee that was charged and whose price, quantity or pause has changed. */
    record ChangedFee(Subscription subscription, ChargedFee.Key fee) {}

    /** Earlier periods whose prices don't fit what is known now. */
    Uni<List<Stale>> stale(SqlConnection connection, RunShard shard, PlanStates states) {
        return stalePrices.of(connection, states, shard.dayOfMonth(), shard.periodFrom());
    }

    /** What other runs have done about the fees of the accounts. */
    Uni<Fees> fees(
            SqlConnection connection,
            RunShard shard,
            List<UsageAccount> accounts,
            PlanStates states,
            List<Stale> stale) {
        Long[] ids = ids(accounts);
        return sql.billedBefore(connection, shard)
                .flatMap(billed -> sql.known(connection, shard)
                        .flatMap(known -> sql.changedFees(connection, shard, ids, known))
                        .map(keys -> andWhatFollows(keys, states, stale, shard.periodFrom()))
                        .flatMap(keys -> changed(connection, keys))
                        .flatMap(changed -> sql.chargedFees(
                                        connection,
                                        shard.runId(),
                                        ids,
                                        new Fees(billed, List.of(), changed).earliest(shard))
                                .map(charged -> new Fees(billed, charged, changed))));
    }

    /** With what a fee leaves for the periods that follow, those change too. */
    private static List<ChargedFee.Key> andWhatFollows(
            List<ChargedFee.Key> changed, PlanStates states, List<Stale> stale, LocalDate before) {
        Map<Long, LocalDate> first = new TreeMap<>();
        changed.forEach(fee -> first.merge(fee.subscriptionId(), fee.day(), Corrections::earlier));
        stale.stream()
                .filter(each -> !each.key().isOfUsage())
                .forEach(each -> first.merge(each.key().subscription(), each.period(), Corrections::earlier));
        Set<ChargedFee.Key> all = new LinkedHashSet<>(changed);
        for (PlanStates.Key key : states.keys()) {
            LocalDate from = first.get(key.subscription());
            if (from != null && !key.isOfUsage()) {
                states.periodsFrom(key, from).stream()
                        .filter(period -> period.isBefore(before))
                        .forEach(period -> all.add(new ChargedFee.Key(key.subscription(), period)));
            }
        }
        return List.copyOf(all);
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private Uni<List<ChangedFee>> changed(SqlConnection connection, List<ChargedFee.Key> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Long[] ids =
                keys.stream().map(ChargedFee.Key::subscriptionId).distinct().toArray(Long[]::new);
        return rating.subscriptions(connection, ids).map(subscriptions -> {
            Map<Long, Subscription> byId =
                    subscriptions.stream().collect(Collectors.toMap(Subscription::id, each -> each));
            return keys.stream()
                    .filter(key -> byId.containsKey(key.subscriptionId()))
                    .map(key -> new ChangedFee(byId.get(key.subscriptionId()), key))
                    .sorted(Comparator.comparing(each -> each.fee().day()))
                    .toList();
        });
    }

    /** The usage that the run bills for its own period. */
    Uni<UsageSpan> ownUsage(SqlConnection connection, RunShard shard, List<UsageAccount> accounts) {
        return sql.unbilledTo(connection, shard, ids(accounts))
                .map(until ->
                        UsageSpan.until(new CyclePeriod(shard.periodFrom(), shard.periodTo()), until, shard.zone()));
    }

    /**
     * The differences in usage for the accounts, the oldest period first.
     *
     * @param states what periods have left; those that are rated again leave theirs anew
     * @param stale which of them don't fit any more
     */
    Uni<List<Corrected>> usage(
            SqlConnection connection,
            RunShard shard,
            List<ShardUsageAccount> accounts,
            PlanStates states,
            List<Stale> stale) {
        List<UsageAccount> users =
                accounts.stream().map(ShardUsageAccount::account).toList();
        Long[] ids = ids(users);
        return sql.known(connection, shard)
                .flatMap(known -> sql.lateUsage(connection, shard, ids)
                        .flatMap(late -> sql.changedPrices(connection, shard, ids, known)
                                .map(changed -> new WantedPeriods(shard.dayOfMonth(), accounts, late, changed, stale))
                                .flatMap(wanted -> all(connection, shard, wanted)))
                        .flatMap(wanted -> Multi.createFrom()
                                .iterable(wanted)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        each -> correct(connection, shard, known, each, users, states))
                                .collect()
                                .asList()));
    }

    private Uni<List<Wanted>> all(SqlConnection connection, RunShard shard, WantedPeriods wanted) {
        return wanted.first()
                .map(first -> rating.plans(connection, first, shard.periodFrom())
                        .map(plans -> wanted.until(shard.periodFrom(), plans)))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Uni<Corrected> correct(
            SqlConnection connection,
            RunShard shard,
            Known known,
            Wanted wanted,
            List<UsageAccount> accounts,
            PlanStates states) {
        CyclePeriod period = wanted.period();
        Set<Long> affected = wanted.products().stream().map(Product::accountId).collect(Collectors.toSet());
        List<UsageAccount> some = accounts.stream()
                .filter(account -> affected.contains(account.id()))
                .toList();
        Long[] ids = ids(some);
        UsageSpan span = new UsageSpan(new LocalPeriod(period.from(), period.to()), known.billedTo(), shard.zone());
        return sql.unbilled(connection, shard, ids, period)
                .flatMap(unbilled -> rating.plans(connection, period.from(), period.to())
                        .flatMap(plans -> usage.rate(
                                        connection,
                                        span,
                                        some,
                                        of(plans, wanted),
                                        states,
                                        (account, offering) -> !unbilled.contains(account)
                                                && wanted.products().contains(new Product(account, offering)))
                                .flatMap(rated -> sql.charged(connection, shard, ids, period)
                                        .map(charged -> corrected(wanted, some, unbilled, rated, charged, states)))));
    }

    /** Only plans of the products that are rated again: usage of others is nobody's concern here. */
    private static List<StoredPlan> of(List<StoredPlan> plans, Wanted wanted) {
        Set<Long> offerings =
                wanted.products().stream().map(Product::offeringId).collect(Collectors.toSet());
        return plans.stream()
                .filter(plan -> offerings.contains(plan.offeringId()))
                .toList();
    }

    /** What comes out of a period that is rated again; leaves states only of what is charged. Pure but for those. */
    static Corrected corrected(
            Wanted wanted,
            List<UsageAccount> accounts,
            List<Long> unbilled,
            RatedUsage rated,
            List<ChargedUsage> charged,
            PlanStates states) {
        Map<Long, String> numbers = accounts.stream().collect(Collectors.toMap(UsageAccount::id, UsageAccount::number));
        Set<Long> waiting = new HashSet<>(unbilled);
        List<Unrated> unrated = new ArrayList<>();
        // for a changed price alone nobody waits: the bill that is still to be made has it
        Set<Long> late = wanted.late().stream().map(Product::accountId).collect(Collectors.toSet());
        waiting.stream()
                .filter(late::contains)
                .forEach(
                        account -> unrated.add(
                                new Unrated(
                                        account,
                                        offering(wanted, account),
                                        "usage of account " + numbers.get(account)
                                                + " changes the bill of the period from "
                                                + wanted.period().from()
                                                + ", which is not made yet: approve or cancel this run, bill that period, then resume this run")));
        Set<Product> without = wanted.withWhatIsShared(rated.unrated().stream()
                .map(each -> new Product(each.accountId(), each.offeringId()))
                .filter(wanted.products()::contains)
                .collect(Collectors.toSet()));
        rated.unrated().stream()
                .filter(each -> wanted.late().contains(new Product(each.accountId(), each.offeringId())))
                .forEach(unrated::add);
        List<UsageCorrection> differences = UsageCorrection.of(
                rated.lines().stream()
                        .filter(line -> counts(wanted, without, waiting, line.accountId(), line.offeringId()))
                        .toList(),
                charged.stream()
                        .filter(each -> counts(wanted, without, waiting, each.accountId(), each.offeringId()))
                        .toList());
        keep(wanted, without, waiting, states);
        return new Corrected(wanted.period(), differences, unrated);
    }

    /** What is not charged leaves nothing either. */
    private static void keep(Wanted wanted, Set<Product> without, Set<Long> waiting, PlanStates states) {
        LocalDate period = wanted.period().from();
        for (Product product : wanted.products()) {
            if (counts(wanted, without, waiting, product.accountId(), product.offeringId())) {
                states.forgetOthers(product.accountId(), product.offeringId(), period);
            } else {
                states.discard(product.accountId(), product.offeringId(), period);
            }
        }
    }

    private static long offering(Wanted wanted, long account) {
        return wanted.products().stream()
                .filter(product -> product.accountId() == account)
                .mapToLong(Product::offeringId)
                .min()
                .orElseThrow();
    }

    /** What has no price any more stays as it was charged, unless new usage needs one: then the account waits. */
    private static boolean counts(
            Wanted wanted, Set<Product> without, Set<Long> waiting, long accountId, long offeringId) {
        Product product = new Product(accountId, offeringId);
        return wanted.products().contains(product) && !without.contains(product) && !waiting.contains(accountId);
    }

    private static Long[] ids(List<UsageAccount> accounts) {
        return accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
    }
}
