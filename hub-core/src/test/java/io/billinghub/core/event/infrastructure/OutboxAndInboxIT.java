package io.billinghub.core.event.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxAndInboxIT {

    private static TestDatabase database;
    private static TenantContext tenant;
    private static final SqlOutbox OUTBOX = new SqlOutbox();
    private static final SqlInbox INBOX = new SqlInbox();

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_outbox_inbox");
        tenant = database.tenant("nordlys");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void eventsAreThereIfTheBusinessTransactionCommits() {
        List<DomainEvent> events = IntStream.range(0, 500)
                .mapToObj(n -> event("commits", "{\"n\":" + n + "}"))
                .toList();
        database.inTenant(tenant, connection -> OUTBOX.append(connection, tenant, events));

        String inOrderOfIds =
                "select string_agg((data::json ->> 'n'), ',' order by id) from outbox where key = 'commits'";
        assertThat(database.text(tenant, inOrderOfIds))
                .isEqualTo(String.join(
                        ",", IntStream.range(0, 500).mapToObj(Integer::toString).toList()));
        assertThat(database.number(tenant, "select count(distinct bucket) from outbox where key = 'commits'"))
                .isEqualTo(1);
    }

    @Test
    void eventsAreGoneIfTheBusinessTransactionRollsBack() {
        Uni<Void> business = database.transactions()
                .run(
                        tenant,
                        connection -> OUTBOX.append(connection, tenant, List.of(event("rolled-back", "{}")))
                                .flatMap(appended ->
                                        Uni.createFrom().failure(new IllegalStateException("the business failed"))));

        assertThatThrownBy(() -> await(business)).hasMessage("the business failed");
        assertThat(database.number(tenant, "select count(*) from outbox where key = 'rolled-back'"))
                .isZero();
    }

    @Test
    void anotherTenantsEventIsRefused() {
        TenantContext other = database.tenant("other");
        assertThatThrownBy(() -> database.inTenant(
                        tenant, connection -> OUTBOX.append(connection, other, List.of(event("stolen", "{}")))))
                .hasMessageContaining("row-level security");
    }

    @Test
    void anEventIsClaimedOnceByEachConsumer() {
        UUID event = UUID.randomUUID();
        assertThat(claim("shares", event)).isTrue();
        assertThat(claim("shares", event)).isFalse();
        assertThat(claim("statements", event)).isTrue();
    }

    @Test
    void aClaimThatIsRolledBackIsFreeAgain() {
        UUID event = UUID.randomUUID();
        Uni<Boolean> fails = database.transactions()
                .run(
                        tenant,
                        connection -> INBOX.claim(connection, tenant, "shares", event)
                                .flatMap(claimed ->
                                        Uni.createFrom().failure(new IllegalStateException("the effect failed"))));

        assertThatThrownBy(() -> await(fails)).hasMessage("the effect failed");
        assertThat(claim("shares", event)).isTrue();
    }

    @Test
    void ofTwoDeliveriesAtOnceOneIsHandled() {
        UUID event = UUID.randomUUID();
        List<Boolean> claims = await(Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(n -> database.transactions()
                                .run(
                                        tenant,
                                        connection -> INBOX.claim(connection, tenant, "at-once", event)
                                                .call(claimed -> connection
                                                        .query("select pg_sleep(0.05)")
                                                        .execute())))
                        .toList())
                .andFailFast());

        assertThat(claims).containsExactlyInAnyOrder(true, false, false, false);
    }

    private static boolean claim(String consumer, UUID event) {
        return database.inTenant(tenant, connection -> INBOX.claim(connection, tenant, consumer, event));
    }

    private static DomainEvent event(String key, String data) {
        return new DomainEvent(
                UUID.randomUUID(),
                Topic.BILLS,
                key,
                "io.billinghub.test.v1",
                "test",
                Instant.parse("2026-10-31T22:00:00Z"),
                data);
    }
}
