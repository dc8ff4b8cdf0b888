package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunMails.Told;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.TaskStatus;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.model.ShardChange;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Tells of runs, in the transaction of the change: {@code io.billinghub.billrun.<state>.v1} for the states that somebody waits
 * for, that a task of a stage has failed, and per shard that its drafts are there or validated.
 */
@ApplicationScoped
public class BillRunEvents {

    private static final Set<BillRunState> TOLD = EnumSet.of(
            BillRunState.IN_REVIEW,
            BillRunState.APPROVED,
            BillRunState.PUBLISHED,
            BillRunState.CLOSED,
            BillRunState.FAILED,
            BillRunState.CANCELLED);

    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;
    private final RunNotices notices;

    public BillRunEvents(Outbox outbox, IdGenerator ids, Clock clock, RunNotices notices) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.notices = notices;
    }

    /** The run has got to the state, which may be one that nobody is told of. */
    Uni<Void> reached(SqlConnection transaction, TenantContext context, Run run, BillRunState state) {
        if (!TOLD.contains(state)) {
            return Uni.createFrom().voidItem();
        }
        String data = new JsonObject()
                .put("run", run.uuid().toString())
                .put("cycle", run.cycleKey())
                .put("kind", run.kind().name())
                .put("periodFrom", run.period().from().toString())
                .put("periodTo", run.period().to().toString())
                .put("state", state.name())
                .encode();
        return outbox.append(
                        transaction,
                        context,
                        List.of(new DomainEvent(
                                ids.next(),
                                Topic.BILLS,
                                run.uuid().toString(),
                                "io.billinghub.billrun."
                                        + state.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".v1",
                                "bill-run/" + run.uuid(),
                                clock.instant(),
                                data)))
                .flatMap(told -> notices.tell(
                        transaction,
                        run,
                        Told.valueOf(state.name()),
                        run.failure().orElse("")));
    }

    /**
     * A task of the run has failed: {@code io.billinghub.billrun.task-failed.v1}.
     *
     * @param status FAILED where the run waits, WARNED where it goes on
     * @param message what was found, without amounts
     */
    Uni<Void> taskFailed(
            SqlConnection transaction,
            TenantContext context,
            Run run,
            UUID task,
            String name,
            TaskStatus status,
            String message) {
        String data = new JsonObject()
                .put("run", run.uuid().toString())
                .put("cycle", run.cycleKey())
                .put("state", run.state().name())
                .put("task", task.toString())
                .put("name", name)
                .put("status", status.name())
                .put("message", message)
                .encode();
        return outbox.append(
                        transaction,
                        context,
                        List.of(new DomainEvent(
                                ids.next(),
                                Topic.BILLS,
                                run.uuid().toString(),
                                "io.billinghub.billrun.task-failed.v1",
                                "bill-run/" + run.uuid(),
                                clock.instant(),
                                data)))
                .flatMap(told -> notices.tell(
                        transaction,
                        run,
                        Told.TASK_FAILED,
                        name
                                + (status == TaskStatus.FAILED ? " (the run waits): " : " (the run goes on): ")
                                + message));
    }

    /** All bills of the shard have gone through the change. */
    Uni<Void> shardChanged(SqlConnection transaction, TenantContext context, RunShard shard, ShardChange change) {
        return outbox.append(transaction, context, List.of(event(shard.runUuid().toString(), shard.shard(), change)));
    }

    /** All bills of these shards of the run were validated. */
    Uni<Void> validated(SqlConnection transaction, TenantContext context, Run run, List<Integer> shards) {
        return outbox.append(
                transaction,
                context,
                shards.stream()
                        .map(shard -> event(run.uuid().toString(), shard, ShardChange.VALIDATED))
                        .toList());
    }

    // the key of the shard's other events: they keep their order
    private DomainEvent event(String run, int shard, ShardChange change) {
        return new DomainEvent(
                ids.next(),
                Topic.BILLS,
                run + "/" + shard,
                change.type(),
                "bill-run/" + run,
                clock.instant(),
                "{\"run\":\"%s\",\"shard\":%d}".formatted(run, shard));
    }
}
