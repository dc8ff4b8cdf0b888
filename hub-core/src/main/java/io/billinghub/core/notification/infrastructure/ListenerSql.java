package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.ListenerQuery.Condition;
import io.billinghub.core.notification.model.NewListener;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Listeners and the log of what they were told, in the caller's transaction; a partner or customer reaches its own alone. */
@ApplicationScoped
public class ListenerSql {

    private static final String LISTENER = """
            select id, uuid, api, callback, query, event_types, description, secret_generation, state, created_by, created_at, version,
                   failures from event_listener
            """;

    private static final String INSERT = """
            insert into event_listener (tenant_id, uuid, kind, api, callback, query, event_types, fields, filter, description,
                                        secret_generation, partner_id, account_id, created_by, created_at)
            values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $12, $13, $14)
            on conflict do nothing
            """;

    // locks as well, so that of two that add the last one allowed the second waits
    private static final String COUNT = """
            select count(*) from event_listener
             where api is not distinct from $1 and partner_id is not distinct from $2 and account_id is not distinct from $3
               and pg_advisory_xact_lock(hashtext('event_listener'), hub_tenant()) is not null
            """;

    private static final String DELIVERIES = """
            select d.id, json_build_object(
                     'id', d.uuid, 'eventId', d.event_id, 'type', d.type, 'subject', d.subject, 'state', lower(d.state),
                     'queuedAt', to_json(d.queued_at at time zone 'UTC') #>> '{}' || 'Z',
                     'nextAttemptAt', case when d.state = 'PENDING' then to_json(d.next_attempt_at at time zone 'UTC') #>> '{}' || 'Z' end,
                     'endedAt', to_json(d.ended_at at time zone 'UTC') #>> '{}' || 'Z',
                     'lastStatus', d.last_status, 'lastError', d.last_error,
                     'attempts', coalesce((
                       select json_agg(json_build_object(
                                'at', to_json(a.attempted_at at time zone 'UTC') #>> '{}' || 'Z', 'millis', a.millis,
                                'status', a.status, 'error', a.error, 'answer', a.answer) order by a.id)
                         from event_delivery_attempt a where a.delivery_id = d.id), '[]'))::text
              from event_delivery d
             where d.listener_id = $1 and ($2::bigint is null or d.id < $2) and ($3::text is null or d.state = $3)
             order by d.id desc limit $4
            """;

    private static final String REDELIVER = """
            with again as (
              update event_delivery set state = 'PENDING', attempts = 0, due_since = now(), next_attempt_at = now(), ended_at = null
               where uuid = $2 and listener_id = $1 returning listener_id)
            update event_listener l set rest_until = '-infinity' from again where l.id = again.listener_id
            """;

    /** A page of the log; each item is JSON text. */
    public record DeliveryPage(List<String> items, OptionalLong next) {}

