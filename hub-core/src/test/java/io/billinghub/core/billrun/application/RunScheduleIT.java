package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that begin by the clock, that wait for their time, and that are paused. The cycle is monthly, in Helsinki, open from October 2026. */
class RunScheduleIT {

    private static final Instant MID_OCTOBER = Instant.parse("2026-10-15T00:00:00Z");
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_run_schedule");
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

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static Clock at(String time) {
        return at(Instant.parse(time));
    }

    /** Six o'clock on the second of each month, which in winter is four o'clock in UTC. */
    private static Template template(BillRunFixture fixture, String schedule) {
        return database.inTenant(
                fixture.operator,
                transaction -> fixture.templates(at(MID_OCTOBER))
                        .put(
                                transaction,
                                fixture.operator,
                                new RunTemplates.Wanted(
                                        "month-end", "Month end", "monthly", Optional.of(schedule), true),
                                version -> {}));
    }

    private static Template template(BillRunFixture fixture) {
        return TestDatabase.await(fixture.templates(at(MID_OCTOBER)).get(fixture.operator, "month-end"));
    }

    private static List<Run> runs(BillRunFixture fixture) {
        return TestDatabase.await(fixture.runs.list(fixture.operator, null, 100));
    }

    private static void toTheEnd(BillRunFixture fixture, Run run) {
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        fixture.approve(run.uuid());
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        assertThat(fixture.state(run.uuid())).isEqualTo(BillRunState.CLOSED);
    }

