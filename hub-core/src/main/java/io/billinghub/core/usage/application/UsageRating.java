package io.billinghub.core.usage.application;

import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.PlanStateSql.Member;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.billinghub.core.usage.infrastructure.UsageSql.Carried;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.Meters;
import io.billinghub.core.usage.model.ModifiedPrice;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.Subscriptions;
import io.billinghub.core.usage.model.SumsAhead;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageEventRow;
import io.billinghub.core.usage.model.UsageGroup;
import io.billinghub.core.usage.model.UsagePricing;
import io.billinghub.core.usage.model.UsageSpan;
import io.billinghub.core.usage.model.UsageSum;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rates the stored usage of accounts: by sums where those are enough, else event by event, a part of the accounts at a time so
 * that memory stays bounded. Joins the caller's transaction and changes nothing.
 */
@ApplicationScoped
public class UsageRating {

    /** Most events that are read at once, unless one account alone has more. */
    private static final long EVENTS_AT_ONCE = 100_000;

    /** Most events of one account that are rated one by one. */
    private static final long MOST_EVENTS = 500_000;

    private final UsageSql usage;
    private final PlanStateSql states;

    public UsageRating(UsageSql usage, PlanStateSql states) {
        this.usage = usage;
        this.states = states;
    }

    /**
     * What the usage costs that counts in the span, if the period ended with what is known of it.
     *
     * @param accounts whose usage it is
     * @param newestFirst the price plans in force anywhere in the span, per offering the newest first
     */
    public Uni<RatedUsage> rate(
            SqlConnection connection, UsageSpan span, List<UsageAccount> accounts, List<StoredPlan> newestFirst) {
        PlanStates known = new PlanStates("estimate");
        boolean asked = newestFirst.stream().anyMatch(price -> price.plan().hasModifiers());
        Uni<PlanStates> before = asked
                ? states.before(connection, ids(accounts), span.rated().from()).map(left -> {
                    left.forEach(known::know);
                    return known;
                })
                : Uni.createFrom().item(known);
        return before.flatMap(all -> rate(connection, span, accounts, newestFirst, all));
    }

    /**
     * What the usage costs that counts in the span.
     *
     * @param accounts whose usage it is
     * @param newestFirst the price plans in force anywhere in the span, per offering the newest first
     * @param known what earlier periods have left; what this one leaves is kept in it
     */
    public Uni<RatedUsage> rate(
            SqlConnection connection,
            UsageSpan span,
            List<UsageAccount> accounts,
            List<StoredPlan> newestFirst,
            PlanStates known) {
        return rate(connection, span, accounts, newestFirst, known, SumsAhead.NONE);
    }

    /**
     * As {@link #rate(SqlConnection, UsageSpan, List, List, PlanStates)}, with sums that were read before.
     *
     * @param ahead used where it answers the question, else the sums are read
     */
    public Uni<RatedUsage> rate(
            SqlConnection connection,
            UsageSpan span,
            List<UsageAccount> accounts,
            List<StoredPlan> newestFirst,
            PlanStates known,
            SumsAhead ahead) {
        Set<Long> ids = accounts.stream().map(UsageAccount::id).collect(Collectors.toSet());
        return rate(
                connection, span, accounts, newestFirst, known, ahead, (account, offering) -> ids.contains(account));
    }

    /**
     * Reads the sums of many accounts at once, for {@link #rate(SqlConnection, UsageSpan, List, List, PlanStates, SumsAhead)}.
     *
     * @param most how many sums there is room for
     * @return empty if there are more
     */
    public Uni<Optional<SumsAhead>> ahead(
            SqlConnection connection, UsageSpan span, Long[] accounts, List<StoredPlan> newestFirst, int most) {
        Meters meters = Meters.of(newestFirst, span.rated(), span.zone());
        return usage.sumsOfMany(connection, span, accounts, meters, most)
                .map(read -> read.map(sums -> SumsAhead.of(span, meters, List.of(accounts), sums)));
    }

    /**
     * As {@link #rate(SqlConnection, UsageSpan, List, List, PlanStates)}, of some products of some accounts.
     *
     * @param asked which products of which accounts, by {@code billing_account.id} and {@code product_offering.id}
     */
    public Uni<RatedUsage> rate(
            SqlConnection connection,
            UsageSpan span,
            List<UsageAccount> accounts,
            List<StoredPlan> newestFirst,
            PlanStates known,
            BiPredicate<Long, Long> asked) {
        return rate(connection, span, accounts, newestFirst, known, SumsAhead.NONE, asked);
    }

