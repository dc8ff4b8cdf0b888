package io.billinghub.core.usage.application;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.PlanStateSql.Days;
import io.billinghub.core.usage.infrastructure.PlanStateSql.Member;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Key;
import io.billinghub.core.usage.model.PlanStates.Stale;
import io.billinghub.core.usage.model.PlanStates.Terms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds periods whose price no longer fits: a period before them was billed after them and leaves something else, or the begin or
 * end of the service was recorded after they were billed. Joins the caller's transaction and changes nothing.
 */
@ApplicationScoped
public class StalePrices {

    private final PlanStateSql sql;

    public StalePrices(PlanStateSql sql) {
        this.sql = sql;
    }

    /**
     * Those that have ended by the day.
     *
     * @param states what is known of them
     * @param dayOfMonth of the cycle whose periods are meant; those of a cycle of before are left as they were billed
     */
    public Uni<List<Stale>> of(SqlConnection connection, PlanStates states, int dayOfMonth, LocalDate day) {
        if (states.keys().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Key> pools = keys(states, key -> key.subscription() == PlanStates.POOL);
        Long[] offerings = longs(keys(states, Key::isOfUsage).stream().map(Key::offeringId));
        return sql.hierarchies(connection, longs(pools.stream().map(Key::accountId)))
                .flatMap(members -> {
                    Map<Long, List<Long>> byRoot = members.stream()
                            .collect(Collectors.groupingBy(
                                    Member::rootId,
                                    Collectors.mapping(
                                            member -> member.account().id(), Collectors.toList())));
                    Long[] accounts = longs(Stream.concat(
                            keys(states, Key::isOfUsage).stream().map(Key::accountId),
                            members.stream().map(member -> member.account().id())));
                    return sql.subscriptions(connection, accounts, offerings)
                            .flatMap(subscriptions -> fees(connection, states)
                                    .map(fees -> states.stale((key, period) -> {
                                        CyclePeriod cycle = CyclePeriod.containing(period, dayOfMonth);
                                        LocalPeriod billing = new LocalPeriod(cycle.from(), cycle.to());
                                        return key.isOfUsage()
                                                ? subscriptions.terms(key, accounts(key, byRoot), billing)
                                                : ofFee(fees.get(key.subscription()), billing);
                                    })));
                })
                .map(stale -> stale.stream()
                        .filter(each -> each.period().isBefore(day))
                        .filter(each -> CyclePeriod.containing(each.period(), dayOfMonth)
                                .from()
                                .equals(each.period()))
                        .toList());
    }

    private Uni<Map<Long, Days>> fees(SqlConnection connection, PlanStates states) {
        List<Key> fees = keys(states, key -> !key.isOfUsage());
        return fees.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : sql.days(connection, longs(fees.stream().map(Key::subscription)));
    }

    private static Collection<Long> accounts(Key key, Map<Long, List<Long>> byRoot) {
        return key.subscription() == PlanStates.POOL
                ? byRoot.getOrDefault(key.accountId(), List.of())
                : List.of(key.accountId());
    }

    private static Optional<Terms> ofFee(Days days, LocalPeriod billing) {
        return Optional.ofNullable(days)
                .filter(each -> each.from().isBefore(billing.to()) && each.to().isAfter(billing.from()))
                .map(each -> Terms.of(each.from(), each.to(), billing));
    }

    private static List<Key> keys(PlanStates states, Predicate<Key> which) {
        return states.keys().stream().filter(which).toList();
    }

    private static Long[] longs(Stream<Long> ids) {
        return ids.distinct().sorted().toArray(Long[]::new);
    }
}
