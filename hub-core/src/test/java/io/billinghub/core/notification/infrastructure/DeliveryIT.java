package io.billinghub.core.notification.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.egress.HostResolver;
import io.billinghub.core.notification.infrastructure.DeliveryTable.Taken;
import io.billinghub.core.notification.infrastructure.ListenerSite.Behaviour;
import io.billinghub.core.notification.infrastructure.ListenerSite.Call;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.Signature;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the queue to listeners that behave in any way, with several workers, and with some that are killed. */
class DeliveryIT {

    private static final String TYPE = "io.billinghub.test.v1";
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private static TestDatabase database;
    private static Notifications hub;
    private TenantContext tenant;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_delivery");
        hub = new Notifications(database, TestConfig.FAST);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = database.tenant("delivery-" + TENANTS.incrementAndGet());
    }

    @Test
    void aListenerThatIsDeadSlowOrLyingDelaysNobody() {
        try (ListenerSite good = new ListenerSite(Behaviour.TAKE);
                ListenerSite slow = new ListenerSite(Behaviour.SILENCE);
                ListenerSite inside = new ListenerSite(Behaviour.TAKE);
                ListenerSite lying = new ListenerSite(
                                Behaviour.TAKE_WITH_GARBAGE,
                                Behaviour.FAIL,
                                Behaviour.REDIRECT_INSIDE,
                                Behaviour.FAIL,
                                Behaviour.ENDLESS_BODY,
                                Behaviour.REDIRECT_INSIDE,
                                Behaviour.TAKE_WITH_GARBAGE,
                                Behaviour.BODY_THAT_STOPS)
                        .redirectingTo(inside)) {
            Listener dead = hub.webhook(tenant, ListenerSite.nobody());
            Listener slowOne = hub.webhook(tenant, slow.url());
            Listener liar = hub.webhook(tenant, lying.url());
            Listener goodOne = hub.webhook(tenant, good.url());
            List<UUID> events =
                    IntStream.range(0, 40).mapToObj(n -> UUID.randomUUID()).toList();
            events.forEach(
                    event -> assertThat(hub.happens(tenant, event, TYPE, "{}")).isEqualTo(4));
            events.forEach(
                    event -> assertThat(hub.happens(tenant, event, TYPE, "{}")).isZero()); // Kafka again
            DeliveryWorker one = hub.worker();
            DeliveryWorker other = hub.worker();
            one.begin();
            other.begin();
            try {
                Notifications.until("the good one has all", () -> good.calls().size() >= 40);
                assertThat(hub.count(tenant, slowOne, "state <> 'PENDING'")).isZero();
                Notifications.until(
                        "the lying one has all", () -> hub.count(tenant, liar, "state = 'DELIVERED'") == 40);
                Notifications.until("all is noted", () -> hub.count(tenant, goodOne, "state = 'DELIVERED'") == 40);
            } finally {
                one.end();
                other.end();
            }

            List<String> ids = events.stream().map(UUID::toString).toList();
            assertThat(good.eventIds()).containsExactlyElementsOf(ids); // each once, and in order
            assertThat(lying.eventIds()).containsAll(ids).hasSizeGreaterThan(40);
            assertThat(inside.calls()).isEmpty();
            assertThat(hub.count(tenant, dead, "state = 'PENDING' and queued_at is not null"))
                    .isEqualTo(40);
            assertThat(hub.count(tenant, dead, "last_error like '%refused%'")).isPositive();
            assertThat(hub.count(tenant, slowOne, "last_error like 'no answer within%'"))
                    .isPositive();
            assertThat(database.number(tenant, "select max(length(answer)) from event_delivery_attempt"))
                    .isEqualTo(1024);
            assertThat(database.number(tenant, "select failures from event_listener where id = " + goodOne.id()))
                    .isZero();
        }
    }

    @Test
    void whatIsSentIsSignedAndTellsItsEvent() {
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE)) {
            Listener webhook = hub.webhook(tenant, site.url());
            UUID event = UUID.randomUUID();
            hub.happens(tenant, event, TYPE, "{\"amount\":12.30}");
            work(() -> site.calls().size() == 1);

            Call call = site.calls().get(0);
            assertThat(call.body())
                    .isEqualTo("{\"specversion\" : \"1.0\", \"id\" : \"" + event + "\", \"source\" : \"/billing-hub\", "
                            + "\"type\" : \"" + TYPE
                            + "\", \"subject\" : \"subject\", \"time\" : \"2026-11-02T10:00:00.000Z\", "
                            + "\"datacontenttype\" : \"application/json\", \"data\" : {\"amount\":12.30}}");
            assertThat(call.headers().getFirst("Content-Type")).startsWith("application/cloudevents+json");
            assertThat(call.eventId()).isEqualTo(event.toString());
            long timestamp = Long.parseLong(call.headers().getFirst("Hub-Timestamp"));
            assertThat(call.headers().getFirst("Hub-Signature"))
                    .isEqualTo(Signature.of(hub.secrets.secretOf(webhook.uuid(), 1), timestamp, call.body()));
        }
    }

    @Test
    void aWorkerThatIsKilledLosesNothingAndQueuesNothingTwice() {
        Notifications mortal = new Notifications(
                database,
                new TestConfig(Duration.ofMillis(200), Duration.ofMillis(900), Duration.ofMillis(100), 1_000));
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE)) {
            Listener webhook = mortal.webhook(tenant, site.url());
            List<String> ids = IntStream.range(0, 20)
                    .mapToObj(n -> UUID.randomUUID())
                    .peek(event -> mortal.happens(tenant, event, TYPE, "{}"))
                    .map(UUID::toString)
                    .toList();
            // it takes the listener and sends three, but dies before it can note them
            Taken held = await(mortal.queue().take("killed", mortal.config.lease(), 100)).stream()
                    .filter(taken -> taken.uuid().equals(webhook.uuid()))
                    .findFirst()
                    .orElseThrow();
            List<DeliveryTable.Due> due = await(mortal.queue().due(held, 3));
            assertThat(due).hasSize(3);
            Targets targets = new Targets(
                    database.vertx().getDelegate(),
                    mortal.config,
                    new EgressRule(List.of("loopback")),
                    HostResolver.SYSTEM);
            due.forEach(one -> await(targets.post(
                    site.url(), Map.of("Hub-Event-Id", one.eventId().toString()), one.body())));
            assertThat(await(mortal.queue().take("next", mortal.config.lease(), 100)).stream()
                            .map(Taken::uuid))
                    .doesNotContain(webhook.uuid()); // the lease still stands

            work(() -> mortal.count(tenant, webhook, "state = 'DELIVERED'") == 20);

            assertThat(site.eventIds()).hasSize(23).containsAll(ids);
            assertThat(site.eventIds().stream().distinct()).hasSize(20);
            assertThat(mortal.count(tenant, webhook, "true")).isEqualTo(20);
            // and if it was not dead, only slow: what it notes now is refused
            await(mortal.queue()
                    .noteAndRelease(
                            held,
                            7,
                            Duration.ofHours(1),
                            List.of(new DeliveryTable.Result(
                                    due.get(0),
                                    OffsetDateTime.now(ZoneOffset.UTC),
                                    TargetAnswer.ofFailure("late", 1),
                                    9,
                                    Duration.ofHours(1))),
                            mortal.config));
            assertThat(database.number(tenant, "select failures from event_listener where id = " + webhook.id()))
                    .isZero();
            assertThat(mortal.count(tenant, webhook, "state = 'DELIVERED' and attempts = 1"))
                    .isEqualTo(20);
            assertThat(database.number(tenant, "select count(*) from event_delivery_attempt"))
                    .isEqualTo(20);
        }
    }

    @Test
    void afterTooManyFailuresAnEventIsDeadUntilItIsAskedForByHand() {
        Notifications impatient = new Notifications(
                database, new TestConfig(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(40), 3));
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE, Behaviour.FAIL, Behaviour.FAIL, Behaviour.FAIL)) {
            Listener webhook = impatient.webhook(tenant, site.url());
            impatient.happens(tenant, TYPE, "{}");
            DeliveryWorker worker = impatient.worker();
            worker.begin();
            try {
                Notifications.until("it is dead", () -> impatient.count(tenant, webhook, "state = 'DEAD'") == 1);
                assertThat(site.calls()).hasSize(3);
                UUID delivery = UUID.fromString(database.text(
                        tenant, "select uuid::text from event_delivery where listener_id = " + webhook.id()));
                database.inTenant(
                        tenant,
                        transaction -> impatient.listeners.redeliver(transaction, tenant, webhook.uuid(), delivery));
                Notifications.until(
                        "it is delivered", () -> impatient.count(tenant, webhook, "state = 'DELIVERED'") == 1);
            } finally {
                worker.end();
            }
            assertThat(site.eventIds()).hasSize(4);
            assertThat(site.eventIds().stream().distinct()).hasSize(1);
            assertThat(database.number(tenant, "select count(*) from event_delivery_attempt"))
                    .isEqualTo(4);
        }
    }

    @Test
    void anEventThatIsRefusedDoesNotHoldBackTheNext() {
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE, Behaviour.FAIL)) {
            Listener webhook = hub.webhook(tenant, site.url());
            hub.happens(tenant, TYPE, "{\"n\":1}");
            hub.happens(tenant, TYPE, "{\"n\":2}");
            work(() -> hub.count(tenant, webhook, "state = 'DELIVERED'") == 2);
            assertThat(site.calls()).hasSize(3);
        }
    }

    @Test
    void aPausedListenerGetsWhatHappenedMeanwhileAfterwards() {
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE);
                ListenerSite witness = new ListenerSite(Behaviour.TAKE)) {
            Listener webhook = hub.webhook(tenant, site.url());
            hub.webhook(tenant, witness.url());
            pause(webhook, true);
            hub.happens(tenant, TYPE, "{}");
            work(() -> witness.calls().size() == 1);
            assertThat(site.calls()).isEmpty();
            pause(webhook, false);
            work(() -> site.calls().size() == 1);
        }
    }

    @Test
    void whatIsTooOldIsGivenUpAndDroppedInTheEnd() {
        Listener dead = hub.webhook(tenant, ListenerSite.nobody());
        Listener idle = hub.webhook(tenant, "http://127.0.0.1:1025/idle");
        pause(idle, true);
        hub.happens(tenant, TYPE, "{}");
        hub.happens(tenant, TYPE, "{}");
        await(database.relay()
                .query("update event_listener set failures = 9, failing_since = now() - interval '25 hours' where id = "
                        + dead.id())
                .execute());
        database.execute(tenant, "update event_delivery set due_since = now() - interval '25 hours'");
        await(hub.queue().tend(hub.config));
        assertThat(hub.count(tenant, dead, "state = 'DEAD' and last_error = 'not sent in time'"))
                .isEqualTo(2);
        assertThat(hub.count(tenant, idle, "state = 'PENDING'")).isEqualTo(2);

        database.execute(tenant, "update event_delivery set due_since = now() - interval '31 days'");
        await(database.relay()
                .query("update event_delivery set ended_at = now() - interval '31 days' where state = 'DEAD'")
                .execute());
        await(hub.queue().tend(hub.config));
        assertThat(hub.count(tenant, dead, "true")).isZero();
        assertThat(hub.count(tenant, idle, "state = 'DEAD'")).isEqualTo(2);
    }

    private static void work(BooleanSupplier done) {
        DeliveryWorker worker = hub.worker();
        worker.begin();
        try {
            Notifications.until("the worker has done it", done);
        } finally {
            worker.end();
        }
    }

    private void pause(Listener webhook, boolean paused) {
        database.inTenant(
                tenant,
                transaction -> hub.listeners.change(
                        transaction, tenant, webhook.uuid(), Optional.empty(), before -> before.withPaused(paused)));
    }
}
