package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.BillRunSql.NewRun;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.OnDemandSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Starts runs, by hand or by the clock: which period may be billed now, and that nothing else bills it. */
@ApplicationScoped
public class StartRun {

    private final BillRunSql runs;
    private final OnDemandSql demands;
    private final RunTasks tasks;
    private final IdGenerator ids;
    private final Clock clock;

    public StartRun(BillRunSql runs, OnDemandSql demands, RunTasks tasks, IdGenerator ids, Clock clock) {
        this.runs = runs;
        this.demands = demands;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What is started, and who answers for it.
     *
     * @param kind CYCLE or TRIAL
     * @param beforeEnd whether the period may be billed although it is not over
     * @param startsAt when workers take it up; empty for now
     * @param startedBy may not approve it
     * @param templateId {@code bill_run_template.id}, where it is a run of a template: it takes over its tasks
     */
    record Wanted(
            RunKind kind,
            boolean beforeEnd,
            Optional<OffsetDateTime> startsAt,
            String startedBy,
            Optional<Long> templateId) {}

    /**
     * Inserts a run that is scheduled, on the caller's transaction, which has locked the cycle.
     *
     * @throws HubException (through the Uni) PERIOD_NOT_BEGUN, PERIOD_NOT_OVER, EARLIER_PERIOD_OPEN, RUN_EXISTS
     */
    Uni<Run> start(SqlConnection transaction, Cycle cycle, CyclePeriod period, Wanted wanted) {
        requireOver(cycle, period, wanted);
        NewRun run = new NewRun(
                ids.next(),
                cycle.id(),
                period,
                period.to(),
                period.to().plusDays(cycle.paymentDays()),
                wanted.startedBy(),
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                wanted.kind(),
                wanted.startsAt(),
                wanted.templateId());
        return requireInOrder(transaction, cycle, period)
                .flatMap(inOrder -> requireNoOther(transaction, cycle, period))
                .flatMap(free -> runs.insertRun(transaction, run))
                .invoke(inserted -> {
                    if (!inserted) {
                        throw new HubException(
                                CoreError.RUN_EXISTS,
                                "cycle \"" + cycle.key() + "\" has a run for the period from " + days(period));
                    }
                })
                .flatMap(inserted -> wanted.templateId()
                        .map(template -> tasks.takeOver(transaction, run.uuid(), template))
                        .orElse(Uni.createFrom().voidItem()))
                .flatMap(taken -> runs.run(transaction, run.uuid()))
                .map(Optional::orElseThrow)
                .call(inserted -> runs.moveTo(transaction, inserted, BillRunState.SCHEDULED, run.createdAt()));
    }

    /** That a run which was to begin behind its period's end is not put before it: PERIOD_NOT_OVER. */
    void requireOver(Run run, OffsetDateTime startsAt) {
        LocalDate planned = LocalDate.ofInstant(run.receivedBy().toInstant(), run.zone());
        LocalDate wanted = LocalDate.ofInstant(startsAt.toInstant(), run.zone());
        if (wanted.isBefore(run.period().to()) && !planned.isBefore(run.period().to())) {
            throw new HubException(
                    CoreError.PERIOD_NOT_OVER,
                    "run " + run.uuid() + " bills the period from " + days(run.period()) + "; in " + run.zone()
                            + " it is " + wanted + " then");
        }
    }

    private void requireOver(Cycle cycle, CyclePeriod period, Wanted wanted) {
        Instant begin = wanted.startsAt().map(OffsetDateTime::toInstant).orElseGet(clock::instant);
        LocalDate today = LocalDate.ofInstant(begin, ZoneId.of(cycle.timeZone()));
        String then = "in " + cycle.timeZone() + " it is " + today
                + (wanted.startsAt().isPresent() ? " then" : "");
        if (today.isBefore(period.from())) {
            CyclePeriod begun = CyclePeriod.containing(today, cycle.dayOfMonth());
            throw new HubException(
                    CoreError.PERIOD_NOT_BEGUN,
                    "cycle \"" + cycle.key() + "\" has a period from " + days(period) + ", which has not begun: " + then
                            + ", a day of the period from " + days(begun));
        }
        if (!wanted.beforeEnd() && today.isBefore(period.to())) {
            throw new HubException(
                    CoreError.PERIOD_NOT_OVER,
                    "cycle \"" + cycle.key() + "\" bills the period from " + days(period) + " from " + period.to()
                            + " on; " + then);
        }
    }

    /**
     * The first period, up to the given one, that is open and was never billed. Where the cycle has begun to bill, no run passes by such a
     * period: what is in it would wait for a run of its own, and what comes later would be late. A cycle that has billed nothing begins with
     * the period that is asked for, unless it has products which another system has billed up to an earlier one.
     */
    Uni<CyclePeriod> firstOpen(SqlConnection connection, Cycle cycle, CyclePeriod period) {
        return runs.billedUntil(connection, cycle.id(), period.from())
                .flatMap(billed -> billed.isPresent()
                        ? Uni.createFrom().item(billed)
                        : runs.chargedFrom(connection, cycle.id(), period.from()))
                .map(billed -> billed.map(until -> until.isAfter(cycle.openFrom()) ? until : cycle.openFrom())
                        .map(open -> CyclePeriod.containing(open, cycle.dayOfMonth()))
                        .filter(first -> first.from().isBefore(period.from()))
                        .orElse(period));
    }

    private Uni<Void> requireInOrder(SqlConnection connection, Cycle cycle, CyclePeriod period) {
        return firstOpen(connection, cycle, period)
                .invoke(first -> {
                    if (!first.equals(period)) {
                        throw new HubException(
                                CoreError.EARLIER_PERIOD_OPEN,
                                "cycle \"" + cycle.key() + "\" has not billed the period from " + days(first)
                                        + ", which is open; it comes before the one from " + days(period));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireNoOther(SqlConnection connection, Cycle cycle, CyclePeriod period) {
        return demands.unapproved(connection, cycle.id(), period.from())
                .invoke(run -> run.ifPresent(unfinished -> {
                    throw new HubException(
                            CoreError.RUN_EXISTS,
                            "run " + unfinished + " bills an account of cycle \"" + cycle.key()
                                    + "\" on demand: approve it, or cancel it, first");
                }))
                .flatMap(free -> requireOnlyRun(connection, cycle, period));
    }

    /** That no other period of the cycle is being billed: RUN_EXISTS. */
    Uni<Void> requireOnlyRun(SqlConnection connection, Cycle cycle, CyclePeriod period) {
        return runs.unapproved(connection, cycle.id(), period)
                .invoke(run -> run.ifPresent(unfinished -> {
                    throw new HubException(
                            CoreError.RUN_EXISTS,
                            "run " + unfinished + " of cycle \"" + cycle.key()
                                    + "\" bills another period: approve it, or cancel it, first");
                }))
                .replaceWithVoid();
    }

    private static String days(CyclePeriod period) {
        return period.from() + " to " + period.to().minusDays(1);
    }
}
