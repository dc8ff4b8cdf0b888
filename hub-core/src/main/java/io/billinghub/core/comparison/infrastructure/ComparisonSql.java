package io.billinghub.core.comparison.infrastructure;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.model.UsageAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds what is compared. */
@ApplicationScoped
public class ComparisonSql {

    /** A stored plan; {@code offering} is the key of what it prices, if anything. */
    public record NamedPlan(PricePlan plan, Optional<String> offering) {}

    /** @param openFrom first day of the earliest period that is not closed */
    public record Cycle(long id, String key, int dayOfMonth, ZoneId zone, LocalDate openFrom) {}

    /** The usage of one product that counts in one period of one cycle, whenever it was or will be billed. */
    public record Scope(Cycle cycle, CyclePeriod period, LocalDate billedTo, long offeringId) {}

    /** None of the transaction's next statements may take longer. */
    public Uni<Void> limit(SqlConnection connection, Duration time) {
        return connection
                .preparedQuery("select set_config('statement_timeout', $1, true)")
                .execute(Tuple.of(Math.max(1, time.toMillis()) + "ms")) // 0 would be no limit
                .replaceWithVoid();
    }

    /** A plan by its id, if the login may see it. */
    public Uni<Optional<NamedPlan>> plan(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
            select p.definition::text, o.key from price_plan p left join product_offering o on o.id = p.offering_id
            where p.uuid = $1 and p.definition is not null
            """).execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new NamedPlan(
                        PricePlanJson.read(row.getString(0)).orElseThrow(), Optional.ofNullable(row.getString(1))));
            }
            return Optional.empty();
        });
    }

    public Uni<Optional<Long>> offering(SqlConnection connection, String key) {
        return connection
                .preparedQuery("select id from product_offering where key = $1")
                .execute(Tuple.of(key))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(row.getLong(0));
                    }
                    return Optional.empty();
                });
    }

    /** Those of the numbers that no account has. */
    public Uni<List<String>> unknownAccounts(SqlConnection connection, String[] numbers) {
        return connection
                .preparedQuery("""
                    select n.number from unnest($1::text[]) as n (number)
                    where not exists (select from billing_account a where a.number = n.number) order by 1
                    """)
                .execute(Tuple.tuple().addArrayOfString(numbers))
                .map(rows -> {
                    List<String> unknown = new ArrayList<>();
                    rows.forEach(row -> unknown.add(row.getString(0)));
                    return unknown;
                });
    }

    public Uni<List<Cycle>> cycles(SqlConnection connection) {
        return connection
                .query("select id, key, day_of_month, time_zone, open_from from bill_cycle order by key")
                .execute()
                .map(rows -> {
                    List<Cycle> cycles = new ArrayList<>();
                    for (Row row : rows) {
                        cycles.add(new Cycle(
                                row.getLong(0),
                                row.getString(1),
                                row.getInteger(2),
                                ZoneId.of(row.getString(3)),
                                row.getLocalDate(4)));
                    }
                    return cycles;
                });
    }

    /** The offering's price plans in force anywhere in the period, the newest first. */
    public Uni<List<StoredPlan>> plans(SqlConnection connection, Scope scope) {
        return connection
                .preparedQuery("""
                    select id, definition::text, valid_from, valid_to from price_plan
                    where offering_id = $1 and valid_from < $3 and valid_to > $2 and valid_from < valid_to order by valid_from desc, version desc
                    """)
                .execute(Tuple.of(
                        scope.offeringId(),
                        scope.period().from(),
                        scope.period().to()))
                .map(rows -> {
                    List<StoredPlan> plans = new ArrayList<>();
                    for (Row row : rows) {
                        plans.add(new StoredPlan(
                                row.getLong(0),
                                scope.offeringId(),
                                PricePlanJson.read(row.getString(1)).orElseThrow(),
                                row.getLocalDate(2),
                                row.getLocalDate(3)));
                    }
                    return plans;
                });
    }

    /**
     * Accounts of the cycle that have such usage, by id; index {@code usage_record_account}.
     *
     * @param numbers of the accounts that are meant; empty for all
     * @param after the id behind which to go on
     */
    public Uni<List<UsageAccount>> accounts(
            SqlConnection connection, Scope scope, String[] numbers, long after, int limit) {
        Tuple values = Tuple.tuple()
                .addLong(scope.cycle().id())
                .addLong(after)
                .addArrayOfString(numbers)
                .addLong(scope.offeringId())
                .addLocalDate(scope.period().from())
                .addLocalDate(scope.period().to())
                .addLocalDate(scope.billedTo())
                .addInteger(limit);
        return connection.preparedQuery("""
            select a.id, a.number from billing_account a
            where a.cycle_id = $1 and a.id > $2 and (cardinality($3::text[]) = 0 or a.number = any($3))
              and exists (select from usage_record u
                          where u.account_id = a.id and u.offering_id = $4 and not u.evidence and u.bill_period >= $5 and u.bill_period < $7
                            and coalesce(u.rated_period, u.bill_period) >= $5
                            and coalesce(u.rated_period, u.bill_period) < $6)
            order by a.id limit $8
            """).execute(values).map(rows -> {
            List<UsageAccount> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(new UsageAccount(row.getLong(0), row.getString(1))));
            return accounts;
        });
    }

    /** What runs have charged the accounts for such usage, corrections included, each charge rounded; index {@code charge_once}. */
    public Uni<Map<Long, BigDecimal>> billed(
            SqlConnection connection, Scope scope, Long[] accounts, String currency, int decimals) {
        Tuple values = Tuple.tuple()
                .addArrayOfLong(accounts)
                .addLong(scope.offeringId())
                .addLocalDate(scope.period().from())
                .addLocalDate(scope.period().to())
                .addString(currency)
                .addInteger(decimals);
        return connection.preparedQuery("""
            select account_id, sum(round(amount, $6)) from charge
            where account_id = any($1) and offering_id = $2 and source = 'USAGE' and bill_period >= $3
              and service_from >= $3 and service_to <= $4 and currency = $5
            group by account_id
            """).execute(values).map(rows -> {
            Map<Long, BigDecimal> billed = new HashMap<>();
            rows.forEach(row -> billed.put(row.getLong(0), row.getBigDecimal(1)));
            return billed;
        });
    }
}