    private Uni<RatedUsage> rate(
            SqlConnection connection,
            UsageSpan span,
            List<UsageAccount> accounts,
            List<StoredPlan> newestFirst,
            PlanStates known,
            SumsAhead ahead,
            BiPredicate<Long, Long> asked) {
        Meters meters = Meters.of(newestFirst, span.rated(), span.zone());
        return members(connection, accounts, meters).flatMap(members -> {
            List<UsageAccount> all = all(accounts, members);
            Map<Long, Long> roots = members.stream()
                    .collect(Collectors.toMap(member -> member.account().id(), Member::rootId));
            Long[] ids = ids(all);
            return subscriptions(connection, ids, meters)
                    .map(subscriptions -> new UsagePricing(
                            meters,
                            new ModifiedPrice(known, span.rated()),
                            span.rated(),
                            new UsagePricing.Priced(all, roots, asked, subscriptions)))
                    .flatMap(pricing -> ahead.of(span, meters, ids)
                            .map(sums -> Uni.createFrom().item(sums))
                            .orElseGet(() -> usage.sums(connection, span, ids, meters))
                            .emitOn(Infrastructure.getDefaultWorkerPool()) // rating is computing
                            .invoke(pricing::sums)
                            .flatMap(done -> carried(connection, span, ids, meters))
                            .flatMap(carried -> events(connection, span, meters, pricing, carried))
                            .map(done -> pricing.result()));
        });
    }

    /** Who shares an allowance with the accounts; nobody where no plan shares one. */
    private Uni<List<Member>> members(SqlConnection connection, List<UsageAccount> accounts, Meters meters) {
        return meters.all().stream().anyMatch(meter -> meter.plan().sharesAllowance())
                ? states.hierarchies(connection, ids(accounts))
                : Uni.createFrom().item(List.of());
    }

    private static List<UsageAccount> all(List<UsageAccount> accounts, List<Member> members) {
        return Stream.concat(accounts.stream(), members.stream().map(Member::account))
                .distinct()
                .toList();
    }

    private static Long[] ids(List<UsageAccount> accounts) {
        return accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
    }

    private Uni<Subscriptions> subscriptions(SqlConnection connection, Long[] accounts, Meters meters) {
        Long[] offerings = meters.all().stream()
                .filter(meter -> meter.plan().hasModifiers())
                .map(Meter::offeringId)
                .distinct()
                .toArray(Long[]::new);
        return offerings.length == 0
                ? Uni.createFrom().item(new Subscriptions(List.of()))
                : states.subscriptions(connection, accounts, offerings);
    }

    /** What was used in the span, with or without a price: by account, product, partner, grouping key and unit. */
    public Uni<List<UsageSum>> used(SqlConnection connection, UsageSpan span, List<UsageAccount> accounts) {
        Long[] ids = accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
        return usage.sums(connection, span, ids, Meters.of(List.of(), span.rated(), span.zone()));
    }

    private Uni<List<Carried>> carried(SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters) {
        List<Integer> carrying = indexes(meters).stream()
                .filter(meter -> meters.all().get(meter).carriesOver())
                .toList();
        return carrying.isEmpty()
                ? Uni.createFrom().item(List.of())
                : usage.carried(connection, span, accounts, meters, carrying);
    }

    private Uni<Void> events(
            SqlConnection connection, UsageSpan span, Meters meters, UsagePricing pricing, List<Carried> carried) {
        SortedMap<UsageGroup, Long> groups = new TreeMap<>(pricing.byEvents());
        List<Carried> concerned = carried.stream()
                .filter(each -> pricing.concerns(each.row().group()))
                .toList();
        for (Carried each : concerned) {
            UsageGroup group =
                    pricing.carried(each.row().group(), each.offeringKey(), each.offeringName(), each.partnerKey());
            groups.merge(group, 1L, Long::sum);
        }
        Map<Long, List<UsageEventRow>> before = concerned.stream()
                .map(Carried::row)
                .collect(Collectors.groupingBy(row -> row.group().accountId()));
        List<Integer> reading = indexes(meters).stream()
                .filter(meter -> meters.all().get(meter).readsEvents())
                .toList();
        return Multi.createFrom()
                .iterable(parts(groups, pricing))
                .onItem()
                .transformToUniAndConcatenate(accounts -> usage.events(
                                connection, span, accounts.toArray(Long[]::new), meters, reading)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(rows -> {
                            List<UsageEventRow> goingOn = new ArrayList<>();
                            accounts.forEach(account -> goingOn.addAll(before.getOrDefault(account, List.of())));
                            pricing.events(rows, goingOn);
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Accounts whose events fit into memory together. */
    private static List<List<Long>> parts(SortedMap<UsageGroup, Long> groups, UsagePricing pricing) {
        SortedMap<Long, Long> perAccount = new TreeMap<>();
        groups.forEach((group, events) -> perAccount.merge(group.accountId(), events, Long::sum));
        List<List<Long>> parts = new ArrayList<>();
        List<Long> part = new ArrayList<>();
        long events = 0;
        for (Map.Entry<Long, Long> account : perAccount.entrySet()) {
            if (account.getValue() > MOST_EVENTS) {
                groups.keySet().stream()
                        .filter(group -> group.accountId() == account.getKey())
                        .findFirst()
                        .ifPresent(group -> pricing.refuse(
                                group,
                                "its price plan rates event by event, and there are " + account.getValue()
                                        + ", more than " + MOST_EVENTS + "; a plan that rates sums takes any number"));
                continue;
            }
            if (events + account.getValue() > EVENTS_AT_ONCE && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
                events = 0;
            }
            part.add(account.getKey());
            events += account.getValue();
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private static List<Integer> indexes(Meters meters) {
        return IntStream.range(0, meters.all().size()).boxed().toList();
    }
}