    /** How many listeners of the API, or webhooks, the login's own side has; waits for others that count. */
    public Uni<Long> count(SqlConnection transaction, TenantContext login, Optional<TmfApi> api) {
        return transaction
                .preparedQuery(COUNT)
                .execute(Tuple.tuple()
                        .addString(api.map(TmfApi::pathName).orElse(null))
                        .addLong(orNull(login.partnerId()))
                        .addLong(orNull(login.accountId())))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Adds the listener; false if there is one with the same callback and query. */
    public Uni<Boolean> insert(
            SqlConnection transaction, TenantContext login, UUID uuid, NewListener listener, OffsetDateTime now) {
        Tuple values = Tuple.tuple()
                .addUUID(uuid)
                .addString(listener.api().isPresent() ? "TMF" : "HUB")
                .addString(listener.api().map(TmfApi::pathName).orElse(null))
                .addString(listener.callback())
                .addString(listener.query())
                .addValue(arrayOrNull(listener.eventTypes()))
                .addValue(arrayOrNull(listener.fields()))
                .addString(conditions(listener.conditions()))
                .addString(listener.description().orElse(null))
                .addInteger(listener.signed() ? 1 : 0)
                .addLong(orNull(login.partnerId()))
                .addLong(orNull(login.accountId()))
                .addString(login.actor())
                .addOffsetDateTime(now);
        return transaction.preparedQuery(INSERT).execute(values).map(inserted -> inserted.rowCount() == 1);
    }

    /** The listener of the API, or the webhook, locked until the transaction ends. */
    public Uni<Optional<Listener>> locked(SqlConnection transaction, Optional<TmfApi> api, UUID uuid) {
        return find(transaction, api, uuid, " for update");
    }

    /** The listener of the API, or the webhook. */
    public Uni<Optional<Listener>> find(SqlConnection transaction, Optional<TmfApi> api, UUID uuid) {
        return find(transaction, api, uuid, "");
    }

    private static Uni<Optional<Listener>> find(
            SqlConnection transaction, Optional<TmfApi> api, UUID uuid, String lock) {
        return transaction
                .preparedQuery(LISTENER + " where uuid = $1 and api is not distinct from $2" + lock)
                .execute(Tuple.of(uuid, api.map(TmfApi::pathName).orElse(null)))
                .map(rows -> listeners(rows).stream().findFirst());
    }

    /** Listeners of the API, or webhooks, the newest first. */
    public Uni<List<Listener>> list(SqlConnection transaction, Optional<TmfApi> api, OptionalLong after, int limit) {
        return transaction
                .preparedQuery(LISTENER + """
                         where api is not distinct from $1 and ($2::bigint is null or id < $2) order by id desc limit $3
                        """)
                .execute(Tuple.of(api.map(TmfApi::pathName).orElse(null), orNull(after), limit))
                .map(ListenerSql::listeners);
    }

    /** Writes what a webhook's owner may change; false if that makes it the same as another one. */
    public Uni<Boolean> update(SqlConnection transaction, Listener listener) {
        return transaction
                .preparedQuery("""
                        update event_listener l
                           set callback = $2, query = $3, event_types = $4, description = $5, state = $6, secret_generation = $7,
                               version = version + 1, rest_until = '-infinity'
                         where id = $1 and not exists (
                           select from event_listener o
                            where o.id <> l.id and o.kind = l.kind and o.api is not distinct from l.api and o.callback = $2
                              and o.query = $3 and o.partner_id is not distinct from l.partner_id
                              and o.account_id is not distinct from l.account_id)
                        """)
                .execute(Tuple.tuple()
                        .addLong(listener.id())
                        .addString(listener.callback())
                        .addString(listener.query())
                        .addValue(arrayOrNull(Set.copyOf(listener.eventTypes())))
                        .addString(listener.description().orElse(null))
                        .addString(listener.paused() ? "PAUSED" : "ACTIVE")
                        .addInteger(listener.secretGeneration()))
                .map(updated -> updated.rowCount() == 1);
    }

    /** The time after which waiting events are given up begins anew: they waited for the pause to end. */
    public Uni<Void> restartWaits(SqlConnection transaction, long listener) {
        return transaction
                .preparedQuery(
                        "update event_delivery set due_since = now(), next_attempt_at = now() where listener_id = $1 and state = 'PENDING'")
                .execute(Tuple.of(listener))
                .replaceWithVoid();
    }

    /** Forgets the listener and all that it was told or still to be told. */
    public Uni<Void> delete(SqlConnection transaction, long listener) {
        return transaction
                .preparedQuery("delete from event_listener where id = $1")
                .execute(Tuple.of(listener))
                .replaceWithVoid();
    }

    /**
     * A page of the listener's log, the newest first.
     *
     * @param state PENDING, DELIVERED or DEAD; empty for all
     */
    public Uni<DeliveryPage> deliveries(
            SqlConnection transaction, long listener, Optional<String> state, OptionalLong after, int limit) {
        return transaction
                .preparedQuery(DELIVERIES)
                .execute(Tuple.of(listener, orNull(after), state.orElse(null), limit))
                .map(rows -> {
                    List<String> items = new ArrayList<>();
                    long last = 0;
                    for (Row row : rows) {
                        last = row.getLong(0);
                        items.add(row.getString(1));
                    }
                    return new DeliveryPage(
                            items, items.size() == limit ? OptionalLong.of(last) : OptionalLong.empty());
                });
    }

    /** Lets a delivery be sent once more, from its beginning; false if the listener has no such one. */
    public Uni<Boolean> redeliver(SqlConnection transaction, long listener, UUID delivery) {
        return transaction
                .preparedQuery(REDELIVER)
                .execute(Tuple.of(listener, delivery))
                .map(updated -> updated.rowCount() == 1);
    }

    private static List<Listener> listeners(RowSet<Row> rows) {
        List<Listener> listeners = new ArrayList<>();
        for (Row row : rows) {
            String[] types = row.getArrayOfStrings("event_types");
            listeners.add(new Listener(
                    row.getLong("id"),
                    row.getUUID("uuid"),
                    Optional.ofNullable(row.getString("api")).flatMap(TmfApi::ofPathName),
                    row.getString("callback"),
                    row.getString("query"),
                    types == null ? List.of() : List.of(types),
                    Optional.ofNullable(row.getString("description")),
                    row.getInteger("secret_generation"),
                    row.getString("state").equals("PAUSED"),
                    row.getString("created_by"),
                    row.getOffsetDateTime("created_at"),
                    row.getInteger("version"),
                    row.getInteger("failures")));
        }
        return listeners;
    }

    private static String conditions(List<Condition> conditions) {
        JsonArray array = new JsonArray();
        conditions.forEach(condition -> array.add(new JsonObject()
                .put("path", new JsonArray(condition.path()))
                .put("values", new JsonArray(condition.values()))));
        return array.encode();
    }

    private static String[] arrayOrNull(Set<String> values) {
        return values.isEmpty() ? null : values.stream().sorted().toArray(String[]::new);
    }

    private static Long orNull(OptionalLong id) {
        return id.isPresent() ? id.getAsLong() : null;
    }
}
