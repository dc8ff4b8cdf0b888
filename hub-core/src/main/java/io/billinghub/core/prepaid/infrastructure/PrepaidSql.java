package io.billinghub.core.prepaid.infrastructure;

import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What bill runs draw of buckets, in the transaction of their shard. A run first takes what is left ({@link #credits}), which locks the
 * buckets for the transaction, then keeps what it has drawn ({@link #draw}). Whoever else moves one of the buckets waits until then.
 */
@ApplicationScoped
public class PrepaidSql {

    /**
     * What a run draws of a bucket, over all lines.
     *
     * @param accountId {@code billing_account.id} of the account whose bucket it is
     * @param creditKey {@link Credit#key()} as it was given
     * @param amount money in the account's currency, or units of a pack; zero or more
     */
    public record Draw(long accountId, String creditKey, BigDecimal amount) {

        /** Refuses an amount below zero. */
        public Draw {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException(
                        "a draw is zero or more, but of " + creditKey + " it is " + amount.toPlainString());
            }
        }
    }

    private static final String LEFT = """
            select b.account_id, b.uuid::text, b.name, b.priority, b.valid_from, b.valid_to, b.unit, b.balance + coalesce(d.drawn, 0),
                   b.products, b.partners
            from prepaid_bucket b
            join billing_account a on a.id = b.account_id and (b.currency is null or b.currency = a.currency)
            left join (
              select bucket_id, -sum(amount) as drawn from prepaid_movement where run_id = $2 and account_id = any($1) group by bucket_id
            ) d on d.bucket_id = b.id
            where b.account_id = any($1) and b.balance + coalesce(d.drawn, 0) > 0
            order by b.id
            """;
    private static final long NO_RUN = -1;

    /** Whether the tenant has buckets at all; where it has none, nothing else need be asked. */
    public Uni<Boolean> any(SqlConnection connection) {
        return connection
                .query("select exists (select from prepaid_bucket)")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * What the run may draw: what is left of each bucket, money in the account's currency alone, with what the same run has drawn before,
     * since {@link #draw} replaces that. Whether a bucket is valid depends on the days of service of each charge, which need not lie in the
     * run's period: {@link Credit} tells. Locks the buckets until the transaction ends.
     *
     * @param runId {@code bill_run.id}
     * @param accounts {@code billing_account.id} of whose buckets
     * @return by account, any order; accounts with nothing left are left out
     */
    public Uni<Map<Long, List<Credit>>> credits(SqlConnection connection, long runId, Long[] accounts) {
        return lock(connection, accounts).flatMap(locked -> left(connection, runId, accounts));
    }

    /** What a run could draw if nothing moved until then; locks nothing, for estimates. */
    public Uni<Map<Long, List<Credit>>> creditsNow(SqlConnection connection, Long[] accounts) {
        return left(connection, NO_RUN, accounts);
    }

    /** In the order of their ids, so that no two transactions wait for each other. */
    private static Uni<Integer> lock(SqlConnection connection, Long[] accounts) {
        return connection
                .preparedQuery("select id from prepaid_bucket where account_id = any($1) order by id for no key update")
                .execute(Tuple.tuple().addArrayOfLong(accounts))
                .map(RowSet::rowCount);
    }

    private static Uni<Map<Long, List<Credit>>> left(SqlConnection connection, long runId, Long[] accounts) {
        return connection.preparedQuery(LEFT).execute(Tuple.of(accounts, runId)).map(rows -> {
            Map<Long, List<Credit>> credits = new HashMap<>();
            for (Row row : rows) {
                credits.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                        .add(credit(row));
            }
            return credits;
        });
    }

    private static Credit credit(Row row) {
        return new Credit(
                row.getString(1),
                row.getString(2),
                row.getInteger(3),
                row.getLocalDate(4),
                row.getLocalDate(5),
                row.getString(6),
                row.getBigDecimal(7),
                new LineScope(List.of(row.getArrayOfStrings(8)), List.of(row.getArrayOfStrings(9)), null));
    }

    /**
     * What a run has drawn for an account.
     *
     * @param runId {@code bill_run.id}
     * @param accountId {@code billing_account.id}
     * @param credit the bucket, with what was drawn of it as what is left
     */
    public record Drawn(long runId, long accountId, Credit credit) {}

    /**
     * What runs have drawn for accounts, all lines together; index {@code prepaid_movement_run}.
     *
     * @param accounts {@code billing_account.id}
     * @param runs {@code bill_run.id}, one for each of the accounts
     */
    public Uni<List<Drawn>> drawn(SqlConnection connection, Long[] accounts, Long[] runs) {
        return connection.preparedQuery("""
                        select m.account_id, b.uuid::text, b.name, b.priority, b.valid_from, b.valid_to, b.unit, -sum(m.amount),
                               b.products, b.partners, m.run_id
                        from unnest($1::bigint[], $2::bigint[]) as w (account_id, run_id)
                        join prepaid_movement m on m.run_id = w.run_id and m.account_id = w.account_id
                        join prepaid_bucket b on b.id = m.bucket_id
                        group by m.run_id, m.account_id, b.id having sum(m.amount) < 0
                        order by b.id
                        """).execute(Tuple.of(accounts, runs)).map(rows -> {
            List<Drawn> drawn = new ArrayList<>();
            for (Row row : rows) {
                drawn.add(new Drawn(row.getLong(10), row.getLong(0), credit(row)));
            }
            return drawn;
        });
    }

    /**
     * Keeps what the run draws of the accounts' buckets, in place of what it has drawn of them before: a repetition that draws the same
     * moves nothing, one that draws less gives the rest back. What was reserved for the period, and for those before, is reserved no
     * longer.
     *
     * @param runId {@code bill_run.id}
     * @param accounts all that are priced, also those of which nothing is drawn now; the same as for {@link #credits}
     * @param draws at most what {@link #credits} has answered; several of one bucket are added up
     * @return how many buckets have moved
     * @throws IllegalArgumentException (through the Uni) if a draw names no bucket of its account, or one of another account
     */
    public Uni<Integer> draw(SqlConnection connection, long runId, Long[] accounts, List<Draw> draws) {
        return lock(connection, accounts)
                .flatMap(locked -> requireKnown(connection, accounts, draws))
                .flatMap(known -> connection
                        .preparedQuery("""
                                with wanted as (
                                  select b.id as bucket_id, sum(w.amount) as amount
                                  from unnest($3::bigint[], $4::text[], $5::text[]::numeric[]) as w (account_id, key, amount)
                                  join prepaid_bucket b on b.account_id = w.account_id and b.uuid = w.key::uuid
                                  group by b.id
                                ), drawn as (
                                  select bucket_id, -sum(amount) as amount from prepaid_movement
                                  where run_id = $1 and account_id = any($2) group by bucket_id
                                ), more as (
                                  select bucket_id, coalesce(w.amount, 0) - coalesce(d.amount, 0) as amount
                                  from wanted w full join drawn d using (bucket_id)
                                  where coalesce(w.amount, 0) <> coalesce(d.amount, 0)
                                ), moved as (
                                  update prepaid_bucket b set balance = b.balance - m.amount, version = b.version + 1
                                  from more m where b.id = m.bucket_id
                                  returning b.id, b.account_id, b.balance, m.amount
                                )
                                insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, run_id, made_by)
                                select hub_tenant(), id, account_id, case when amount > 0 then 'DRAW' else 'RELEASE' end, -amount, balance,
                                       $1, 'bill-run'
                                from moved order by id
                                """)
                        .execute(Tuple.tuple()
                                .addLong(runId)
                                .addArrayOfLong(accounts)
                                .addValue(Columns.longs(draws, Draw::accountId))
                                .addValue(Columns.texts(draws, Draw::creditKey))
                                .addValue(Columns.decimals(draws, Draw::amount))))
                .map(RowSet::rowCount)
                .call(moved -> reserveNoLonger(connection, runId, accounts));
    }

    private static Uni<Void> requireKnown(SqlConnection connection, Long[] accounts, List<Draw> draws) {
        return connection
                .preparedQuery("""
                        select w.key, w.account_id from unnest($2::bigint[], $3::text[]) as w (account_id, key)
                        where not exists (select from prepaid_bucket b where b.account_id = w.account_id and b.uuid::text = w.key
                                                                         and b.account_id = any($1))
                        limit 1
                        """)
                .execute(Tuple.of(
                        accounts, Columns.longs(draws, Draw::accountId), Columns.texts(draws, Draw::creditKey)))
                .invoke(rows -> {
                    for (Row row : rows) {
                        throw new IllegalArgumentException("account " + row.getLong(1) + " has no bucket with the key "
                                + row.getString(0) + " among those that are priced");
                    }
                })
                .replaceWithVoid();
    }

    /** What the run has priced is no longer expected; what is left is looked at anew. */
    private static Uni<Void> reserveNoLonger(SqlConnection connection, long runId, Long[] accounts) {
        return connection.preparedQuery("""
                        with gone as (
                          delete from prepaid_reservation r using bill_run n
                          where n.id = $1 and r.account_id = any($2) and r.period_from <= n.bill_period
                          returning r.bucket_id, r.amount
                        ), less as (
                          update prepaid_bucket b set reserved = b.reserved - g.amount
                          from (select bucket_id, sum(amount) as amount from gone group by bucket_id) g where b.id = g.bucket_id
                        )
                        insert into usage_note (tenant_id, account_id, bill_period)
                        select distinct hub_tenant(), b.account_id, n.period_to from bill_run n, prepaid_bucket b
                        where n.id = $1 and b.account_id = any($2)
                        """).execute(Tuple.of(runId, accounts)).replaceWithVoid();
    }

    /** Gives back what a run that is cancelled has drawn. */
    public Uni<Void> release(SqlConnection connection, long runId) {
        return connection
                .preparedQuery("""
                        select id from prepaid_bucket
                        where id in (select bucket_id from prepaid_movement where run_id = $1) order by id for no key update
                        """)
                .execute(Tuple.of(runId))
                .flatMap(locked -> connection.preparedQuery("""
                                with drawn as (
                                  select bucket_id, -sum(amount) as amount from prepaid_movement
                                  where run_id = $1 group by bucket_id having sum(amount) <> 0
                                ), moved as (
                                  update prepaid_bucket b set balance = b.balance + d.amount, version = b.version + 1
                                  from drawn d where b.id = d.bucket_id
                                  returning b.id, b.account_id, b.balance, d.amount
                                ), noted as (
                                  insert into usage_note (tenant_id, account_id, bill_period)
                                  select distinct hub_tenant(), m.account_id, n.bill_period from moved m, bill_run n where n.id = $1
                                )
                                insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, run_id, made_by)
                                select hub_tenant(), id, account_id, 'RELEASE', amount, balance, $1, 'bill-run' from moved order by id
                                """).execute(Tuple.of(runId)))
                .replaceWithVoid();
    }
}
