package io.billinghub.core.prepaid.infrastructure;

import io.billinghub.core.prepaid.model.Bucket;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.MovementKind;
import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.UsageType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** The statements by which people and other systems move buckets, in the caller's transaction. */
@ApplicationScoped
public class BucketSql {

    /** An account that a bucket is opened for. */
    public record Owner(long id, String number, String currency, ZoneId zone) {}

    /** A bucket to be opened; its balance begins at zero. */
    public record Opening(
            UUID uuid,
            long accountId,
            UsageType usageType,
            String units,
            NewBucket terms,
            LocalDate from,
            BigDecimal lowAt,
            String by,
            OffsetDateTime at) {}

    /** Keys that lead nowhere: of products, or of partners. */
    public record UnknownKeys(Optional<String> product, Optional<String> partner) {}

    /** The account, as far as the login may see it. */
    public Uni<Optional<Owner>> owner(SqlConnection connection, UUID account) {
        return connection
                .preparedQuery("""
                        select a.id, a.number, a.currency, c.time_zone
                        from billing_account a join bill_cycle c on c.id = a.cycle_id where a.uuid = $1
                        """)
                .execute(Tuple.of(account))
                .map(rows -> first(
                        rows,
                        row -> new Owner(
                                row.getLong(0), row.getString(1), row.getString(2), ZoneId.of(row.getString(3)))));
    }

    /** The first of the keys of each kind that the tenant does not have. */
    public Uni<UnknownKeys> unknownKeys(SqlConnection connection, NewBucket terms) {
        return connection
                .preparedQuery("""
                        select (select min(k) from unnest($1::text[]) k where not exists (select from product_offering o where o.key = k)),
                               (select min(k) from unnest($2::text[]) k where not exists (select from party_role r where r.key = k))
                        """)
                .execute(Tuple.of(
                        terms.products().toArray(String[]::new),
                        terms.partners().toArray(String[]::new)))
                .map(rows -> first(
                                rows,
                                row -> new UnknownKeys(
                                        Optional.ofNullable(row.getString(0)), Optional.ofNullable(row.getString(1))))
                        .orElseThrow());
    }

