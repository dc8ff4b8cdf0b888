package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.HoldSql;
import io.billinghub.core.billrun.infrastructure.OnDemandSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.ShardStep;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.FairTurns;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Moves runs on wherever no person has to. All that it knows is in the database, so whichever process starts next goes on
 * where another one was killed. Runs are worked on beside each other, so a large one, or one that waits for another system's answer, holds up
 * no others; their shards take turns ({@link ShardWork}).
 */
@ApplicationScoped
public class BillRunWorker {

    private static final Logger LOG = Logger.getLogger(BillRunWorker.class);
    private static final String ACTOR = "bill-run-worker";
    /** Runs of all tenants that are worked on at once; others wait for their turn. */
    private static final int MOST_RUNS = 16;

    private static final Cancellable NOT_YET = () -> {};

    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final OnDemandSql demands;
    private final HoldSql holds;
    private final LateBills late;
    private final ShardWork shards;
    private final RunTasks tasks;
    private final CloseRun close;
    private final BillRunEvents events;
    private final BillRunConfig config;
    private final Roles roles;
    private final Clock clock;
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();
    private final FairTurns turns = new FairTurns(MOST_RUNS);
    private final Map<UUID, Cancellable> underWay = new ConcurrentHashMap<>();
    private final PollLoop loop;

