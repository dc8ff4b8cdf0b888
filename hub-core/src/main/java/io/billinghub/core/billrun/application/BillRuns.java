package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunReportSql;
import io.billinghub.core.billrun.infrastructure.BillRunReportSql.PastRun;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.PublishingSql;
import io.billinghub.core.billrun.infrastructure.RunTaskSql;
import io.billinghub.core.billrun.infrastructure.TrialRunSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What operators do with bill runs: start, look, approve, resume, cancel. Workers do the rest. A change joins the caller's
 * transaction, so that the answer to a keyed request is kept with the change or not at all.
 */
@ApplicationScoped
public class BillRuns {

    private static final int CYCLES = 1000;

    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final StartRun starting;
    private final PublishingSql publishing;
    private final TrialRunSql trials;
    private final RunTaskSql tasks;
    private final LateBills late;
    private final BillRunReportSql reports;
    private final AuditLog audit;
    private final BillRunEvents events;
    private final Clock clock;

    public BillRuns(
            TenantTransaction transactions,
            BillRunSql runs,
            StartRun starting,
            PublishingSql publishing,
            TrialRunSql trials,
            RunTaskSql tasks,
            LateBills late,
            BillRunReportSql reports,
            AuditLog audit,
            BillRunEvents events,
            Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.starting = starting;
        this.publishing = publishing;
        this.trials = trials;
        this.tasks = tasks;
        this.late = late;
        this.reports = reports;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a run is started with.
     *
     * @param kind CYCLE, or TRIAL, which may be made as soon as the period has begun
     * @param cycle key of the bill cycle
     * @param day in the period that is billed
     * @param beforeEnd whether the period may be billed although it is not over in the cycle's zone, but has begun; a run closes it
     *     for intake, and it stays closed if the run is cancelled
     * @param startsAt when workers take it up; empty for now
     * @param template key of a template of the cycle whose tasks it takes over; empty for none, as trials have it
     */
    public record Start(
            RunKind kind,
            String cycle,
            LocalDate day,
            boolean beforeEnd,
            Optional<OffsetDateTime> startsAt,
            Optional<String> template) {

        /** A run without tasks. */
        public Start(RunKind kind, String cycle, LocalDate day, boolean beforeEnd, Optional<OffsetDateTime> startsAt) {
            this(kind, cycle, day, beforeEnd, startsAt, Optional.empty());
        }
    }

    /**
     * Starts a run of the cycle for the period that contains the day; workers take it from there.
     *
     * @throws HubException (through the Uni) UNKNOWN_CYCLE, PERIOD_NOT_BEGUN, PERIOD_NOT_OVER, EARLIER_PERIOD_OPEN, RUN_EXISTS,
     *     TIME_PASSED, TEMPLATE_REFUSED
     */
    public Uni<Run> start(SqlConnection transaction, TenantContext context, Start start) {
        requireWholeTenant(context);
        start.startsAt().ifPresent(this::requireAhead);
        return runs.lockedCycle(transaction, start.cycle())
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_CYCLE, "there is no bill cycle with the key \"" + start.cycle() + "\"")))
                .flatMap(cycle -> template(transaction, start, cycle)
                        .flatMap(template -> starting.start(
                                transaction,
                                cycle,
                                CyclePeriod.containing(start.day(), cycle.dayOfMonth()),
                                new StartRun.Wanted(
                                        start.kind(),
                                        start.kind() == RunKind.TRIAL || start.beforeEnd(),
                                        start.startsAt(),
                                        context.actor(),
                                        template))))
                .call(run -> note(transaction, context, "bill-run.start", run));
    }

    private Uni<Optional<Long>> template(SqlConnection transaction, Start start, Cycle cycle) {
        if (start.template().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String key = start.template().get();
        if (start.kind() == RunKind.TRIAL) {
            throw new HubException(
                    CoreError.TEMPLATE_REFUSED, "a trial has no tasks, so it takes none from a template");
        }
        return tasks.ofTemplate(transaction, key, false)
                .map(found -> Optional.of(found.filter(template -> template.cycleId() == cycle.id())
                        .orElseThrow(() -> new HubException(
                                CoreError.TEMPLATE_REFUSED,
                                "cycle \"" + cycle.key() + "\" has no template of bill runs \"" + key + "\""))
                        .templateId()));
    }

    private void requireAhead(OffsetDateTime time) {
        if (!time.toInstant().isAfter(clock.instant())) {
            throw new HubException(CoreError.TIME_PASSED, "the run would begin at " + time + ", which has passed");
        }
    }

    /** Gives a run that has not begun another time to begin at; RUN_STATE, TIME_PASSED, PERIOD_NOT_OVER. */
    public Uni<Run> reschedule(SqlConnection transaction, TenantContext context, UUID uuid, OffsetDateTime startsAt) {
        requireAhead(startsAt);
        return change(transaction, context, uuid, "bill-run.reschedule", (connection, run) -> {
            requireState(run, run.state() == BillRunState.SCHEDULED, "rescheduled");
            starting.requireOver(run, startsAt);
            return runs.reschedule(connection, run, startsAt);
        });
    }

    /** Has a run that waits for partners' bills, or would, go on without them: RUN_STATE where it has begun to bill. */
    public Uni<Run> stopWaiting(SqlConnection transaction, TenantContext context, UUID uuid) {
        return change(transaction, context, uuid, "bill-run.stop-waiting", (connection, run) -> {
            boolean mayWait = run.state() == BillRunState.SCHEDULED || run.state() == BillRunState.COLLECTING;
            return late.holds(connection, run)
                    .invoke(holds -> requireState(
                            run,
                            run.kind() == RunKind.CYCLE && (mayWait || holds),
                            "kept from waiting: it waits for no partner"))
                    .flatMap(allowed -> runs.stopWaiting(connection, run, context.actor()));
        });
    }

    /** Has workers take up no more of the run until it is resumed; the shards under way are ended first. */
    public Uni<Run> pause(SqlConnection transaction, TenantContext context, UUID uuid) {
        return change(transaction, context, uuid, "bill-run.pause", (connection, run) -> {
            requireState(
                    run, run.state().worked() && run.pausedBy().isEmpty(), "paused: workers have nothing to do there");
            return runs.setPaused(connection, run, Optional.of(context.actor()));
        });
    }

    /**
     * The tenant's runs, newest first.
     *
     * @param after id of the run behind which to go on, or null
     */
    public Uni<List<Run>> list(TenantContext context, UUID after, int limit) {
        return transactions.run(context, connection -> runs.runs(connection, after, limit));
    }

    /** The bill cycles that runs can be started of, by key, 1,000 at most. */
    public Uni<List<Cycle>> cycles(TenantContext context) {
        return transactions.run(context, connection -> runs.cycles(connection, CYCLES));
    }

    /**
     * What the latest published runs of a cycle have billed, the earliest first.
     *
     * @param cycle key of the cycle; none that the tenant has means no runs
     */
    public Uni<List<PastRun>> past(TenantContext context, String cycle, int limit) {
        return transactions.run(context, connection -> reports.past(connection, cycle, limit));
    }

    /** One run; UNKNOWN_RESOURCE where the tenant has none with this id. */
    public Uni<Run> get(TenantContext context, UUID uuid) {
        return transactions.run(
                context, connection -> runs.run(connection, uuid).map(found -> found.orElseThrow(() -> unknown(uuid))));
    }

    /**
     * The run's figures as JSON: documents in, bills, totals per seller, taxes, shares, reconciliation, ledger, time per stage.
     * Amounts are texts, exact. UNKNOWN_RESOURCE where the tenant has no such run.
     */
    public Uni<JsonObject> report(TenantContext context, UUID uuid) {
        return report(context, uuid, BillRunReportSql.ALL);
    }

    /** The same, of which only parts are looked for: {@code run}, and those that are wanted. */
    public Uni<JsonObject> report(TenantContext context, UUID uuid, Set<String> wanted) {
        return transactions.run(
                context,
                connection -> reports.report(connection, uuid, wanted).invoke(report -> {
                    if (report.getValue("run") == null) {
                        throw unknown(uuid);
                    }
                }));
    }

    /**
     * Approves a run in review, its tasks up to there done or waived: gives each invoice its number and lets workers publish. Whoever
     * started the run may not approve it. A run of one account that is parked has nothing to approve: RUN_STATE.
     */
    public Uni<Run> approve(SqlConnection transaction, TenantContext context, UUID uuid) {
        return change(transaction, context, uuid, "bill-run.approve", (connection, run) -> {
            requireState(run, run.state() == BillRunState.IN_REVIEW, "approved");
            if (run.startedBy().equals(context.actor())) {
                throw new HubException(
                        CoreError.APPROVER_IS_STARTER, "run " + uuid + " was started by " + run.startedBy());
            }
            return requireBill(connection, run)
                    .flatMap(billed -> requireTasksDone(connection, run))
                    .flatMap(done -> publishing.giveNumbers(connection, run))
                    .flatMap(given -> publishing.validate(connection, run))
                    .flatMap(shards -> events.validated(connection, context, run, shards))
                    .flatMap(given -> runs.setApprover(connection, run, context.actor()))
                    .flatMap(done -> runs.moveTo(connection, run, BillRunState.APPROVED, now()));
        });
    }

    /** A run of one account that is approved without its bill could be given up no more, and what it was to bill would be bound to it. */
    private Uni<Void> requireBill(SqlConnection connection, Run run) {
        if (!run.kind().ofOneAccount()) {
            return Uni.createFrom().voidItem();
        }
        return runs.parkedAccounts(connection, run)
                .invoke(parked ->
                        requireState(run, parked == 0, "approved, since its account is parked: resume it or cancel it"))
                .replaceWithVoid();
    }

    private Uni<Void> requireTasksDone(SqlConnection connection, Run run) {
        return tasks.next(connection, run, StageTask.lastBefore(BillRunState.IN_REVIEW), now())
                .invoke(open -> open.ifPresent(task -> {
                    throw new HubException(
                            CoreError.TASKS_OPEN,
                            "the task \"" + task.name() + "\" of run " + run.uuid() + " is " + task.status());
                }))
                .replaceWithVoid();
    }

    /**
     * Takes a run up again: one that is paused, and one that failed, where it stands; one in review or published with parked accounts,
     * with those accounts alone.
     */
    public Uni<Run> resume(SqlConnection transaction, TenantContext context, UUID uuid) {
        return change(transaction, context, uuid, "bill-run.resume", (connection, run) -> {
            if (run.pausedBy().isPresent() && run.state().worked()) {
                return runs.setPaused(connection, run, Optional.empty());
            }
            if (run.state() == BillRunState.FAILED) {
                return runs.reopenUnrated(connection, run)
                        .flatMap(done ->
                                runs.moveTo(connection, run, run.failedIn().orElse(BillRunState.COLLECTING), now()));
            }
            requireState(
                    run, run.state() == BillRunState.IN_REVIEW || run.state() == BillRunState.PUBLISHED, "resumed");
            return runs.lockedCycle(connection, run.cycleId())
                    .flatMap(cycle -> starting.requireOnlyRun(connection, cycle, run.period()))
                    .flatMap(only -> late.letGo(connection, run))
                    .flatMap(done -> runs.unpark(connection, run))
                    .flatMap(accounts -> {
                        requireState(
                                run,
                                accounts > 0,
                                "resumed, since no account of it is parked but those that wait for partners' bills");
                        return tasks.reopenFrom(connection, run, StageTask.lastBefore(BillRunState.RATING), now())
                                .flatMap(done -> runs.moveTo(connection, run, BillRunState.RATING, now()));
                    });
        });
    }

    /** Gives a run up before its approval: its drafts and charges are deleted, partner lines can be billed again. */
    public Uni<Run> cancel(SqlConnection transaction, TenantContext context, UUID uuid) {
        return change(transaction, context, uuid, "bill-run.cancel", (connection, run) -> {
            boolean doneTrial = run.kind() == RunKind.TRIAL && run.state() == BillRunState.CLOSED;
            requireState(
                    run,
                    doneTrial || run.state().cancellable() && run.approvedBy().isEmpty(),
                    "cancelled");
            return publishing
                    .deleteDrafts(connection, run)
                    .flatMap(done -> trials.delete(connection, run.id()))
                    .flatMap(done -> runs.moveTo(connection, run, BillRunState.CANCELLED, now()));
        });
    }

    /** A login that sees a part of the tenant only would change that part only, so it changes nothing. */
    private static void requireWholeTenant(TenantContext context) {
        if (context.partnerId().isPresent() || context.accountId().isPresent()) {
            throw new HubException(
                    CoreError.NARROWED_LOGIN,
                    "login " + context.actor() + " sees one partner's or one account's rows alone");
        }
    }

    private Uni<Run> change(
            SqlConnection transaction,
            TenantContext context,
            UUID uuid,
            String action,
            BiFunction<SqlConnection, Run, Uni<Void>> work) {
        requireWholeTenant(context);
        return runs.lockedRun(transaction, uuid)
                .map(found -> found.orElseThrow(() -> unknown(uuid)))
                .flatMap(before -> work.apply(transaction, before)
                        .flatMap(done -> runs.run(transaction, uuid))
                        .map(Optional::orElseThrow)
                        .call(run -> run.state() == before.state()
                                ? Uni.createFrom().voidItem()
                                : events.reached(transaction, context, run, run.state())))
                .call(run -> note(transaction, context, action, run));
    }

    private Uni<Void> note(SqlConnection connection, TenantContext context, String action, Run run) {
        return audit.append(
                connection,
                context,
                action,
                "bill-run/" + run.uuid(),
                Optional.empty(),
                Optional.of("{\"state\":\"%s\",\"period\":\"%s\"}"
                        .formatted(run.state(), run.period().from())));
    }

    private static void requireState(Run run, boolean allowed, String what) {
        if (!allowed) {
            throw new HubException(
                    CoreError.RUN_STATE, "run " + run.uuid() + " is " + run.state() + " and can't be " + what);
        }
    }

    private static HubException unknown(UUID uuid) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill run " + uuid);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
