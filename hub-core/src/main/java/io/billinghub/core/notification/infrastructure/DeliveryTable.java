package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.application.NotificationConfig;
import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/**
 * The worker's statements over the queue, each a transaction of its own, as the relay's database role, which sees all tenants.
 * Leases and waits go by the database's clock, the one that all processes share.
 */
final class DeliveryTable {

    /**
     * A listener held until {@code fence} is overtaken.
     *
     * @param failures in a row so far
     */
    record Taken(long id, UUID uuid, boolean webhook, String callback, int generation, int failures, long fence) {}

    /** A delivery that is due. */
    record Due(long id, UUID eventId, String body, int attempts) {}

    /**
     * What came of one attempt.
     *
     * @param attempts this one counted
     * @param pause until the next one, if there is one
     */
    record Result(Due delivery, OffsetDateTime at, TargetAnswer answer, int attempts, Duration pause) {}

    // those that were served the longest ago come first; whoever else is taking skips what is being taken here
    private static final String TAKE = """
            update event_listener l
               set holder = $1, fence = fence + 1, leased_until = now() + $2 * interval '1 millisecond'
             where l.id in (
               select c.id from event_listener c
                where c.state = 'ACTIVE' and c.leased_until <= now() and c.rest_until <= now()
                  and exists (select from event_delivery d
                               where d.listener_id = c.id and d.state = 'PENDING' and d.next_attempt_at <= now())
                order by c.leased_until, c.id limit $3
                for update skip locked)
            returning l.id, l.uuid, l.kind = 'HUB', l.callback, l.secret_generation, l.failures, l.fence
            """;

    private static final String DUE = """
            select id, event_id, body, attempts from event_delivery
             where listener_id = $1 and state = 'PENDING' and next_attempt_at <= now()
             order by id limit $2
            """;

    // gives the listener back; notes nothing where another process has taken it over meanwhile
    private static final String NOTE_AND_RELEASE = """
            with held as (
              update event_listener
                 set leased_until = now(), failures = $3, rest_until = now() + $4 * interval '1 millisecond',
                     failing_since = case when $3 = 0 then null else coalesce(failing_since, now()) end
               where id = $1 and fence = $2 returning id
            ), result as (
              select r.* from unnest($5::bigint[], $6::boolean[], $7::integer[], $8::bigint[], $9::smallint[], $10::text[],
                                     $11::text[], $12::integer[], $13::timestamptz[])
                as r (id, taken, attempts, pause, status, error, answer, millis, attempted_at), held
            ), noted as (
              update event_delivery d
                 set attempts = r.attempts, last_status = r.status, last_error = r.error,
                     next_attempt_at = now() + r.pause * interval '1 millisecond',
                     state = case when r.taken then 'DELIVERED' when o.last then 'DEAD' else 'PENDING' end,
                     ended_at = case when r.taken or o.last then now() end
                from result r
                join event_delivery e on e.id = r.id,
                     lateral (select r.attempts >= $14 or e.due_since + $15 * interval '1 millisecond' <= now()) as o (last)
               where d.id = r.id and d.listener_id = $1 and d.state = 'PENDING'
              returning d.id, d.tenant_id, d.partner_id, d.account_id
            )
            insert into event_delivery_attempt (tenant_id, delivery_id, partner_id, account_id, attempted_at, millis, status, error,
                                                answer)
            select n.tenant_id, n.id, n.partner_id, n.account_id, r.attempted_at, r.millis, r.status, r.error, r.answer
              from noted n join result r on r.id = n.id
             order by r.attempted_at, r.id
            """;

    private static final String GIVE_UP = """
            update event_delivery set state = 'DEAD', ended_at = now(), last_error = coalesce(last_error, 'not sent in time')
             where id in (
               select d.id from event_delivery d join event_listener l on l.id = d.listener_id
                where d.state = 'PENDING' and d.due_since < now() - $1 * interval '1 millisecond'
                  and case when l.state = 'ACTIVE'
                           then (d.attempts > 0 or l.failing_since < now() - $1 * interval '1 millisecond') and l.leased_until <= now()
                           else d.due_since < now() - $2 * interval '1 day' end
                order by d.id limit 10000 for update of d skip locked)
            """;

    private static final String DROP_OLD = """
            delete from event_delivery where id in (
              select id from event_delivery where state <> 'PENDING' and ended_at < now() - $1 * interval '1 day'
               order by ended_at limit 10000 for update skip locked)
            """;

    private final Pool pool;

    DeliveryTable(Pool pool) {
        this.pool = pool;
    }

    /** Takes up to so many listeners that have something due and are nobody's. */
    Uni<List<Taken>> take(String holder, Duration lease, int most) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(holder, lease.toMillis(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Taken(
                                row.getLong(0),
                                row.getUUID(1),
                                row.getBoolean(2),
                                row.getString(3),
                                row.getInteger(4),
                                row.getInteger(5),
                                row.getLong(6)))
                        .toList());
    }

    /** What is due of a listener, the oldest first. */
    Uni<List<Due>> due(Taken listener, int most) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(listener.id(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Due(row.getLong(0), row.getUUID(1), row.getString(2), row.getInteger(3)))
                        .toList());
    }

    /**
     * Notes the results and gives the listener back, if it is still held.
     *
     * @param failures of the listener in a row, after these results
     * @param rest for which the listener is left alone
     */
    Uni<Void> noteAndRelease(
            Taken listener, int failures, Duration rest, List<Result> results, NotificationConfig config) {
        Tuple values = Tuple.tuple()
                .addLong(listener.id())
                .addLong(listener.fence())
                .addInteger(failures)
                .addLong(rest.toMillis())
                .addValue(column(results, result -> result.delivery().id(), Long[]::new))
                .addValue(column(results, result -> result.answer().taken(), Boolean[]::new))
                .addValue(column(results, Result::attempts, Integer[]::new))
                .addValue(column(results, result -> result.pause().toMillis(), Long[]::new))
                .addValue(column(results, DeliveryTable::status, Short[]::new))
                .addValue(column(results, result -> result.answer().error().orElse(null), String[]::new))
                .addValue(column(results, result -> result.answer().body(), String[]::new))
                .addValue(column(results, result -> (int) result.answer().millis(), Integer[]::new))
                .addValue(column(results, Result::at, OffsetDateTime[]::new))
                .addInteger(config.attempts())
                .addLong(config.giveUpAfter().toMillis());
        return pool.preparedQuery(NOTE_AND_RELEASE).execute(values).replaceWithVoid();
    }

    /** Gives up what is too old to be told and drops what is too old to be kept; answers how many rows it has touched. */
    Uni<Integer> tend(NotificationConfig config) {
        return pool.preparedQuery(GIVE_UP)
                .execute(Tuple.of(config.giveUpAfter().toMillis(), config.keepDays()))
                .flatMap(given -> pool.preparedQuery(DROP_OLD)
                        .execute(Tuple.of(config.keepDays()))
                        .map(dropped -> given.rowCount() + dropped.rowCount()));
    }

    private static Short status(Result result) {
        return result.answer().status().map(Integer::shortValue).orElse(null);
    }

    private static <T> T[] column(List<Result> results, Function<Result, T> value, IntFunction<T[]> array) {
        return results.stream().map(value).toArray(array);
    }
}
