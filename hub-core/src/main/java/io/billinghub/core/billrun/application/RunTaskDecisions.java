package io.billinghub.core.billrun.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.RunTaskSql;
import io.billinghub.core.billrun.infrastructure.RunTaskSql.OfTemplate;
import io.billinghub.core.billrun.infrastructure.RunTaskSql.Turn;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.billrun.model.TaskStatus;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/** What operators do with tasks of stages: set them, look at them, have one done again, waive one. {@link RunTasks} does them. */
@ApplicationScoped
public class RunTaskDecisions {

    private static final int LONGEST_REASON = 500;

    private final TenantTransaction transactions;
    private final BillRunSql runs;
    private final RunTaskSql tasks;
    private final AuditLog audit;
    private final Clock clock;

    public RunTaskDecisions(
            TenantTransaction transactions, BillRunSql runs, RunTaskSql tasks, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.tasks = tasks;
        this.audit = audit;
        this.clock = clock;
    }

    /** The tasks of a template; UNKNOWN_RESOURCE. */
    public Uni<OfTemplate> ofTemplate(TenantContext context, String key) {
        return transactions.run(
                context,
                connection -> tasks.ofTemplate(connection, key, false)
                        .map(found -> found.orElseThrow(() -> noTemplate(key))));
    }

    /**
     * Sets the tasks of a template; runs that have begun keep theirs.
     *
     * @param mayAll whether the caller may change all tasks, rather than questions to other systems alone
     * @param condition on the version that is there, 0 where nobody has set any
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, TASKS_REFUSED, TASKS_OF_MANAGERS, and what the condition throws
     */
    public Uni<OfTemplate> set(
            SqlConnection transaction,
            TenantContext context,
            String key,
            JsonNode list,
            boolean mayAll,
            Consumer<OptionalInt> condition) {
        List<StageTask> given = StageTasks.read(list);
        String wanted = StageTasks.write(given);
        return tasks.ofTemplate(transaction, key, true)
                .map(found -> found.orElseThrow(() -> noTemplate(key)))
                .flatMap(before -> {
                    condition.accept(before.version() == 0 ? OptionalInt.empty() : OptionalInt.of(before.version()));
                    if (!mayAll && !ofManagers(given).equals(ofManagers(StageTasks.stored(before.json())))) {
                        throw new HubException(
                                CoreError.TASKS_OF_MANAGERS,
                                "a check of template \"" + key + "\" that is no HTTP check would change");
                    }
                    return tasks.setOfTemplate(transaction, before.templateId(), wanted)
                            .flatMap(done -> audit.append(
                                    transaction,
                                    context,
                                    "bill-run-template.tasks",
                                    "bill-run-template/" + key,
                                    Optional.of("{\"tasks\":" + before.json() + "}"),
                                    Optional.of("{\"tasks\":" + wanted + "}")));
                })
                .flatMap(done -> tasks.ofTemplate(transaction, key, false))
                .map(Optional::orElseThrow);
    }

    private static List<StageTask> ofManagers(List<StageTask> tasks) {
        return tasks.stream()
                .filter(task -> !(task.check() instanceof RunCheck.Http))
                .toList();
    }

    /** The tasks of a run in their order, with their attempts, as JSON; UNKNOWN_RESOURCE. */
    public Uni<JsonArray> ofRun(TenantContext context, UUID run) {
        return transactions.run(context, connection -> ofRun(connection, run));
    }

    private Uni<JsonArray> ofRun(SqlConnection connection, UUID run) {
        return runs.run(connection, run)
                .map(found -> found.orElseThrow(() -> noRun(run)))
                .flatMap(found -> tasks.list(connection, found.uuid()));
    }

    /**
     * Has a task that has failed done again; answers it.
     *
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, TASK_STATE
     */
    public Uni<JsonObject> retry(SqlConnection transaction, TenantContext context, UUID run, UUID task) {
        return change(transaction, context, run, task, "bill-run.retry-task", "", (locked, found) -> {
            boolean failed = found.status() == TaskStatus.FAILED || found.status() == TaskStatus.WARNED;
            requireState(found, failed && goesOn(locked), "done again");
            return tasks.reopen(transaction, found, context.actor());
        });
    }

    /**
     * Has a run go on although the task has failed; answers the task.
     *
     * @param reason 1 to 500 characters
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, TASK_STATE, WAIVER_IS_STARTER, REASON_MISSING
     */
    public Uni<JsonObject> waive(SqlConnection transaction, TenantContext context, UUID run, UUID task, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new HubException(CoreError.REASON_MISSING, "a reason has 1 to " + LONGEST_REASON + " characters");
        }
        return change(transaction, context, run, task, "bill-run.waive-task", reason, (locked, found) -> {
            if (locked.startedBy().equals(context.actor())) {
                throw new HubException(
                        CoreError.WAIVER_IS_STARTER, "run " + run + " was started by " + locked.startedBy());
            }
            requireState(found, found.status() == TaskStatus.FAILED && goesOn(locked), "waived");
            return tasks.waive(transaction, found, context.actor(), reason, now());
        });
    }

    private interface Change {
        Uni<Void> of(Run run, Turn task);
    }

    private Uni<JsonObject> change(
            SqlConnection transaction,
            TenantContext context,
            UUID run,
            UUID task,
            String action,
            String reason,
            Change change) {
        return runs.lockedRun(transaction, run)
                .map(found -> found.orElseThrow(() -> noRun(run)))
                .flatMap(locked -> tasks.task(transaction, locked, task, now())
                        .map(found -> found.orElseThrow(() -> new HubException(
                                CoreError.UNKNOWN_RESOURCE, "bill run " + run + " has no task " + task)))
                        .flatMap(found -> change.of(locked, found)
                                .flatMap(done -> audit.append(
                                        transaction,
                                        context,
                                        action,
                                        "bill-run/" + run,
                                        Optional.empty(),
                                        Optional.of(new JsonObject()
                                                .put("task", task.toString())
                                                .put("name", found.name())
                                                .put("reason", reason)
                                                .encode())))))
                .flatMap(done -> ofRun(transaction, run))
                .map(list -> list.stream()
                        .map(JsonObject.class::cast)
                        .filter(found -> found.getString("id").equals(task.toString()))
                        .findFirst()
                        .orElseThrow());
    }

    private static boolean goesOn(Run run) {
        return run.state() != BillRunState.CLOSED && run.state() != BillRunState.CANCELLED;
    }

    private static void requireState(Turn task, boolean allowed, String what) {
        if (!allowed) {
            throw new HubException(
                    CoreError.TASK_STATE,
                    "the task \"" + task.name() + "\" is " + task.status() + " and can't be " + what);
        }
    }

    private static HubException noTemplate(String key) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no template of bill runs \"" + key + "\"");
    }

    private static HubException noRun(UUID run) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill run " + run);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
