package io.billinghub.core.event.infrastructure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The relay's statements over {@code outbox} and {@code outbox_lease}, each a transaction of its own, as the relay's
 * database role, which sees all tenants. Leases go by the database's clock, the one that all processes share.
 */
final class OutboxTable {

    /** A bucket held until {@code fence} is overtaken. */
    record Lease(short bucket, long fence) {}

    // only buckets with something to send, and only those that nobody else holds; each taking overtakes the fence
    private static final String TAKE_PENDING_BUCKETS = """
            insert into outbox_lease as held (bucket, holder, fence, leased_until)
            select bucket, $1, 1, now() + $2 * interval '1 millisecond'
              from generate_series(0, $3 - 1) as bucket
             where exists (select from outbox o where o.bucket = bucket.bucket and o.sent_at is null)
             order by bucket
            on conflict (bucket) do update
               set holder = excluded.holder, fence = held.fence + 1, leased_until = excluded.leased_until
             where held.leased_until <= now() or held.holder = excluded.holder
            returning bucket, fence
            """;

    private static final String PENDING_OF_BUCKET = """
            select tenant_id, occurred_on, id, event_id, topic, key, type, subject, occurred_at, data
              from outbox where bucket = $1 and sent_at is null order by id limit $2
            """;

    // gives the lease back; marks nothing where another process has taken the bucket over meanwhile
    private static final String MARK_SENT_AND_RELEASE = """
            with released as (
              update outbox_lease set leased_until = now() where bucket = $1 and fence = $2 returning bucket)
            update outbox o set sent_at = now()
              from unnest($3::date[], $4::bigint[]) as sent (occurred_on, id), released
             where o.occurred_on = sent.occurred_on and o.id = sent.id and o.sent_at is null
            """;

    private final Pool pool;

    OutboxTable(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Lease>> takePendingBuckets(String holder, Duration lease) {
        return pool.preparedQuery(TAKE_PENDING_BUCKETS)
                .execute(Tuple.of(holder, lease.toMillis(), SqlOutbox.BUCKETS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Lease(row.getShort(0), row.getLong(1)))
                        .toList());
    }

    Uni<List<OutboxRow>> pending(Lease lease, int limit) {
        return pool.preparedQuery(PENDING_OF_BUCKET)
                .execute(Tuple.of(lease.bucket(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OutboxTable::row)
                        .toList());
    }

    /** Answers how many rows were marked: none if the lease was lost, then they will be sent once more. */
    Uni<Integer> markSentAndRelease(Lease lease, List<OutboxRow> sent) {
        LocalDate[] days = sent.stream().map(OutboxRow::occurredOn).toArray(LocalDate[]::new);
        Long[] ids = sent.stream().map(OutboxRow::id).toArray(Long[]::new);
        return pool.preparedQuery(MARK_SENT_AND_RELEASE)
                .execute(Tuple.of(lease.bucket(), lease.fence(), days, ids))
                .map(marked -> marked.rowCount());
    }

    Uni<Void> ensureDays(LocalDate first, int days) {
        return pool.preparedQuery("call ensure_outbox_days($1, $2)")
                .execute(Tuple.of(first, days))
                .replaceWithVoid();
    }

    Uni<Integer> dropSentDays(LocalDate before) {
        return pool.preparedQuery("select drop_sent_outbox_days($1)")
                .execute(Tuple.of(before))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static OutboxRow row(Row row) {
        return new OutboxRow(
                row.getInteger("tenant_id"),
                row.getLocalDate("occurred_on"),
                row.getLong("id"),
                row.getUUID("event_id"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("type"),
                row.getString("subject"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getString("data"));
    }
}
