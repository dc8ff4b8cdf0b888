package io.billinghub.core.notification.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.egress.HostResolver;
import io.billinghub.core.event.infrastructure.SqlInbox;
import io.billinghub.core.event.model.ReceivedEvent;
import io.billinghub.core.notification.application.FanOut;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.application.Secrets;
import io.billinghub.core.notification.application.SignedMessage;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.NewListener;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The real use cases of notifications on a test database, wired by hand. */
final class Notifications {

    static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

    final TestDatabase database;
    final TestConfig config;
    final Secrets secrets;
    final Listeners listeners;
    private final FanOut fanOut;
    private final Vertx vertx;

    Notifications(TestDatabase database, TestConfig config) {
        this.database = database;
        this.config = config;
        this.vertx = database.vertx().getDelegate();
        this.secrets = new Secrets(config);
        this.fanOut = new FanOut(database.transactions(), new SqlInbox(), new FanOutSql(), "/billing-hub");
        this.listeners = new Listeners(
                new ListenerSql(),
                targets(),
                secrets,
                new SignedMessage(secrets),
                config,
                new AuditLog(),
                UUID::randomUUID,
                Clock.systemUTC());
    }

    /** One more worker, as another process would have it. */
    DeliveryWorker worker() {
        return new DeliveryWorker(
                vertx,
                database.relay(),
                targets(),
                new SignedMessage(secrets),
                config,
                new Roles(List.of("adapters")),
                Clock.systemUTC());
    }

    DeliveryTable queue() {
        return new DeliveryTable(database.relay());
    }

    /** A visit by a process that has its own connections to listeners. */
    ListenerVisit visit() {
        return new ListenerVisit(queue(), targets(), new SignedMessage(secrets), config, Clock.systemUTC());
    }

    Listener webhook(TenantContext login, String url, String... types) {
        return register(login, NewListener.webhook(url, Set.of(types), Optional.empty()));
    }

    Listener subscription(TenantContext login, TmfApi api, String url, String query) {
        return register(login, NewListener.of(api, url, query, true));
    }

    Listener register(TenantContext login, NewListener listener) {
        return database.inTenant(login, transaction -> listeners.register(transaction, login, listener));
    }

    /** An event as Kafka delivers it; answers how many deliveries it has made. */
    int happens(TenantContext tenant, UUID id, String type, String data) {
        return await(fanOut.of(new ReceivedEvent(id, tenant.tenantId(), type, "subject", NOW, data)));
    }

    int happens(TenantContext tenant, String type, String data) {
        return happens(tenant, UUID.randomUUID(), type, data);
    }

    /** What is queued for a listener: types, in order, separated by blanks. */
    String queued(TenantContext tenant, Listener listener) {
        return database.text(
                tenant,
                "select coalesce(string_agg(type, ' ' order by id), '') from event_delivery where listener_id = "
                        + listener.id());
    }

    long count(TenantContext tenant, Listener listener, String condition) {
        return database.number(
                tenant,
                "select count(*) from event_delivery where listener_id = " + listener.id() + " and " + condition);
    }

    /** Asks again and again until the answer is yes. */
    static void until(String what, BooleanSupplier question) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 60 s in vain until " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Targets targets() {
        return new Targets(vertx, config, new EgressRule(List.of("loopback")), HostResolver.SYSTEM);
    }
}