    public BillRunWorker(
            Tenants tenants,
            TenantTransaction transactions,
            BillRunSql runs,
            OnDemandSql demands,
            HoldSql holds,
            LateBills late,
            ShardWork shards,
            RunTasks tasks,
            CloseRun close,
            BillRunEvents events,
            BillRunConfig config,
            Roles roles,
            Clock clock) {
        this.tenants = tenants;
        this.transactions = transactions;
        this.runs = runs;
        this.demands = demands;
        this.holds = holds;
        this.late = late;
        this.shards = shards;
        this.tasks = tasks;
        this.close = close;
        this.events = events;
        this.config = config;
        this.roles = roles;
        this.clock = clock;
        this.loop = new PollLoop("looking for bill runs", config.poll(), this::begin);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.BILLING)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
        underWay.values().forEach(Cancellable::cancel);
    }

    /** Moves each tenant's runs as far as they go now; ends when none goes further. */
    Uni<Void> workOnce() {
        return workable()
                .flatMap(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUni(this::inTurn)
                        .merge(MOST_RUNS)
                        .onItem()
                        .ignoreAsUni());
    }

    /** Begins with the runs that are not under way in this process; waits for none of them. */
    private Uni<Void> begin() {
        return workable()
                .invoke(found -> found.stream()
                        .filter(each -> underWay.putIfAbsent(each.run().uuid(), NOT_YET) == null)
                        .forEach(this::begin))
                .replaceWithVoid();
    }

    private void begin(Workable work) {
        UUID id = work.run().uuid();
        Cancellable begun = inTurn(work)
                .onTermination()
                .invoke(() -> underWay.remove(id))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf(failure, "bill run %s was left as it is for now", id));
        underWay.replace(id, NOT_YET, begun); // unless it has ended already
    }

    private Uni<Void> inTurn(Workable work) {
        return turns.take(() -> asFarAsItGoes(work.context(), work.run()));
    }

    /** A run that workers may have something to do for. */
    private record Workable(TenantContext context, Run run) {}

    private Uni<List<Workable>> workable() {
        return tenants.all()
                .flatMap(ids -> Multi.createFrom()
                        .iterable(ids)
                        .map(id -> TenantContext.of(id, ACTOR))
                        .onItem()
                        .transformToMultiAndConcatenate(context -> transactions
                                .run(context, connection -> runs.workedRuns(connection, now()))
                                .onItem()
                                .transformToMulti(worked -> Multi.createFrom().iterable(worked))
                                .map(run -> new Workable(context, run)))
                        .collect()
                        .asList());
    }

    private Uni<Void> asFarAsItGoes(TenantContext context, Run run) {
        return Uni.createFrom()
                .deferred(() -> transactions.run(context, connection -> runs.run(connection, run.uuid())))
                .flatMap(now -> now.filter(BillRunWorker::mayGoOn)
                        .map(found -> tasks.pass(context, found, StageTask.lastBefore(found.state()))
                                .flatMap(passed -> passed
                                        ? step(context, found)
                                        : Uni.createFrom().item(false)))
                        .orElse(Uni.createFrom().item(false)))
                .repeat()
                .whilst(moved -> moved)
                .onItem()
                .ignoreAsUni()
                .invoke(() -> failures.remove(run.uuid()))
                .onFailure()
                .recoverWithUni(failure -> noteFailure(context, run, failure));
    }

    /** Whether workers have something to do; in review these are tasks alone. */
    private static boolean mayGoOn(Run run) {
        return run.pausedBy().isEmpty() && (run.state().worked() || run.state() == BillRunState.IN_REVIEW);
    }

    /** Does what the run's state asks for; true if the run has moved on. */
    private Uni<Boolean> step(TenantContext context, Run run) {
        return switch (run.state()) {
            case SCHEDULED ->
                move(context, run, (connection, locked) -> Uni.createFrom().item(isDue(locked)));
            case COLLECTING ->
                transactions
                        .run(context, connection -> runs.ensurePeriods(connection, run.period()))
                        .flatMap(made -> move(context, run, this::collect));
            case VALIDATING -> move(context, run, this::validate);
            case RATING -> overShards(context, run, ShardStep.RATED);
            case CONSOLIDATING -> overShards(context, run, ShardStep.CONSOLIDATED);
            case APPROVED -> overShards(context, run, ShardStep.PUBLISHED);
            case PUBLISHED ->
                shards.workOff(context, run, ShardStep.PUBLISHED) // of drafts that were released from hold
                        .flatMap(published -> shards.workOff(context, run, ShardStep.WRITTEN))
                        .flatMap(done -> tasksBehind(context, run))
                        .flatMap(passed -> !passed
                                ? Uni.createFrom().item(false)
                                : move(
                                        context,
                                        run,
                                        (connection, locked) -> closeIfComplete(connection, context, locked)));
            case IN_REVIEW, CLOSED, FAILED, CANCELLED -> Uni.createFrom().item(false);
        };
    }

    private boolean isDue(Run run) {
        return run.startsAt().map(time -> !time.isAfter(now())).orElse(true);
    }

    private Uni<Boolean> collect(SqlConnection connection, Run run) {
        // what came in time is read before the period is closed to it
        return runs.unreadDocuments(connection, run.receivedBy())
                .flatMap(unread -> unread > 0 ? Uni.createFrom().item(false) : late.mayGoOn(connection, run))
                .flatMap(ready -> !ready
                        ? Uni.createFrom().item(false)
                        : plan(connection, run)
                                .call(planned -> late.hold(connection, run))
                                .invoke(accounts -> {
                                    if (accounts == 0) {
                                        throw new HubException(
                                                CoreError.NOTHING_TO_BILL,
                                                "cycle \"" + run.cycleKey() + "\" has no billing account");
                                    }
                                })
                                .flatMap(accounts -> run.kind() == RunKind.CYCLE
                                        ? runs.closePeriodForIntake(connection, run)
                                        : Uni.createFrom().voidItem())
                                .replaceWith(true));
    }

    private Uni<Integer> plan(SqlConnection connection, Run run) {
        return switch (run.kind()) {
            case CYCLE, TRIAL -> runs.planShards(connection, run, config.accountsPerShard());
            case ON_DEMAND, CREDIT_NOTE -> demands.planShard(connection, run);
        };
    }

    private Uni<Boolean> validate(SqlConnection connection, Run run) {
        return runs.unreadDocuments(connection, run.receivedBy())
                .flatMap(unread -> unread > 0
                        ? Uni.createFrom().item(false)
                        : runs.refreshStatistics(
                                        connection,
                                        run.period().from(),
                                        "partner_bill_line",
                                        "usage_record",
                                        "bill_run_account")
                                .replaceWith(true));
    }

    private Uni<Boolean> overShards(TenantContext context, Run run, ShardStep step) {
        return shards.workOff(context, run, step)
                .flatMap(done -> move(
                        context,
                        run,
                        (connection, locked) -> runs.shardsBefore(connection, locked, step)
                                .flatMap(open -> open > 0
                                        ? Uni.createFrom().item(false)
                                        : afterStep(connection, locked, step).replaceWith(true))));
    }

    private Uni<Void> afterStep(SqlConnection connection, Run run, ShardStep step) {
        return switch (step) {
            case RATED -> runs.refreshStatistics(connection, run.period().from(), "charge");
            case CONSOLIDATED ->
                runs.refreshStatistics(
                        connection, run.period().from(), "bill_line", "customer_bill", "tax_invoice", "tax_item");
            case NOTHING, PUBLISHED, WRITTEN -> Uni.createFrom().voidItem();
        };
    }

    /** Whether the tasks behind the publication, if there are any, let the run close. */
    private Uni<Boolean> tasksBehind(TenantContext context, Run run) {
        if (run.tasks() == 0) {
            return Uni.createFrom().item(true);
        }
        return transactions
                .run(context, connection -> left(connection, run))
                .flatMap(left -> left > 0
                        ? Uni.createFrom().item(false)
                        : tasks.pass(context, run, StageTask.gate(run.state(), StageTask.Moment.AFTER)));
    }

    private Uni<Boolean> closeIfComplete(SqlConnection connection, TenantContext context, Run run) {
        return left(connection, run)
                .flatMap(left -> left > 0
                        ? Uni.createFrom().item(false)
                        : close.close(connection, context, run).replaceWith(true));
    }

    /** What keeps the run from its end: shards that are not written, or else parked accounts and drafts on hold. */
    private Uni<Long> left(SqlConnection connection, Run run) {
        return runs.shardsBefore(connection, run, ShardStep.WRITTEN)
                .flatMap(open -> open > 0
                        ? Uni.createFrom().item(open)
                        : runs.parkedAccounts(connection, run)
                                .flatMap(parked ->
                                        holds.heldDrafts(connection, run).map(held -> (long) parked + held)));
    }

    /** Locks the run and, if it still is where it was and the work says so, moves it to its next state. */
    private Uni<Boolean> move(TenantContext context, Run run, BiFunction<SqlConnection, Run, Uni<Boolean>> work) {
        return transactions.run(
                context,
                connection -> runs.lockedRun(connection, run.uuid())
                        .flatMap(found -> found.isEmpty()
                                        || found.get().state() != run.state()
                                        || found.get().pausedBy().isPresent()
                                ? Uni.createFrom().item(false)
                                : work.apply(connection, found.get())
                                        .flatMap(ready -> ready
                                                ? runs.moveTo(connection, found.get(), run.nextState(), now())
                                                        .flatMap(moved -> events.reached(
                                                                connection, context, run, run.nextState()))
                                                        .replaceWith(true)
                                                : Uni.createFrom().item(false))));
    }

    private Uni<Void> noteFailure(TenantContext context, Run run, Throwable failure) {
        int count = failures.merge(run.uuid(), 1, Integer::sum);
        LOG.errorf(failure, "bill run %s failed for the %d. time in a row", run.uuid(), count);
        if (!(failure instanceof HubException) && count < config.attempts()) {
            return Uni.createFrom().voidItem();
        }
        failures.remove(run.uuid());
        String reason = failure instanceof HubException refusal
                ? refusal.code().name() + ": " + refusal.getMessage()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return transactions.run(
                context,
                connection -> runs.lockedRun(connection, run.uuid())
                        .flatMap(found -> found.filter(locked -> locked.state().worked())
                                .map(locked -> runs.fail(connection, locked, reason)
                                        .flatMap(failed -> runs.run(connection, run.uuid()))
                                        .flatMap(now -> events.reached(
                                                connection, context, now.orElseThrow(), BillRunState.FAILED)))
                                .orElse(Uni.createFrom().voidItem())));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
