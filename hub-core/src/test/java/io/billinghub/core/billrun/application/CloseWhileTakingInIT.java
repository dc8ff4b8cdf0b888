package io.billinghub.core.billrun.application;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run closes its period behind the intake that is under way, however much intake follows; which is then of the next period. */
class CloseWhileTakingInIT {

    /** As intake begins. */
    private static final String TAKE_IN =
            "select open_from::text from cycles_for_intake(array(select id from bill_cycle))";

    private static final String WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
            + " and database = (select oid from pg_database where datname = current_database())";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_close_while_taking_in");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theCloseWaitsForWhoWasFirstAndWhoComesLaterWaitsForTheClose() {
        BillRunFixture fixture = fixture("queue");
        SqlConnection first = begun(fixture);
        assertThat(openFrom(first)).isEqualTo("2026-10-01");
        UUID run = fixture.start().uuid();
        CompletableFuture<Void> worker = fixture.worker(100, 1).workOnce().subscribeAsCompletionStage();
        untilSoManyWait(fixture, 1);

        SqlConnection later = begun(fixture);
        CompletableFuture<String> seen = taking(later).subscribeAsCompletionStage();
        untilSoManyWait(fixture, 2);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.COLLECTING);

        end(first);

        assertThat(await(Uni.createFrom().completionStage(seen))).isEqualTo("2026-11-01");
        end(later);
        await(Uni.createFrom().completionStage(worker));
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
    }

    /** Four clients, each of which begins anew as soon as it has ended: at each moment some transaction holds the period open. */
    @Test
    void clientsThatNeverStopDoNotKeepAPeriodOpen() {
        BillRunFixture fixture = fixture("busy");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger taken = new AtomicInteger();
        List<CompletableFuture<Void>> clients = IntStream.range(0, 4)
                .mapToObj(client -> Uni.createFrom()
                        .deferred(() -> database.transactions()
                                .run(
                                        fixture.operator,
                                        connection -> taking(connection)
                                                .call(() -> connection
                                                        .query("select pg_sleep(0.2)") // what intake does meanwhile
                                                        .execute())))
                        .invoke(taken::incrementAndGet)
                        .repeat()
                        .until(open -> stop.get())
                        .collect()
                        .last()
                        .replaceWithVoid()
                        .subscribeAsCompletionStage())
                .toList();
        try {
            UUID run = fixture.runToTheEnd(fixture.worker(100, 1));

            assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
            assertThat(clients).noneMatch(CompletableFuture::isDone);
        } finally {
            stop.set(true);
            clients.forEach(CompletableFuture::join);
        }
        assertThat(taken).hasValueGreaterThan(4);
        assertThat(database.text(fixture.operator, "select open_from::text from bill_cycle"))
                .isEqualTo("2026-11-01");
    }

    /** What comes behind the close finds its tables there. */
    @Test
    void theTablesOfTheNextPeriodAreThere() {
        BillRunFixture fixture = fixture("tables");

        fixture.runToTheEnd(fixture.worker(100, 1));

        assertThat(database.text(fixture.operator, "select to_regclass('usage_record_202611')::text"))
                .isEqualTo("usage_record_202611");
    }

    private static BillRunFixture fixture(String tenant) {
        BillRunFixture fixture = new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    private static Uni<String> taking(SqlConnection connection) {
        return connection
                .query(TAKE_IN)
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    private static String openFrom(SqlConnection connection) {
        return await(taking(connection));
    }

    private static void untilSoManyWait(BillRunFixture fixture, int waiting) {
        await(Uni.createFrom()
                .item(() -> 0L)
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(20))
                .flatMap(none -> database.transactions()
                        .run(
                                fixture.operator,
                                connection -> connection.query(WAITING).execute()))
                .map(rows -> rows.iterator().next().getLong(0))
                .repeat()
                .until(count -> count >= waiting)
                .collect()
                .last());
    }

    private static SqlConnection begun(BillRunFixture fixture) {
        SqlConnection connection = await(database.app().getConnection());
        await(connection
                .query("begin; select set_config('hub.tenant', '" + fixture.operator.tenantId() + "', true)")
                .execute());
        return connection;
    }

    private static void end(SqlConnection connection) {
        await(connection.query("commit").execute());
        await(connection.close());
    }
}
