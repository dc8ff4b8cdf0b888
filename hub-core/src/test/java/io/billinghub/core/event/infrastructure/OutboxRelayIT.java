package io.billinghub.core.event.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {

    private static final SqlOutbox OUTBOX = new SqlOutbox();
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static TestDatabase database;
    private static TenantContext nordlys;
    private static TenantContext other;

    private final RecordingSender kafka = new RecordingSender();
    private final OutboxRelay relay = relay("process-1", kafka);

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_relay");
        nordlys = database.tenant("nordlys");
        other = database.tenant("other");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTheOutbox() {
        await(relay("before", new RecordingSender()).pass());
    }

    @Test
    void aRowThatCommitsLateIsSentLateAndNothingTwice() {
        SqlConnection late = await(database.app().getConnection());
        await(late.query("begin").execute());
        await(late.preparedQuery("select set_config('hub.tenant', $1, true)")
                .execute(Tuple.of(Integer.toString(nordlys.tenantId()))));
        await(OUTBOX.append(late, nordlys, events("late", "l1", "l2")));
        append(nordlys, "early", "e1", "e2");

        await(relay.pass());
        assertThat(kafka.sent).containsExactly("early:e1", "early:e2");

        await(late.query("commit").execute());
        await(late.close());
        await(relay.pass());
        await(relay.pass());
        assertThat(kafka.sent).containsExactly("early:e1", "early:e2", "late:l1", "late:l2");
    }

    @Test
    void everyTenantsEventsAreSentAndSayWhoseTheyAre() {
        append(nordlys, "a", "1");
        append(other, "a", "2");
        await(relay.pass());
        assertThat(kafka.tenants).containsExactly(nordlys.tenantId(), other.tenantId());
    }

    @Test
    void anEventThatFailsKeepsItsKeyBackAndNoOther() {
        append(nordlys, "stuck", "s1", "s2", "s3");
        append(nordlys, "free", "f1", "f2");
        kafka.refused.add("stuck:s2");

        OutboxRelay.Pass pass = await(relay.pass());
        assertThat(pass).isEqualTo(new OutboxRelay.Pass(3, 1));
        assertThat(kafka.sent).containsExactlyInAnyOrder("stuck:s1", "free:f1", "free:f2");

        kafka.refused.clear();
        await(relay.pass());
        assertThat(kafka.sent)
                .filteredOn(sent -> sent.startsWith("stuck"))
                .containsExactly("stuck:s1", "stuck:s2", "stuck:s3");
    }

    @Test
    void inBatchesSmallerThanTheBacklogTheOrderHolds() {
        String[] data = new String[20];
        Arrays.setAll(data, n -> "b" + n);
        append(nordlys, "backlog", data);
        OutboxRelay small = new OutboxRelay(new OutboxTable(database.relay()), kafka, "small", LEASE, 3);

        for (int pass = 0; pass < 7; pass++) { // 20 = 6 x 3 + 2
            await(small.pass());
        }
        assertThat(kafka.sent)
                .containsExactlyElementsOf(
                        Arrays.stream(data).map(one -> "backlog:" + one).toList());
    }

    @Test
    void whatAnotherProcessHoldsIsLeftToIt() {
        append(nordlys, "held", "h1");
        OutboxTable table = new OutboxTable(database.relay());
        List<OutboxTable.Lease> leases = await(table.takePendingBuckets("somebody-else", LEASE));

        assertThat(await(relay.pass())).isEqualTo(OutboxRelay.Pass.NOTHING);
        await(table.markSentAndRelease(leases.get(0), List.of()));
        await(relay.pass());
        assertThat(kafka.sent).containsExactly("held:h1");
    }

    @Test
    void whoLostTheLeaseMarksNothing() {
        append(nordlys, "lost", "x1");
        OutboxTable table = new OutboxTable(database.relay());
        OutboxTable.Lease lost =
                await(table.takePendingBuckets("slow", Duration.ofMillis(-1))).get(0);
        List<OutboxRow> rows = await(table.pending(lost, 10));
        OutboxTable.Lease taken = await(table.takePendingBuckets("fast", LEASE)).get(0);

        assertThat(taken.fence()).isGreaterThan(lost.fence());
        assertThat(await(table.markSentAndRelease(lost, rows))).isZero();
        assertThat(await(table.markSentAndRelease(taken, rows))).isEqualTo(1);
    }

    @Test
    void processesSideBySideSendEveryEventInOrder() {
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            append(nordlys, "side-" + n % 8, "n" + n);
            expected.add("side-" + n % 8 + ":n" + n);
        }
        OutboxRelay second = relay("process-2", kafka);
        for (int round = 0; round < 10; round++) {
            await(Uni.combine().all().unis(relay.pass(), second.pass()).asTuple());
        }
        assertThat(kafka.sent).containsExactlyInAnyOrderElementsOf(expected);
        for (int key = 0; key < 8; key++) {
            String prefix = "side-" + key + ":";
            assertThat(kafka.sent.stream().filter(sent -> sent.startsWith(prefix)))
                    .containsExactlyElementsOf(expected.stream()
                            .filter(one -> one.startsWith(prefix))
                            .toList());
        }
    }

    @Test
    void daysAreMadeAheadAndDroppedOnceTheyAreSent() {
        OutboxTable table = new OutboxTable(database.relay());
        LocalDate day = LocalDate.of(2026, 12, 30);
        await(table.ensureDays(day, 3));
        await(table.ensureDays(day, 3)); // again: nothing to do
        appendOn("2026-12-31", "day", "d1");
        assertThat(partitionOf("day")).isEqualTo("outbox_20261231");

        assertThat(await(table.dropSentDays(LocalDate.of(2027, 1, 5)))).isEqualTo(2); // the 30th and the 1st
        await(relay.pass());
        assertThat(kafka.sent).containsExactly("day:d1");
        assertThat(await(table.dropSentDays(LocalDate.of(2027, 1, 5)))).isEqualTo(1);
        appendOn("2026-12-31", "no-day", "d2");
        assertThat(partitionOf("no-day")).isEqualTo("outbox_default");
        await(table.ensureDays(day, 3)); // the 31st stays in the default partition, where it has a row
        await(relay.pass());
        assertThat(kafka.sent).containsExactly("day:d1", "no-day:d2");
    }

    private static String partitionOf(String key) {
        return database.text(nordlys, "select tableoid::regclass from outbox where key = '" + key + "'");
    }

    private static OutboxRelay relay(String holder, EventSender sender) {
        return new OutboxRelay(new OutboxTable(database.relay()), sender, holder, LEASE, 256);
    }

    private static void append(TenantContext tenant, String key, String... data) {
        database.inTenant(tenant, connection -> OUTBOX.append(connection, tenant, events(key, data)));
    }

    private static void appendOn(String day, String key, String data) {
        DomainEvent event = event(key, data, Instant.parse(day + "T12:00:00Z"));
        database.inTenant(nordlys, connection -> OUTBOX.append(connection, nordlys, List.of(event)));
    }

    private static List<DomainEvent> events(String key, String... data) {
        return Arrays.stream(data)
                .map(one -> event(key, one, Instant.parse("2026-10-31T22:00:00Z")))
                .toList();
    }

    private static DomainEvent event(String key, String data, Instant occurredAt) {
        return new DomainEvent(UUID.randomUUID(), Topic.BILLS, key, "io.billinghub.test.v1", "test", occurredAt, data);
    }

    /** Keeps what it is given; refuses what it is told to. */
    private static final class RecordingSender implements EventSender {
        final List<String> sent = Collections.synchronizedList(new ArrayList<>());
        final List<Integer> tenants = Collections.synchronizedList(new ArrayList<>());
        final Set<String> refused = new HashSet<>();

        @Override
        public Uni<Void> send(OutboxRow row) {
            String event = row.key() + ":" + row.data();
            if (refused.contains(event)) {
                return Uni.createFrom().failure(new IllegalStateException("the broker refused " + event));
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(2))
                    .invoke(() -> {
                        sent.add(event);
                        tenants.add(row.tenantId());
                    });
        }

        @Override
        public Uni<Void> prepare() {
            return Uni.createFrom().voidItem();
        }
    }
}
