package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.model.KeptState;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.rating.infrastructure.AccountStateJson;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the terms of accounts keep between runs, and how far coupons are used. */
@ApplicationScoped
public class AccountStateSql {

    /**
     * The latest state of an account.
     *
     * @param id {@code account_state.id}; 0 before the first
     */
    public record Reached(long id, AccountState state) {
        /** Before the first run. */
        public static final Reached NOTHING = new Reached(0, AccountState.START);
    }

    /**
     * A state that follows another one.
     *
     * @param began what it began with where that is not the state before as it stands
     * @param terms that were applied
     */
    public record Next(
            long accountId, long beginsWith, Optional<AccountState> began, AccountState state, AccountTerms terms) {}

    /** How often and how much more of a coupon an account has used; less where it is given back. */
    public record MoreUse(String code, long accountId, int times, BigDecimal amount) {}

    /** What the accounts' runs have left so far, by account; those that have nothing are left out. */
    public Uni<Map<Long, Reached>> reached(SqlConnection connection, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select distinct on (account_id) account_id, id, state::text
                        from account_state where account_id = any($1) order by account_id, id desc
                        """)
                .execute(Tuple.tuple().addArrayOfLong(accounts))
                .map(rows -> {
                    Map<Long, Reached> reached = new HashMap<>();
                    for (Row row : rows) {
                        reached.put(
                                row.getLong(0), new Reached(row.getLong(1), AccountStateJson.read(row.getString(2))));
                    }
                    return reached;
                });
    }

    /** All that other runs have left of these accounts, by account, in the order of the runs. */
    public Uni<Map<Long, List<KeptState>>> ofOthers(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select s.id, s.account_id, s.run_id, s.rated_period, r.period_to, s.begins_with, s.began::text, s.state::text
                        from account_state s join bill_run r on r.id = s.run_id
                        where s.account_id = any($1) and s.run_id <> $2 order by s.account_id, s.id
                        """)
                .execute(Tuple.of(accounts, shard.runId()))
                .map(rows -> {
                    Map<Long, List<KeptState>> kept = new HashMap<>();
                    for (Row row : rows) {
                        kept.computeIfAbsent(row.getLong(1), none -> new ArrayList<>())
                                .add(new KeptState(
                                        row.getLong(0),
                                        row.getLong(1),
                                        row.getLong(2),
                                        new LocalPeriod(row.getLocalDate(3), row.getLocalDate(4)),
                                        row.getLong(5),
                                        Optional.ofNullable(row.getString(6)).map(AccountStateJson::read),
                                        AccountStateJson.read(row.getString(7))));
                    }
                    return kept;
                });
    }

    /**
     * What the latest run of an account has left.
     *
     * @param run {@code bill_run.uuid}
     * @param period first day of the period that it has billed
     */
    public record Left(UUID run, LocalDate period, AccountState state) {}

    /** Empty before the first run; a run that is cancelled leaves nothing. */
    public Uni<Optional<Left>> latest(SqlConnection connection, long account) {
        return connection.preparedQuery("""
                        select r.uuid, s.rated_period, s.state::text
                        from account_state s join bill_run r on r.id = s.run_id
                        where s.account_id = $1 order by s.id desc limit 1
                        """).execute(Tuple.of(account)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(
                        new Left(row.getUUID(0), row.getLocalDate(1), AccountStateJson.read(row.getString(2))));
            }
            return Optional.empty();
        });
    }

    /** Keeps what the run has left; fails where another run has gone on from the same state at the same time. */
    public Uni<Void> keep(SqlConnection connection, RunShard shard, List<Next> states) {
        if (states.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into account_state (tenant_id, account_id, rated_period, run_id, begins_with, state, began, segment, groups,
                                                   terms)
                        select hub_tenant(), s.account_id, $1, $2, s.begins_with, s.state::jsonb, s.began::jsonb, s.segment,
                               string_to_array(s.groups, ','), string_to_array(s.terms, ',')::bigint[]
                        from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
                          as s (account_id, begins_with, state, began, segment, groups, terms)
                        """)
                .execute(Tuple.of(
                                shard.periodFrom(),
                                shard.runId(),
                                Columns.longs(states, Next::accountId),
                                Columns.longs(states, Next::beginsWith),
                                Columns.texts(states, next -> AccountStateJson.write(next.state())))
                        .addValue(Columns.texts(
                                states,
                                next -> next.began()
                                        .map(AccountStateJson::write)
                                        .orElse(null)))
                        .addValue(Columns.texts(
                                states, next -> next.terms().customer().segment()))
                        .addValue(Columns.texts(
                                states,
                                next -> String.join(",", next.terms().customer().groups())))
                        .addValue(Columns.texts(
                                states,
                                next -> next.terms().documents().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")))))
                .replaceWithVoid();
    }

    /**
     * Locks coupons until the transaction ends, so that of shards at once each sees what the other has used, then tells how far all
     * accounts together have used them.
     *
     * @param codes any order: they are locked in theirs, so that no two transactions wait for each other
     * @return of each of the codes
     */
    public Uni<Map<String, CouponUse>> lockCoupons(SqlConnection connection, List<String> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(new HashMap<>());
        }
        String[] sorted = codes.stream().sorted().distinct().toArray(String[]::new);
        return connection
                .preparedQuery("""
                        select pg_advisory_xact_lock(hashtextextended('coupon/' || hub_tenant() || '/' || c.code, 0))
                        from unnest($1::text[]) as c (code)
                        """)
                .execute(Tuple.of((Object) sorted))
                .flatMap(locked -> connection
                        .preparedQuery(
                                "select code, sum(times)::integer, sum(amount) from coupon_use where code = any($1) group by code")
                        .execute(Tuple.of((Object) sorted)))
                .map(rows -> {
                    Map<String, CouponUse> used = new HashMap<>();
                    codes.forEach(code -> used.put(code, CouponUse.NONE));
                    for (Row row : rows) {
                        used.put(row.getString(0), new CouponUse(row.getInteger(1), row.getBigDecimal(2)));
                    }
                    return used;
                });
    }

    public Uni<Void> useCoupons(SqlConnection connection, RunShard shard, List<MoreUse> uses) {
        if (uses.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into coupon_use (tenant_id, code, account_id, run_id, times, amount)
                        select hub_tenant(), u.code, u.account_id, $1, u.times, u.amount
                        from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[]::numeric[])
                          as u (code, account_id, times, amount)
                        """)
                .execute(Tuple.of(
                        shard.runId(),
                        Columns.texts(uses, MoreUse::code),
                        Columns.longs(uses, MoreUse::accountId),
                        Columns.of(uses, Integer.class, MoreUse::times),
                        Columns.decimals(uses, MoreUse::amount)))
                .replaceWithVoid();
    }
}
