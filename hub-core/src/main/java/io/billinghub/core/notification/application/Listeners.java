package io.billinghub.core.notification.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.infrastructure.ListenerSql;
import io.billinghub.core.notification.infrastructure.ListenerSql.DeliveryPage;
import io.billinghub.core.notification.infrastructure.Targets;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.NewListener;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What a listener's owner does with it. Changes join the caller's transaction. A partner's or a customer's login makes listeners
 * of its own, which are told only of what concerns it, and knows of no others.
 */
@ApplicationScoped
public class Listeners {

    /** CloudEvents type of the event that a test sends. */
    public static final String PING = "io.billinghub.webhook.ping.v1";

    private static final int MOST_ON_A_PAGE = 1000;

    private final ListenerSql sql;
    private final Targets targets;
    private final Secrets secrets;
    private final SignedMessage messages;
    private final NotificationConfig config;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public Listeners(
            ListenerSql sql,
            Targets targets,
            Secrets secrets,
            SignedMessage messages,
            NotificationConfig config,
            AuditLog audit,
            IdGenerator ids,
            Clock clock) {
        this.sql = sql;
        this.targets = targets;
        this.secrets = secrets;
        this.messages = messages;
        this.config = config;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes sure that a callback may be called; before the transaction, since a name server may be slow.
     *
     * @return the refusal, if there is one: INVALID_REQUEST or TARGET_REFUSED
     */
    public Uni<Optional<HubException>> refusal(String callback) {
        return targets.check(callback)
                .map(url -> Optional.<HubException>empty())
                .onFailure(HubException.class)
                .recoverWithItem(refusal -> Optional.of((HubException) refusal));
    }

    /** Whether what is sent to a new TMF listener will be signed. */
    public boolean canSign() {
        return secrets.available();
    }

    /** Adds a listener; fails with LISTENER_EXISTS, TOO_MANY_LISTENERS, or SIGNING_KEY_MISSING for a webhook. */
    public Uni<Listener> register(SqlConnection transaction, TenantContext login, NewListener listener) {
        UUID uuid = ids.next();
        if (listener.signed()) {
            secrets.secretOf(uuid, 1); // refuses now what could never be sent
        }
        return sql.count(transaction, login, listener.api())
                .invoke(count -> {
                    if (count >= config.listeners()) {
                        throw new HubException(CoreError.TOO_MANY_LISTENERS, "there are " + count + " of them");
                    }
                })
                .flatMap(count -> sql.insert(transaction, login, uuid, listener, now()))
                .invoke(inserted -> {
                    if (!inserted) {
                        throw exists(listener.callback());
                    }
                })
                .flatMap(inserted -> find(transaction, listener.api(), uuid))
                .call(made -> note(transaction, login, "listener.register", Optional.empty(), Optional.of(made)));
    }

    /** One listener; fails with UNKNOWN_RESOURCE. */
    public Uni<Listener> find(SqlConnection transaction, Optional<TmfApi> api, UUID uuid) {
        return sql.find(transaction, api, uuid).map(found -> found.orElseThrow(() -> unknown(uuid)));
    }

    /** Webhooks, the newest first. */
    public Uni<List<Listener>> webhooks(SqlConnection transaction, OptionalLong after, int limit) {
        return sql.list(transaction, Optional.empty(), after, page(limit));
    }

    /**
     * Changes a webhook.
     *
     * @param version that the caller has read; empty for whatever it is now
     * @return fails with UNKNOWN_RESOURCE, LISTENER_CHANGED, LISTENER_EXISTS
     */
    public Uni<Listener> change(
            SqlConnection transaction,
            TenantContext login,
            UUID uuid,
            Optional<Integer> version,
            UnaryOperator<Listener> change) {
        return sql.locked(transaction, Optional.empty(), uuid)
                .map(found -> found.orElseThrow(() -> unknown(uuid)))
                .flatMap(before -> {
                    version.filter(read -> read != before.version()).ifPresent(read -> {
                        throw new HubException(
                                CoreError.LISTENER_CHANGED,
                                "webhook " + uuid + " has the version " + before.version() + ", not " + read);
                    });
                    Listener wanted = change.apply(before);
                    return sql.update(transaction, wanted)
                            .invoke(updated -> {
                                if (!updated) {
                                    throw exists(wanted.callback());
                                }
                            })
                            .flatMap(updated -> before.paused() && !wanted.paused()
                                    ? sql.restartWaits(transaction, before.id())
                                    : Uni.createFrom().voidItem())
                            .flatMap(updated -> find(transaction, Optional.empty(), uuid))
                            .call(after -> note(
                                    transaction, login, "listener.change", Optional.of(before), Optional.of(after)));
                });
    }

    /** Forgets a listener and its log; fails with UNKNOWN_RESOURCE. */
    public Uni<Void> delete(SqlConnection transaction, TenantContext login, Optional<TmfApi> api, UUID uuid) {
        return sql.locked(transaction, api, uuid)
                .map(found -> found.orElseThrow(() -> unknown(uuid)))
                .flatMap(found -> sql.delete(transaction, found.id())
                        .flatMap(deleted ->
                                note(transaction, login, "listener.delete", Optional.of(found), Optional.empty())));
    }

    /** Sends a test event now and answers what became of it; outside of any transaction. */
    public Uni<TargetAnswer> ping(Listener webhook, String source) {
        UUID eventId = ids.next();
        OffsetDateTime now = now();
        String body = new JsonObject()
                .put("specversion", "1.0")
                .put("id", eventId.toString())
                .put("source", source)
                .put("type", PING)
                .put("subject", "webhook/" + webhook.uuid())
                .put("time", now.toInstant().toString())
                .put("datacontenttype", "application/json")
                .put("data", new JsonObject().put("webhook", webhook.uuid().toString()))
                .encode();
        return targets.post(
                webhook.callback(),
                messages.headers(webhook.uuid(), true, webhook.secretGeneration(), eventId, now.toEpochSecond(), body),
                body);
    }

    /** The log of a webhook, the newest first; fails with UNKNOWN_RESOURCE. */
    public Uni<DeliveryPage> deliveries(
            SqlConnection transaction, UUID uuid, Optional<String> state, OptionalLong after, int limit) {
        return find(transaction, Optional.empty(), uuid)
                .flatMap(found -> sql.deliveries(transaction, found.id(), state, after, page(limit)));
    }

    /** Lets a delivery be sent once more, with the same event id; fails with UNKNOWN_RESOURCE. */
    public Uni<Void> redeliver(SqlConnection transaction, TenantContext login, UUID uuid, UUID delivery) {
        return find(transaction, Optional.empty(), uuid)
                .flatMap(found -> sql.redeliver(transaction, found.id(), delivery)
                        .invoke(again -> {
                            if (!again) {
                                throw unknown(delivery);
                            }
                        })
                        .flatMap(again -> audit.append(
                                transaction,
                                login,
                                "listener.redeliver",
                                "listener/" + uuid,
                                Optional.empty(),
                                Optional.of(new JsonObject()
                                        .put("delivery", delivery.toString())
                                        .encode()))));
    }

    private Uni<Void> note(
            SqlConnection transaction,
            TenantContext login,
            String action,
            Optional<Listener> before,
            Optional<Listener> after) {
        UUID uuid = after.or(() -> before).orElseThrow().uuid();
        return audit.append(
                transaction,
                login,
                action,
                "listener/" + uuid,
                before.map(Listeners::text),
                after.map(Listeners::text));
    }

    /** Without the query of the callback, which may hold a token. */
    private static String text(Listener listener) {
        return new JsonObject()
                .put("api", listener.api().map(TmfApi::pathName).orElse(null))
                .put("callback", listener.callback().replaceAll("\\?.*", "?…"))
                .put("query", listener.query())
                .put("eventTypes", new JsonArray(listener.eventTypes()))
                .put("paused", listener.paused())
                .put("secretGeneration", listener.secretGeneration())
                .encode();
    }

    private static int page(int limit) {
        if (limit < 1 || limit > MOST_ON_A_PAGE) {
            throw new HubException(
                    CoreError.INVALID_REQUEST, "limit is " + limit + "; it is from 1 to " + MOST_ON_A_PAGE);
        }
        return limit;
    }

    /** The types that a webhook names, checked. */
    public static Set<String> requireTypes(List<String> types) {
        for (String type : types) {
            if (!type.matches("io\\.billinghub\\.[a-z0-9.-]{1,120}")) {
                throw new HubException(
                        CoreError.INVALID_REQUEST,
                        "\"" + type
                                + "\" is no type of an event; they begin with io.billinghub. and are listed in the partners' guide");
            }
        }
        return Set.copyOf(types);
    }

    private static HubException exists(String callback) {
        return new HubException(
                CoreError.LISTENER_EXISTS, "there is a listener with this callback and query: " + callback);
    }

    private static HubException unknown(UUID uuid) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no listener or delivery with the id " + uuid);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
