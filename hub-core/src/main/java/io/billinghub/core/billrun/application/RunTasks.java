package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.BuiltInCheckSql;
import io.billinghub.core.billrun.infrastructure.RunTaskSql;
import io.billinghub.core.billrun.infrastructure.RunTaskSql.NewTask;
import io.billinghub.core.billrun.infrastructure.RunTaskSql.Turn;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.RunCheck.Finding;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.billrun.model.TaskStatus;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Does the tasks of a run's stages, one after the other: an attempt is begun in one transaction, carried out, and ended in another one. Who
 * begins it has it for the check's own time and a while more; then it counts as lost, and whoever comes next begins another attempt.
 */
@ApplicationScoped
public class RunTasks {

    private static final Logger LOG = Logger.getLogger(RunTasks.class);
    private static final Duration MARGIN = Duration.ofSeconds(30); // hosts are looked up, answers are stored

    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final RunTaskSql tasks;
    private final BuiltInCheckSql builtIn;
    private final HttpChecks http;
    private final ReviewSamples samples;
    private final BillRunEvents events;
    private final Clock clock;

    public RunTasks(
            TenantTransaction transactions,
            BillRunSql runs,
            RunTaskSql tasks,
            BuiltInCheckSql builtIn,
            HttpChecks http,
            ReviewSamples samples,
            BillRunEvents events,
            Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.tasks = tasks;
        this.builtIn = builtIn;
        this.http = http;
        this.samples = samples;
        this.events = events;
        this.clock = clock;
    }

    /** What may be done now. */
    private enum Way {
        /** Nothing is left to do. */
        FREE,
        /** Somebody has to decide, or another process is at it. */
        BLOCKED,
        BEGUN
    }

    private record Step(Way way, Optional<Turn> task) {}

    /** Gives a run that was just inserted the tasks of its template, in the order of its stages. */
    Uni<Void> takeOver(SqlConnection transaction, UUID run, long templateId) {
        return tasks.ofTemplate(transaction, templateId).flatMap(json -> {
            List<StageTask> ordered = new ArrayList<>(StageTasks.stored(json));
            ordered.sort(Comparator.comparingInt(StageTask::gate));
            List<NewTask> added = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                StageTask task = ordered.get(i);
                added.add(new NewTask(
                        StableId.of(run, "task/" + i),
                        task,
                        StageTasks.json(task.check()).toString()));
            }
            return added.isEmpty() ? Uni.createFrom().voidItem() : tasks.insert(transaction, run, added);
        });
    }

    /**
     * Does the tasks up to the gate; true if all of them are done or waived, false if the run has to wait or has moved.
     *
     * @param run as it was read, in a state to which the gate belongs
     */
    Uni<Boolean> pass(TenantContext context, Run run, int gate) {
        if (run.tasks() == 0) {
            return Uni.createFrom().item(true);
        }
        return begin(context, run, gate).flatMap(step -> switch (step.way()) {
            case FREE -> Uni.createFrom().item(true);
            case BLOCKED -> Uni.createFrom().item(false);
            case BEGUN -> carriedOut(context, run, step.task().orElseThrow()).flatMap(done -> pass(context, run, gate));
        });
    }

    private Uni<Step> begin(TenantContext context, Run run, int gate) {
        return transactions.run(
                context,
                connection -> runs.lockedRun(connection, run.uuid()).flatMap(locked -> {
                    if (locked.isEmpty()
                            || locked.get().state() != run.state()
                            || locked.get().pausedBy().isPresent()) {
                        return Uni.createFrom().item(new Step(Way.BLOCKED, Optional.empty()));
                    }
                    return tasks.next(connection, run, gate, now())
                            .flatMap(next -> next.isEmpty()
                                    ? Uni.createFrom().item(new Step(Way.FREE, next))
                                    : begin(connection, context, next.get()));
                }));
    }

    private Uni<Step> begin(SqlConnection connection, TenantContext context, Turn task) {
        boolean free = task.status() == TaskStatus.OPEN || task.status() == TaskStatus.RUNNING && task.leaseOver();
        if (!free) {
            return Uni.createFrom().item(new Step(Way.BLOCKED, Optional.empty()));
        }
        OffsetDateTime until =
                now().plus(StageTasks.storedCheck(task.check()).limit()).plus(MARGIN);
        return tasks.begin(connection, task, task.retriedBy().orElse(context.actor()), now(), until)
                .replaceWith(new Step(Way.BEGUN, Optional.of(task)));
    }

    private Uni<Void> carriedOut(TenantContext context, Run run, Turn task) {
        return found(context, run, StageTasks.storedCheck(task.check()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "the task \"%s\" of bill run %s could not be done", task.name(), run.uuid());
                    return new Finding(false, "could not be done: " + failure.getMessage());
                })
                .flatMap(finding ->
                        transactions.run(context, connection -> end(connection, context, run, task, finding)));
    }

    private Uni<Void> end(SqlConnection connection, TenantContext context, Run run, Turn task, Finding finding) {
        TaskStatus status = status(task, finding);
        return runs.lockedRun(connection, run.uuid())
                .flatMap(locked -> tasks.end(connection, task, task.attempt() + 1, finding, status, now()))
                .flatMap(ended -> !ended || finding.ok()
                        ? Uni.createFrom().voidItem()
                        : events.taskFailed(
                                connection, context, run, task.uuid(), task.name(), status, finding.message()));
    }

    private static TaskStatus status(Turn task, Finding finding) {
        if (finding.ok()) {
            return TaskStatus.PASSED;
        }
        return task.onFailure() == StageTask.OnFailure.WARN ? TaskStatus.WARNED : TaskStatus.FAILED;
    }

    private Uni<Finding> found(TenantContext context, Run run, RunCheck check) {
        if (check instanceof RunCheck.Http question) {
            return http.find(context, run, question);
        }
        if (check instanceof RunCheck.Sample sample) {
            return samples.find(context, run, sample);
        }
        RunCheck.BuiltIn rule = (RunCheck.BuiltIn) check;
        return transactions.run(context, connection -> builtIn.find(connection, run, rule));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
