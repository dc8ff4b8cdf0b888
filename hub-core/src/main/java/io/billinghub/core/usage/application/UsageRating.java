package io.billinghub.core.usage.application;

import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.billinghub.core.usage.infrastructure.UsageSql.Carried;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.Meters;
import io.billinghub.core.usage.model.ModifiedPrice;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.Subscribed;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        Meters meters = Meters.of(newestFirst, span.rated(), span.zone());
        Long[] ids = ids(accounts);
        return subscribed(connection, span, ids, meters)
                .map(subscribed ->
                        new UsagePricing(meters, new ModifiedPrice(known, span.rated()), accounts, subscribed))
                .flatMap(pricing -> usage.sums(connection, span, ids, meters)
                        .emitOn(Infrastructure.getDefaultWorkerPool()) // rating is computing
                        .invoke(pricing::sums)
                        .flatMap(done -> carried(connection, span, ids, meters))
                        .flatMap(carried -> events(connection, span, meters, pricing, carried))
                        .map(done -> pricing.result()));
    }

    private static Long[] ids(List<UsageAccount> accounts) {
        return accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
    }

    private Uni<List<Subscribed>> subscribed(SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters) {
        Long[] offerings = meters.all().stream()
                .filter(meter -> meter.plan().hasModifiers())
                .map(Meter::offeringId)
                .distinct()
                .toArray(Long[]::new);
        return offerings.length == 0
                ? Uni.createFrom().item(List.of())
                : states.subscribed(
                        connection,
                        accounts,
                        offerings,
                        span.rated().from(),
                        span.rated().to());
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
        for (Carried each : carried) {
            UsageGroup group =
                    pricing.carried(each.row().group(), each.offeringKey(), each.offeringName(), each.partnerKey());
            groups.merge(group, 1L, Long::sum);
        }
        Map<Long, List<UsageEventRow>> before = carried.stream()
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
