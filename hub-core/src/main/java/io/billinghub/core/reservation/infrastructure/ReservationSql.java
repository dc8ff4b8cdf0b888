package io.billinghub.core.reservation.infrastructure;

import io.billinghub.core.reservation.model.Reserved;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements over what is reserved, in the caller's transaction, which sees the whole tenant. */
@ApplicationScoped
public class ReservationSql {

    /** A billing period of an account, by its first day. */
    public record OfAccount(long accountId, LocalDate period) {}

    /** A bucket that has got worse: {@code LOW} or {@code EXHAUSTED}. */
    public record Told(
            UUID bucket,
            String name,
            long accountId,
            String accountNumber,
            String usageType,
            String units,
            BigDecimal balance,
            BigDecimal reserved,
            BigDecimal lowAt,
            String level,
            int tellings) {}

    /**
     * Those of the accounts that have buckets. Until the transaction ends nobody else looks at them, so that what was looked at later is
     * kept later.
     */
    public Uni<List<Long>> withBuckets(SqlConnection connection, List<Long> accounts) {
        return connection
                .preparedQuery("""
                        select account_id, pg_advisory_xact_lock(hashtextextended('reservation/' || account_id, 0))
                        from (select distinct account_id from prepaid_bucket where account_id = any($1) order by account_id) a
                        """)
                .execute(Tuple.tuple().addArrayOfLong(accounts.toArray(Long[]::new)))
                .map(rows -> {
                    List<Long> found = new ArrayList<>();
                    rows.forEach(row -> found.add(row.getLong(0)));
                    return found;
                });
    }

    /** For which periods something is reserved now. */
    public Uni<List<OfAccount>> reserved(SqlConnection connection, List<Long> accounts) {
        return connection
                .preparedQuery(
                        "select distinct account_id, period_from from prepaid_reservation where account_id = any($1)")
                .execute(Tuple.tuple().addArrayOfLong(accounts.toArray(Long[]::new)))
                .map(rows -> {
                    List<OfAccount> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new OfAccount(row.getLong(0), row.getLocalDate(1))));
                    return found;
                });
    }

    /** Those of the periods that no run has priced: what was drawn for the others is drawn, late usage is the next run's. */
    public Uni<List<OfAccount>> notPriced(SqlConnection connection, List<OfAccount> periods) {
        return connection
                .preparedQuery("""
                        select a.id, p.period_from
                        from unnest($1::bigint[], $2::date[]) as p (account_id, period_from)
                        join billing_account a on a.id = p.account_id
                        join billing_account root on root.id = a.root_id
                        where not exists (
                          select from bill_run r
                          join bill_run_account ra on ra.run_id = r.id and ra.root_id = a.root_id
                          join bill_run_shard s on s.run_id = r.id and s.shard = ra.shard
                          where r.cycle_id = root.cycle_id and r.kind = 'CYCLE' and r.bill_period = p.period_from and r.state <> 'CANCELLED'
                            and s.done <> 'NOTHING'
                            and (ra.parked_reason is null
                                 or (select sum(m.amount) from prepaid_movement m where m.run_id = r.id and m.account_id = a.id) < 0))
                        """)
                .execute(Tuple.of(
                        Columns.longs(periods, OfAccount::accountId),
                        Columns.of(periods, LocalDate.class, OfAccount::period)))
                .map(rows -> {
                    List<OfAccount> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new OfAccount(row.getLong(0), row.getLocalDate(1))));
                    return found;
                });
    }

    /** Keeps what is reserved now, in place of all that was reserved of the accounts' buckets. Locks the buckets, in their order. */
    public Uni<Void> keep(SqlConnection connection, List<Long> accounts, List<Reserved> reserved) {
        Long[] ids = accounts.toArray(Long[]::new);
        return connection
                .preparedQuery("select id from prepaid_bucket where account_id = any($1) order by id for no key update")
                .execute(Tuple.tuple().addArrayOfLong(ids))
                .flatMap(locked -> connection
                        .preparedQuery("delete from prepaid_reservation where account_id = any($1)")
                        .execute(Tuple.tuple().addArrayOfLong(ids)))
                .flatMap(deleted -> connection
                        .preparedQuery("""
                                insert into prepaid_reservation (tenant_id, bucket_id, period_from, account_id, amount)
                                select hub_tenant(), b.id, r.period_from, b.account_id, r.amount
                                from unnest($1::text[], $2::date[], $3::text[]::numeric[]) as r (bucket, period_from, amount)
                                join prepaid_bucket b on b.uuid = r.bucket::uuid
                                """)
                        .execute(Tuple.of(
                                Columns.texts(reserved, Reserved::bucket),
                                Columns.of(reserved, LocalDate.class, Reserved::period),
                                Columns.decimals(reserved, Reserved::amount))))
                .flatMap(inserted ->
                        connection.preparedQuery("""
                                update prepaid_bucket b set reserved = n.amount
                                from (select b.id, coalesce(sum(r.amount), 0) as amount
                                      from prepaid_bucket b left join prepaid_reservation r on r.bucket_id = b.id
                                      where b.account_id = any($1) group by b.id) n
                                where b.id = n.id and b.reserved <> n.amount
                                """).execute(Tuple.tuple().addArrayOfLong(ids)))
                .replaceWithVoid();
    }

    /** Notes how much is left of the accounts' buckets that are valid, and answers those that have got worse since that was told. */
    public Uni<List<Told>> levels(SqlConnection connection, List<Long> accounts, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        with levels as (
                          select b.id, b.told as before,
                                 case when b.balance <= b.reserved then 'EXHAUSTED' when b.balance - b.reserved <= b.low_at then 'LOW'
                                      else 'ENOUGH' end as level
                          from prepaid_bucket b
                          join billing_account a on a.id = b.account_id
                          join bill_cycle c on c.id = a.cycle_id
                          where b.account_id = any($1) and (b.valid_to is null or b.valid_to > ($2::timestamptz at time zone c.time_zone)::date)
                        ), changed as (
                          update prepaid_bucket b set told = l.level, tellings = b.tellings + 1
                          from levels l where b.id = l.id and l.level <> l.before
                          returning b.*, l.before
                        )
                        select c.uuid, c.name, c.account_id, a.number, c.usage_type, coalesce(c.unit, c.currency::text), c.balance, c.reserved,
                               c.low_at, c.told, c.tellings
                        from changed c join billing_account a on a.id = c.account_id
                        where c.told = 'EXHAUSTED' or c.told = 'LOW' and c.before = 'ENOUGH'
                        order by c.id
                        """)
                .execute(Tuple.of(accounts.toArray(Long[]::new), now))
                .map(rows -> {
                    List<Told> told = new ArrayList<>();
                    rows.forEach(row -> told.add(told(row)));
                    return told;
                });
    }

    private static Told told(Row row) {
        return new Told(
                row.getUUID(0),
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBigDecimal(6),
                row.getBigDecimal(7),
                row.getBigDecimal(8),
                row.getString(9),
                row.getInteger(10));
    }
}