    private static void assertRefused(Supplier<?> change, ErrorCode code) {
        assertThatThrownBy(change::get)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void ofManyProcessesOneBeginsTheRunWhenItIsDue() {
        BillRunFixture fixture = tenant("due");
        assertThat(template(fixture, "0 6 2 * *").nextAt()).contains(OffsetDateTime.parse("2026-11-02T04:00:00Z"));
        TestDatabase.await(fixture.schedule(at("2026-11-02T03:59:59Z")).beginDue());
        assertThat(runs(fixture)).isEmpty();

        Clock due = at("2026-11-02T04:00:00Z");
        TestDatabase.await(Uni.join()
                .all(
                        fixture.schedule(due).beginDue(),
                        fixture.schedule(due).beginDue(),
                        fixture.schedule(due).beginDue())
                .andFailFast()
                .replaceWithVoid());

        assertThat(runs(fixture)).singleElement().satisfies(run -> {
            assertThat(run.period().from()).isEqualTo(BillRunFixture.OCTOBER);
            assertThat(run.template()).contains("month-end");
            assertThat(run.startedBy()).isEqualTo(fixture.operator.actor());
        });
        assertThat(template(fixture).nextAt()).contains(OffsetDateTime.parse("2026-12-02T04:00:00Z"));
        assertThat(template(fixture).waitsFor()).isEmpty();
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void whoeverSetTheScheduleDoesNotApproveItsRuns() {
        BillRunFixture fixture = tenant("four-eyes");
        template(fixture, "0 6 2 * *");
        TestDatabase.await(fixture.schedule(at("2026-11-02T04:00:00Z")).beginDue());
        UUID run = runs(fixture).get(0).uuid();
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        assertRefused(
                () -> database.inTenant(
                        fixture.operator, transaction -> fixture.runs.approve(transaction, fixture.operator, run)),
                CoreError.APPROVER_IS_STARTER);
        assertThat(fixture.approve(run).state()).isEqualTo(BillRunState.APPROVED);
    }

    /** No process ran from November to the middle of January: October, November and December follow each other. */
    @Test
    void missedPeriodsAreCaughtUpInTheirOrder() {
        BillRunFixture fixture = tenant("missed");
        template(fixture, "0 6 2 * *");
        RunSchedule schedule = fixture.schedule(at("2027-01-15T12:00:00Z"));
        for (String month : List.of("2026-10-01", "2026-11-01", "2026-12-01")) {
            TestDatabase.await(schedule.beginDue());
            Run run = runs(fixture).get(0);
            assertThat(run.period().from()).isEqualTo(LocalDate.parse(month));

            TestDatabase.await(schedule.beginDue());
            assertThat(runs(fixture).get(0).uuid())
                    .as("nothing begins before %s is approved", month)
                    .isEqualTo(run.uuid());
            if (!month.equals("2026-12-01")) {
                assertThat(template(fixture).waitsFor())
                        .hasValueSatisfying(reason -> assertThat(reason)
                                .contains("RUN_EXISTS", run.uuid().toString(), "approve it, or cancel it, first"));
            }
            toTheEnd(fixture, run);
        }
        TestDatabase.await(schedule.beginDue());
        assertThat(runs(fixture)).hasSize(3);
        assertThat(template(fixture).nextAt()).contains(OffsetDateTime.parse("2027-02-02T04:00:00Z"));
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** October was billed by hand; the schedule, made in October with a day in January only, finds November and December open. */
    @Test
    void aTimeThatFindsSeveralPeriodsOpenBeginsWithTheFirst() {
        BillRunFixture fixture = tenant("quarter");
        toTheEnd(fixture, fixture.start());
        template(fixture, "0 6 2 1/3 *");
        RunSchedule schedule = fixture.schedule(at("2027-01-02T04:00:00Z"));
        TestDatabase.await(schedule.beginDue());
        Run november = runs(fixture).get(0);
        assertThat(november.period().from()).isEqualTo("2026-11-01");
        assertThat(template(fixture).waitsFor())
                .contains("the period from 2026-12-01 follows when the one from 2026-11-01 is approved");
        toTheEnd(fixture, november);
        TestDatabase.await(schedule.beginDue());
        assertThat(runs(fixture).get(0).period().from()).isEqualTo("2026-12-01");
        assertThat(template(fixture).waitsFor()).isEmpty();
        assertThat(template(fixture).nextAt()).contains(OffsetDateTime.parse("2027-04-02T03:00:00Z"));
    }

    @Test
    void aPeriodThatSomebodyHasBilledByHandIsLeft() {
        BillRunFixture fixture = tenant("by-hand");
        template(fixture, "0 6 2 * *");
        Run byHand = fixture.start();
        TestDatabase.await(fixture.schedule(at("2026-11-02T04:00:00Z")).beginDue());
        assertThat(runs(fixture)).singleElement().extracting(Run::uuid).isEqualTo(byHand.uuid());
        assertThat(template(fixture).nextAt()).contains(OffsetDateTime.parse("2026-12-02T04:00:00Z"));
    }

    @Test
    void aTimeThatIsSkippedBeginsNothing() {
        BillRunFixture fixture = tenant("skipped");
        template(fixture, "0 6 2 * *");
        Template skipped = database.inTenant(
                fixture.operator,
                transaction -> fixture.templates(at(MID_OCTOBER)).skip(transaction, fixture.operator, "month-end"));
        assertThat(skipped.nextAt()).contains(OffsetDateTime.parse("2026-12-02T04:00:00Z"));
        TestDatabase.await(fixture.schedule(at("2026-11-20T00:00:00Z")).beginDue());
        assertThat(runs(fixture)).isEmpty();
    }

    @Test
    void aScheduleThatIsOffBeginsNothing() {
        BillRunFixture fixture = tenant("off");
        template(fixture, "0 6 2 * *");
        database.inTenant(
                fixture.operator,
                transaction -> fixture.templates(at(MID_OCTOBER))
                        .put(
                                transaction,
                                fixture.operator,
                                new RunTemplates.Wanted(
                                        "month-end", "Month end", "monthly", Optional.of("0 6 2 * *"), false),
                                version -> assertThat(version).hasValue(1)));
        TestDatabase.await(fixture.schedule(at("2026-11-20T00:00:00Z")).beginDue());
        assertThat(runs(fixture)).isEmpty();
        assertThat(template(fixture).version()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 6 32 * *", "every month", "0 6 30 2 *"})
    void aScheduleThatIsNoneIsRefused(String schedule) {
        BillRunFixture fixture = tenant("none-" + Math.abs(schedule.hashCode()));
        assertRefused(() -> template(fixture, schedule), CoreError.SCHEDULE_REFUSED);
    }

    @Test
    void aRunWaitsForItsTimeAndCanBeGivenAnother() throws InterruptedException {
        BillRunFixture fixture = tenant("later");
        OffsetDateTime inAnHour = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
        UUID run = database.inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(
                                        RunKind.CYCLE,
                                        "monthly",
                                        BillRunFixture.OCTOBER,
                                        false,
                                        Optional.of(inAnHour))))
                .uuid();
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.SCHEDULED);

        assertRefused(() -> reschedule(fixture, run, OffsetDateTime.now(ZoneOffset.UTC)), CoreError.TIME_PASSED);
        OffsetDateTime soon = OffsetDateTime.now(ZoneOffset.UTC).plus(Duration.ofMillis(300));
        reschedule(fixture, run, soon);
        Thread.sleep(Duration.between(OffsetDateTime.now(ZoneOffset.UTC), soon)
                .plusMillis(10)
                .toMillis());
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertRefused(() -> reschedule(fixture, run, inAnHour), CoreError.RUN_STATE);
    }

    private static Run reschedule(BillRunFixture fixture, UUID run, OffsetDateTime time) {
        return database.inTenant(
                fixture.operator, transaction -> fixture.runs.reschedule(transaction, fixture.operator, run, time));
    }

    /** November's run is planned for the 5th of December, and is not put into November. */
    @Test
    void aRunIsNotPutBeforeTheEndOfItsPeriod() {
        BillRunFixture fixture = tenant("not-before");
        BillRuns runs = fixture.runs(at("2026-11-20T00:00:00Z"));
        UUID run = database.inTenant(
                        fixture.operator,
                        transaction -> runs.start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(
                                        RunKind.CYCLE,
                                        "monthly",
                                        LocalDate.parse("2026-11-01"),
                                        false,
                                        Optional.of(OffsetDateTime.parse("2026-12-05T06:00:00Z")))))
                .uuid();
        assertRefused(
                () -> database.inTenant(
                        fixture.operator,
                        transaction -> runs.reschedule(
                                transaction, fixture.operator, run, OffsetDateTime.parse("2026-11-30T21:59:59Z"))),
                CoreError.PERIOD_NOT_OVER);
        assertThat(database.inTenant(
                                fixture.operator,
                                transaction -> runs.reschedule(
                                        transaction,
                                        fixture.operator,
                                        run,
                                        OffsetDateTime.parse("2026-11-30T22:00:00Z")))
                        .startsAt())
                .contains(OffsetDateTime.parse("2026-11-30T22:00:00Z"));
    }

    @Test
    void aPausedRunTakesUpNoMoreShardsUntilItIsResumed() {
        BillRunFixture fixture = tenant("paused");
        UUID run = fixture.start().uuid();
        pause(fixture, run);
        TestDatabase.await(fixture.worker(3, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.SCHEDULED);
        assertRefused(() -> pause(fixture, run), CoreError.RUN_STATE);

        resume(fixture, run);
        TestDatabase.await(fixture.worker(3, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertRefused(() -> pause(fixture, run), CoreError.RUN_STATE);

        fixture.approve(run);
        pause(fixture, run);
        TestDatabase.await(fixture.worker(3, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.APPROVED);
        assertThat(database.number(fixture.operator, "select count(*) from bill_run_shard where done = 'PUBLISHED'"))
                .isZero();
        resume(fixture, run);
        TestDatabase.await(fixture.worker(3, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.incoherences()).isEmpty();
    }

    private static Run pause(BillRunFixture fixture, UUID run) {
        return database.inTenant(
                fixture.operator, transaction -> fixture.runs.pause(transaction, fixture.operator, run));
    }

    private static Run resume(BillRunFixture fixture, UUID run) {
        return database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
    }
}