    public Uni<Void> open(SqlConnection connection, Opening bucket) {
        boolean money = bucket.usageType() == UsageType.MONETARY;
        NewBucket terms = bucket.terms();
        return connection
                .preparedQuery("""
                        insert into prepaid_bucket (tenant_id, uuid, account_id, name, description, unit, currency, usage_type, priority,
                                                    valid_from, valid_to, products, partners, low_at, opened_by, opened_at)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(bucket.uuid())
                        .addLong(bucket.accountId())
                        .addString(terms.name())
                        .addString(terms.description().orElse(null))
                        .addString(money ? null : bucket.units())
                        .addString(money ? bucket.units() : null)
                        .addString(bucket.usageType().key())
                        .addInteger(terms.priority())
                        .addLocalDate(bucket.from())
                        .addLocalDate(terms.to().orElse(null))
                        .addArrayOfString(terms.products().toArray(String[]::new))
                        .addArrayOfString(terms.partners().toArray(String[]::new))
                        .addBigDecimal(bucket.lowAt())
                        .addString(bucket.by())
                        .addOffsetDateTime(bucket.at()))
                .replaceWithVoid();
    }

    /** The bucket, locked until the transaction ends; who else moves it waits. */
    public Uni<Optional<Bucket>> locked(SqlConnection connection, UUID uuid) {
        return connection
                .preparedQuery("""
                        select b.id, b.uuid, b.account_id, a.uuid, b.name, b.usage_type, coalesce(b.unit, b.currency), b.valid_from,
                               b.valid_to, b.balance, b.reserved, c.time_zone
                        from prepaid_bucket b
                        join billing_account a on a.id = b.account_id
                        join bill_cycle c on c.id = a.cycle_id
                        where b.uuid = $1 for no key update of b
                        """)
                .execute(Tuple.of(uuid))
                .map(rows -> first(
                        rows,
                        row -> new Bucket(
                                row.getLong(0),
                                row.getUUID(1),
                                row.getLong(2),
                                row.getUUID(3),
                                row.getString(4),
                                UsageType.of(row.getString(5)).orElseThrow(),
                                row.getString(6),
                                row.getLocalDate(7),
                                Optional.ofNullable(row.getLocalDate(8)),
                                row.getBigDecimal(9),
                                row.getBigDecimal(10),
                                ZoneId.of(row.getString(11)))));
    }

    /** Moves a bucket that is locked, and has it looked at: it may have run low. */
    public Uni<Void> move(
            SqlConnection connection,
            Bucket bucket,
            MovementKind kind,
            Movement movement,
            String by,
            OffsetDateTime at,
            LocalDate today) {
        return connection
                .preparedQuery("""
                        with moved as (
                          update prepaid_bucket set balance = balance + $2, version = version + 1 where id = $1
                          returning id, account_id, balance
                        ), noted as (
                          insert into usage_note (tenant_id, account_id, bill_period) select hub_tenant(), account_id, $10 from moved
                        )
                        insert into prepaid_movement (tenant_id, uuid, bucket_id, account_id, kind, amount, balance_after, description,
                                                      reason, made_by, made_at, extension)
                        select hub_tenant(), $3, id, account_id, $4, $2, balance, $5, $6, $7, $8, $9::text::jsonb from moved
                        """)
                .execute(Tuple.tuple()
                        .addLong(bucket.id())
                        .addBigDecimal(movement.amount().value())
                        .addUUID(movement.uuid())
                        .addString(kind.name())
                        .addString(movement.description().orElse(null))
                        .addString(movement.reason().orElse(null))
                        .addString(by)
                        .addOffsetDateTime(at)
                        .addString(movement.extension())
                        .addLocalDate(today))
                .replaceWithVoid();
    }

    /** Lets a bucket that is locked end on another day. */
    public Uni<Void> endOn(SqlConnection connection, Bucket bucket, LocalDate day) {
        return connection
                .preparedQuery("update prepaid_bucket set valid_to = $2 where id = $1")
                .execute(Tuple.of(bucket.id(), day))
                .replaceWithVoid();
    }

    /**
     * Writes off what is left of buckets that have ended: once a bill run has published the period of their last day, and no run that
     * could still draw of them is under way or has their account parked.
     *
     * @param most how many
     * @return how many were
     */
    public Uni<Integer> expire(SqlConnection connection, OffsetDateTime now, int most) {
        return connection.preparedQuery("""
                        with ended as (
                          select b.id, b.balance
                          from prepaid_bucket b
                          join billing_account a on a.id = b.account_id
                          join billing_account root on root.id = a.root_id
                          join bill_cycle c on c.id = root.cycle_id
                          where b.balance > 0 and b.valid_to <= ($1::timestamptz at time zone c.time_zone)::date
                            and exists (select from bill_run r
                                        where r.cycle_id = c.id and r.kind = 'CYCLE' and r.period_to >= b.valid_to
                                          and r.state in ('PUBLISHED', 'CLOSED'))
                            and not exists (select from bill_run r
                                            left join bill_run_account ra on ra.run_id = r.id and ra.root_id = a.root_id
                                            where r.cycle_id = c.id and r.bill_period < b.valid_to
                                              and r.state not in ('CANCELLED', 'CLOSED')
                                              and (r.state <> 'PUBLISHED' or ra.parked_reason is not null))
                          order by b.id limit $2 for no key update of b
                        ), reserved_no_longer as (
                          delete from prepaid_reservation r using ended e where r.bucket_id = e.id
                        ), moved as (
                          update prepaid_bucket b set balance = 0, reserved = 0, version = b.version + 1 from ended e where b.id = e.id
                          returning b.id, b.account_id, e.balance
                        )
                        insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, made_by, made_at)
                        select hub_tenant(), id, account_id, 'EXPIRY', -balance, 0, 'prepaid-worker', $1 from moved order by id
                        """).execute(Tuple.of(now, most)).map(RowSet::rowCount);
    }

    private static <T> Optional<T> first(RowSet<Row> rows, java.util.function.Function<Row, T> read) {
        for (Row row : rows) {
            return Optional.of(read.apply(row));
        }
        return Optional.empty();
    }
}
