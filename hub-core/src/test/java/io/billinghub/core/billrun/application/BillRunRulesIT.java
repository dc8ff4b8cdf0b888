package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.RunProgressSql;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunProgress;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.ShardStep;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a bill run gives way, is refused, or waits. */
class BillRunRulesIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_bill_run_rules");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    /** Two workers stand in the middle of their shards, held up by a lock on the charges, when the run is cancelled. */
    @Test
    void aRunThatIsCancelledWhileShardsAreWorkedOnLeavesNothing() {
        BillRunFixture fixture = tenant("cancelled-at-work");
        BillRunWorker worker = fixture.worker(3, 2);
        UUID run = fixture.start().uuid();

        SqlConnection holder = TestDatabase.await(database.app().getConnection());
        run(holder, "begin");
        run(holder, "lock table charge in share mode");
        CompletableFuture<Void> work =
                worker.workOnce().subscribeAsCompletionStage().toCompletableFuture();
        awaitWaiting(fixture, "relation", 2);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.RATING);
        var cancelled = fixture.database
                .transactions()
                .run(fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, run))
                .subscribeAsCompletionStage()
                .toCompletableFuture();
        // the cancellation waits for those who hold shards, it does not overtake them
        awaitWaiting(fixture, "transactionid", 1);
        assertThat(cancelled).isNotDone();
        run(holder, "rollback");
        TestDatabase.await(holder.close());
        TestDatabase.await(Uni.createFrom().completionStage(cancelled));
        TestDatabase.await(Uni.createFrom().completionStage(work));

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CANCELLED);
        assertNothingOfTheRun(fixture);
        UUID second = fixture.runToTheEnd(worker);
        assertThat(fixture.state(second)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** A worker leases a shard in one transaction and works on it in another; the cancellation comes between. */
    @Test
    void aShardThatWasLeasedBeforeTheCancellationIsNotWorkedOn() {
        BillRunFixture fixture = tenant("cancelled-leased");
        BillRunSql sql = new BillRunSql();
        UUID uuid = fixture.start().uuid();
        RunShard shard = database.inTenant(
                fixture.operator,
                connection -> sql.run(connection, uuid)
                        .map(Optional::orElseThrow)
                        .call(run -> sql.planShards(connection, run, 1000))
                        .flatMap(run -> new ShardSql()
                                .lease(
                                        connection,
                                        run,
                                        ShardStep.RATED,
                                        "a worker",
                                        OffsetDateTime.parse("2026-11-02T06:00:00Z"),
                                        Duration.ofMinutes(1),
                                        ShardSql.Blocks.NONE))
                        .map(Optional::orElseThrow));
        assertThat(holds(fixture, shard)).isTrue();
        fixture.database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, uuid));

        assertThat(holds(fixture, shard)).isFalse();
        assertNothingOfTheRun(fixture);
    }

    /** Two hosts sell for the same partner: soft's invoices never share a number, and each series is whole. */
    @Test
    void invoicesInAPartnersNameAreNumberedPerHost() {
        for (String host : new String[] {"agency-one", "agency-two"}) {
            BillRunFixture fixture = tenant(host);
            fixture.runToTheEnd(fixture.worker(7, 2));
            assertThat(database.text(fixture.operator, """
                    select string_agg(distinct s.series || ' ' || regexp_replace(n.text, '[0-9]{6}$', ''), ', '
                                      order by s.series || ' ' || regexp_replace(n.text, '[0-9]{6}$', ''))
                    from invoice_number n join number_series s on s.id = n.series_id
                    """))
                    .isEqualTo("AGENCY SOFT-" + host.toUpperCase(Locale.ROOT) + "-2026-, INVOICE HOST-2026-");
            assertThat(database.number(fixture.operator, """
                    select count(*) from invoice_number n join tax_invoice i on i.id = n.invoice_id
                    join number_series s on s.id = n.series_id
                    where i.number = n.text and i.agency = (s.series = 'AGENCY') and i.seller_party_id = s.seller_party_id
                    """))
                    .isEqualTo(database.number(fixture.operator, "select count(*) from tax_invoice"));
            assertThat(fixture.incoherences()).isEmpty();
        }
    }

    private static boolean holds(BillRunFixture fixture, RunShard shard) {
        return database.inTenant(
                fixture.operator, connection -> new ShardSql().hold(connection, shard, ShardStep.RATED));
    }

    private static void assertNothingOfTheRun(BillRunFixture fixture) {
        for (String table : new String[] {
            "charge",
            "customer_bill",
            "tax_invoice",
            "tax_item",
            "bill_line",
            "invoice_number",
            "ledger_transaction",
            "residue",
            "outbox where type <> 'io.billinghub.billrun.cancelled.v1'"
        }) {
            assertThat(database.number(fixture.operator, "select count(*) from " + table))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void aFailedRunKeepsItsPeriodUntilItIsCancelled() {
        BillRunFixture fixture = tenant("failed");
        database.execute(fixture.operator, """
                insert into bill_cycle (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
                values (hub_tenant(), gen_random_uuid(), 'empty', 'Nobody', 1, 'Europe/Helsinki', 14, '2026-10-01')
                """);
        UUID failed = fixture.database
                .inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.start(
                                transaction, fixture.operator, start("empty", BillRunFixture.OCTOBER)))
                .uuid();
        TestDatabase.await(fixture.worker(7, 1).workOnce());
        assertThat(TestDatabase.await(fixture.runs.get(fixture.operator, failed))
                        .failure())
                .hasValueSatisfying(reason -> assertThat(reason).contains("NOTHING_TO_BILL", "\"empty\""));

        assertThatThrownBy(() -> fixture.database.inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.start(
                                transaction, fixture.operator, start("empty", BillRunFixture.OCTOBER))))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(CoreError.RUN_EXISTS);
                    assertThat(refusal.code().whatToDo()).contains("resume it if it failed, or cancel it");
                })
                .hasMessage("cycle \"empty\" has a run for the period from 2026-10-01 to 2026-10-31");
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.cancel(transaction, fixture.operator, failed));
        assertThat(fixture.database
                        .inTenant(
                                fixture.operator,
                                transaction -> fixture.runs.start(
                                        transaction, fixture.operator, start("empty", BillRunFixture.OCTOBER)))
                        .state())
                .isEqualTo(BillRunState.SCHEDULED);
    }

    /** The cycle's zone is Helsinki's, in winter two hours ahead: its October ends at 22:00 UTC. */
    @Test
    void aPeriodIsBilledOnceItIsOverInTheCyclesZone() {
        BillRunFixture fixture = tenant("not-over");
        BillRuns lastSecond = fixture.runs(Clock.fixed(Instant.parse("2026-10-31T21:59:59Z"), ZoneOffset.UTC));
        assertThatThrownBy(() -> database.inTenant(
                        fixture.operator,
                        transaction -> lastSecond.start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(
                                        RunKind.CYCLE, "monthly", BillRunFixture.OCTOBER, false, Optional.empty()))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.PERIOD_NOT_OVER))
                .hasMessage("cycle \"monthly\" bills the period from 2026-10-01 to 2026-10-31 from 2026-11-01 on;"
                        + " in Europe/Helsinki it is 2026-10-31");
        assertThat(database.number(fixture.operator, "select count(*) from bill_run"))
                .isZero();

        BillRuns over = fixture.runs(Clock.fixed(Instant.parse("2026-10-31T22:00:00Z"), ZoneOffset.UTC));
        assertThat(database.inTenant(
                                fixture.operator,
                                transaction -> over.start(
                                        transaction,
                                        fixture.operator,
                                        new BillRuns.Start(
                                                RunKind.CYCLE,
                                                "monthly",
                                                BillRunFixture.OCTOBER,
                                                false,
                                                Optional.empty())))
                        .state())
                .isEqualTo(BillRunState.SCHEDULED);
    }

    /** In Helsinki it is the last second of October: November is still to come, whether it may be billed before its end or not. */
    @Test
    void aPeriodThatHasNotBegunIsNotBilled() {
        BillRunFixture fixture = tenant("not-begun");
        BillRuns lastSecond = fixture.runs(Clock.fixed(Instant.parse("2026-10-31T21:59:59Z"), ZoneOffset.UTC));
        for (boolean beforeEnd : new boolean[] {false, true}) {
            assertThatThrownBy(() -> begin(fixture, lastSecond, "2026-11-05", beforeEnd))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(CoreError.PERIOD_NOT_BEGUN))
                    .hasMessage("cycle \"monthly\" has a period from 2026-11-01 to 2026-11-30, which has not begun: in"
                            + " Europe/Helsinki it is 2026-10-31, a day of the period from 2026-10-01 to 2026-10-31");
        }
        assertThat(begin(fixture, lastSecond, "2026-10-31", true).state()).isEqualTo(BillRunState.SCHEDULED);
    }

    /** The first run may begin anywhere; after it January waits for November, and a run that was cancelled has billed nothing. */
    @Test
    void noRunPassesByAPeriodThatIsOpenAndWasNeverBilled() {
        BillRunFixture fixture = tenant("in-order");
        database.execute(fixture.operator, "update bill_cycle set open_from = '2026-08-01'");
        UUID cancelled = fixture.start(LocalDate.of(2026, 9, 30)).uuid();
        database.inTenant(
                fixture.operator, transaction -> fixture.runs.cancel(transaction, fixture.operator, cancelled));
        fixture.runToTheEnd(fixture.worker(100, 1));

        assertThatThrownBy(() -> fixture.start(LocalDate.of(2027, 1, 1)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.EARLIER_PERIOD_OPEN))
                .hasMessage(
                        "cycle \"monthly\" has not billed the period from 2026-11-01 to 2026-11-30, which is open; it comes"
                                + " before the one from 2027-01-01 to 2027-01-31");
        assertThat(database.text(fixture.operator, "select open_from from bill_cycle"))
                .isEqualTo("2026-11-01");
        assertThat(fixture.start(LocalDate.of(2026, 11, 30)).state()).isEqualTo(BillRunState.SCHEDULED);
    }

    private static BillRuns.Start start(String cycle, LocalDate day) {
        return new BillRuns.Start(RunKind.CYCLE, cycle, day, true, Optional.empty());
    }

    private static BillRunSql.Run begin(BillRunFixture fixture, BillRuns runs, String day, boolean beforeEnd) {
        return database.inTenant(
                fixture.operator,
                transaction -> runs.start(
                        transaction,
                        fixture.operator,
                        new BillRuns.Start(
                                RunKind.CYCLE, "monthly", LocalDate.parse(day), beforeEnd, Optional.empty())));
    }

    @Test
    void collectingWaitsForWhatCameInTimeAndIsNotYetRead() {
        BillRunFixture fixture = tenant("unread");
        database.execute(fixture.operator, """
                update received_document set status = 'RECEIVED', received_at = now() - interval '1 minute'
                where id = (select min(id) from received_document);
                update received_document set status = 'RECEIVED', received_at = now() + interval '1 hour'
                where id = (select max(id) from received_document)
                """);
        BillRunWorker worker = fixture.worker(7, 2);
        UUID run = fixture.start().uuid();
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.COLLECTING);
        assertThat(database.text(fixture.operator, "select open_from from bill_cycle"))
                .isEqualTo("2026-10-01");
        database.execute(fixture.operator, """
                update received_document set status = 'ACCEPTED' where id = (select min(id) from received_document)
                """);
        TestDatabase.await(worker.workOnce());
        // the other one came after the run was started: its lines go on the next bill
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(database.text(fixture.operator, "select open_from from bill_cycle"))
                .isEqualTo("2026-11-01");
    }

    @ParameterizedTest(name = "{0}: usage of October falls under version {2}")
    @CsvSource({
        // usage is rated on the last day of the period, 31 October
        "ended,      2026-01-01/2026-10-16,                         1", // what was used while it ran is the partner's
        "between,    2026-01-01/2026-10-16 2026-11-01/infinity,     1", // the next one is not in force yet
        "in-force,   2026-01-01/2026-10-16 2026-10-20/infinity,     2",
        "last-ended, 2026-01-01/2026-02-01 2026-02-01/2026-10-16,   2",
        "to-come,    2026-11-05/infinity,                           1", // the partner's all the same, never the host's
    })
    void usageFallsUnderTheVersionInForceElseTheLastOneBefore(String name, String versions, int chosen) {
        BillRunFixture fixture = tenant("version-" + name);
        int version = 0;
        for (String period : versions.split(" ", -1)) {
            String[] ends = period.split("/", -1);
            version++;
            database.execute(fixture.operator, """
                    insert into agreement_version (tenant_id, agreement_id, version, valid_from, valid_to, selling_model, currency,
                                                   share_model, residue_party)
                    select hub_tenant(), id, %d, '%s', '%s', 'RESALE', 'USD', '{}', 'host' from agreement where key = 'cloud'
                    on conflict (tenant_id, agreement_id, version)
                      do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to
                    """.formatted(version, ends[0], ends[1]));
        }
        fixture.start();
        TestDatabase.await(fixture.worker(100, 1).workOnce());

        assertThat(database.text(fixture.operator, """
                select string_agg(distinct coalesce(v.version::text, 'none'), ' ') || ', ' || count(*)
                from charge c left join agreement_version v on v.id = c.agreement_version_id where c.source = 'USAGE'
                """)).isEqualTo(chosen + ", 64"); // 32 accounts with two groups each
    }

    @Test
    void aLoginThatSeesAPartOfTheTenantChangesNoRun() {
        BillRunFixture fixture = tenant("narrowed");
        UUID run = fixture.start().uuid();
        long partner = database.number(fixture.operator, "select min(id) from party_role where role = 'PARTNER'");
        long account = database.number(fixture.operator, "select min(id) from billing_account");
        for (TenantContext narrowed :
                new TenantContext[] {fixture.manager.forPartner(partner), fixture.manager.forAccount(account)}) {
            assertNarrowed(() -> fixture.database
                    .transactions()
                    .run(
                            narrowed,
                            transaction -> fixture.runs.start(
                                    transaction, narrowed, start("monthly", BillRunFixture.OCTOBER.plusMonths(1)))));
            assertNarrowed(() -> fixture.database
                    .transactions()
                    .run(narrowed, transaction -> fixture.runs.approve(transaction, narrowed, run)));
            assertNarrowed(() -> fixture.database
                    .transactions()
                    .run(narrowed, transaction -> fixture.runs.resume(transaction, narrowed, run)));
            assertNarrowed(() -> fixture.database
                    .transactions()
                    .run(narrowed, transaction -> fixture.runs.cancel(transaction, narrowed, run)));
        }
        assertThat(fixture.state(run)).isEqualTo(BillRunState.SCHEDULED);
        assertThat(database.number(fixture.operator, "select count(*) from bill_run"))
                .isEqualTo(1);
    }

    private static void assertNarrowed(Supplier<Uni<?>> call) {
        ThrowingCallable awaited = () -> TestDatabase.await(call.get());
        assertThatThrownBy(awaited)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.NARROWED_LOGIN));
    }

    private static void run(SqlConnection connection, String sql) {
        TestDatabase.await(connection.query(sql).execute());
    }

    /** Until so many transactions of this database wait for a lock of the kind. */
    private static void awaitWaiting(BillRunFixture fixture, String kind, int count) {
        String waiting = "select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and wait_event = '" + kind + "'";
        TestDatabase.await(Uni.createFrom()
                .item(() -> database.number(fixture.operator, waiting))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .repeat()
                .withDelay(Duration.ofMillis(20))
                .until(found -> found >= count)
                .collect()
                .last());
    }

    /** 24 root accounts in shards of 7: 7, 7, 7 and 3. */
    @Test
    void progressCountsWhatHasDoneWhatTheStageAsksFor() {
        BillRunFixture fixture = tenant("progress");
        UUID run = fixture.start().uuid();
        assertThat(progress(fixture, run)).isEqualTo("SCHEDULED 0 of 0 shards, 0 of 0 accounts");
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(progress(fixture, run)).isEqualTo("IN_REVIEW 4 of 4 shards, 24 of 24 accounts");
        fixture.approve(run);
        assertThat(progress(fixture, run)).isEqualTo("APPROVED 0 of 4 shards, 0 of 24 accounts");
        database.execute(
                fixture.operator, "update bill_run_shard set done = 'PUBLISHED', done_at = now() where shard = 3");
        assertThat(progress(fixture, run)).isEqualTo("APPROVED 1 of 4 shards, 3 of 24 accounts");
        RunProgress progress = TestDatabase.await(watch().now(fixture.operator, run));
        assertThat(progress.lately())
                .as("the stage is young, and so is the shard")
                .isEqualTo(3);
        assertThat(progress.accountsPerSecond())
                .hasValueSatisfying(rate -> assertThat(rate).isPositive());
        assertThat(progress.secondsLeft()).isPresent();
        List<RunProgress> seen = TestDatabase.await(
                watch().watch(fixture.operator, run).select().first(2).collect().asList());
        assertThat(seen).hasSize(2);
    }

    private static WatchRun watch() {
        return new WatchRun(database.transactions(), new RunProgressSql());
    }

    private static String progress(BillRunFixture fixture, UUID run) {
        RunProgress seen = TestDatabase.await(watch().now(fixture.operator, run));
        return "%s %d of %d shards, %d of %d accounts"
                .formatted(seen.state(), seen.shardsDone(), seen.shards(), seen.accountsDone(), seen.accounts());
    }
}
