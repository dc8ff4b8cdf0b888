package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunCheck.Finding;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.billrun.model.TaskStatus;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks of runs and templates. Whoever changes a run's tasks holds the lock of the run's row. */
@ApplicationScoped
public class RunTaskSql {

    /**
     * The tasks of a template, as JSON.
     *
     * @param version 0 where nobody has set any
     */
    public record OfTemplate(long templateId, long cycleId, String json, int version) {}

    /** A task that a run is to have, with its check as JSON. */
    public record NewTask(UUID uuid, StageTask task, String check) {}

    /**
     * A task as it stands.
     *
     * @param attempt how often it was begun
     * @param leaseOver whether whoever had begun it has let its time pass
     */
    public record Turn(
            long id,
            UUID uuid,
            String name,
            TaskStatus status,
            int attempt,
            boolean leaseOver,
            StageTask.OnFailure onFailure,
            String check,
            Optional<String> retriedBy) {}

    private static final String TURN = """
            select id, uuid, name, status, attempts, coalesce(leased_until <= $2, false), on_failure, definition::text, retried_by
            from bill_run_task where run_id = $1
            """;

    /** The key of the tenant whose rows the connection sees. */
    public Uni<String> tenantKey(SqlConnection connection) {
        return connection
                .query("select key from tenant where id = hub_tenant()")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** The tasks of the template; its row is locked where somebody wants to change them. */
    public Uni<Optional<OfTemplate>> ofTemplate(SqlConnection connection, String key, boolean locked) {
        return connection
                .preparedQuery("select id, cycle_id, tasks::text, tasks_version from bill_run_template where key = $1"
                        + (locked ? " for update" : ""))
                .execute(Tuple.of(key))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(
                                new OfTemplate(row.getLong(0), row.getLong(1), row.getString(2), row.getInteger(3)));
                    }
                    return Optional.empty();
                });
    }

    /** The tasks of the template with this id, as JSON. */
    public Uni<String> ofTemplate(SqlConnection connection, long templateId) {
        return connection
                .preparedQuery("select tasks::text from bill_run_template where id = $1")
                .execute(Tuple.of(templateId))
                .map(rows -> rows.iterator().next().getString(0));
    }

    public Uni<Void> setOfTemplate(SqlConnection connection, long templateId, String json) {
        return connection
                .preparedQuery(
                        "update bill_run_template set tasks = $2::text::jsonb, tasks_version = tasks_version + 1 where id = $1")
                .execute(Tuple.of(templateId, json))
                .replaceWithVoid();
    }

    /** Gives a run that was just inserted its tasks, in the order in which they come. */
    public Uni<Void> insert(SqlConnection connection, UUID run, List<NewTask> tasks) {
        return connection
                .preparedQuery("""
                        with of as (
                          update bill_run set tasks = cardinality($2::uuid[]) where uuid = $1 returning id
                        )
                        insert into bill_run_task (tenant_id, uuid, run_id, position, gate, stage, moment, name, definition, on_failure)
                        select hub_tenant(), t.uuid, of.id, t.position, t.gate, t.stage, t.moment, t.name, t.definition::jsonb, t.on_failure
                        from of, unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
                          with ordinality as t (uuid, gate, stage, moment, name, definition, on_failure, position)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addValue(Columns.of(tasks, UUID.class, NewTask::uuid))
                        .addValue(Columns.of(
                                tasks, Short.class, task -> (short) task.task().gate()))
                        .addValue(
                                Columns.texts(tasks, task -> task.task().stage().name()))
                        .addValue(Columns.texts(
                                tasks, task -> task.task().moment().name()))
                        .addValue(Columns.texts(tasks, task -> task.task().name()))
                        .addValue(Columns.texts(tasks, NewTask::check))
                        .addValue(Columns.texts(
                                tasks, task -> task.task().onFailure().name())))
                .replaceWithVoid();
    }

    /** The first task up to the gate that neither is done nor waived. */
    public Uni<Optional<Turn>> next(SqlConnection connection, Run run, int gate, OffsetDateTime now) {
        return connection
                .preparedQuery(
                        TURN
                                + " and gate <= $3::integer and status in ('OPEN', 'RUNNING', 'FAILED') order by position limit 1")
                .execute(Tuple.of(run.id(), now, gate))
                .map(rows -> turns(rows).stream().findFirst());
    }

    /** One task of the run. */
    public Uni<Optional<Turn>> task(SqlConnection connection, Run run, UUID task, OffsetDateTime now) {
        return connection
                .preparedQuery(TURN + " and uuid = $3")
                .execute(Tuple.of(run.id(), now, task))
                .map(rows -> turns(rows).stream().findFirst());
    }

    private static List<Turn> turns(Iterable<Row> rows) {
        List<Turn> turns = new ArrayList<>();
        for (Row row : rows) {
            turns.add(new Turn(
                    row.getLong(0),
                    row.getUUID(1),
                    row.getString(2),
                    TaskStatus.valueOf(row.getString(3)),
                    row.getInteger(4),
                    row.getBoolean(5),
                    StageTask.OnFailure.valueOf(row.getString(6)),
                    row.getString(7),
                    Optional.ofNullable(row.getString(8))));
        }
        return turns;
    }

    /** Begins the next attempt; one that was not ended is lost. */
    public Uni<Void> begin(SqlConnection connection, Turn task, String by, OffsetDateTime now, OffsetDateTime until) {
        return connection
                .preparedQuery("""
                        with lost as (
                          update bill_run_task_attempt set ended_at = $4, outcome = 'LOST' where task_id = $1 and ended_at is null
                        ), begun as (
                          update bill_run_task set status = 'RUNNING', attempts = $2, leased_until = $5 where id = $1
                        )
                        insert into bill_run_task_attempt (tenant_id, task_id, attempt, asked_by, started_at)
                        values (hub_tenant(), $1, $2, $3, $4)
                        """)
                .execute(Tuple.of(task.id(), task.attempt() + 1, by, now, until))
                .replaceWithVoid();
    }

    /** Ends the attempt, unless it is not the task's last one any more; tells whether it did. */
    public Uni<Boolean> end(
            SqlConnection connection, Turn task, int attempt, Finding finding, TaskStatus status, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        with ended as (
                          update bill_run_task set status = $3, leased_until = null
                          where id = $1 and attempts = $2 and status = 'RUNNING' returning id
                        )
                        update bill_run_task_attempt a set ended_at = $6, outcome = $4, message = $5
                        from ended where a.task_id = ended.id and a.attempt = $2
                        """)
                .execute(Tuple.of(
                        task.id(), attempt, status.name(), finding.ok() ? "PASSED" : "FAILED", finding.message(), now))
                .map(ended -> ended.rowCount() == 1);
    }

    /** Has the task done again when the run is where it belongs. */
    public Uni<Void> reopen(SqlConnection connection, Turn task, String by) {
        return connection
                .preparedQuery("update bill_run_task set status = 'OPEN', retried_by = $2 where id = $1")
                .execute(Tuple.of(task.id(), by))
                .replaceWithVoid();
    }

    /** Opens all tasks of the run again from the gate on: it goes back behind them. */
    public Uni<Void> reopenFrom(SqlConnection connection, Run run, int gate, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        with opened as (
                          update bill_run_task set status = 'OPEN', leased_until = null, retried_by = null, waived_by = null, waived_at = null,
                                 waiver_reason = null
                          where run_id = $1 and gate >= $2::integer and status <> 'OPEN' returning id
                        )
                        update bill_run_task_attempt a set ended_at = $3, outcome = 'LOST'
                        from opened where a.task_id = opened.id and a.ended_at is null
                        """)
                .execute(Tuple.of(run.id(), gate, now))
                .replaceWithVoid();
    }

    public Uni<Void> waive(SqlConnection connection, Turn task, String by, String reason, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        update bill_run_task set status = 'WAIVED', waived_by = $2, waiver_reason = $3, waived_at = $4 where id = $1
                        """)
                .execute(Tuple.of(task.id(), by, reason, now))
                .replaceWithVoid();
    }

    /** The run's tasks in their order with their attempts, as JSON. */
    public Uni<JsonArray> list(SqlConnection connection, UUID run) {
        return connection.preparedQuery("""
                        select coalesce(json_agg(json_strip_nulls(json_build_object(
                                 'id', t.uuid, 'stage', t.stage, 'when', t.moment, 'name', t.name, 'check', t.definition,
                                 'onFailure', t.on_failure, 'status', t.status, 'waivedBy', t.waived_by, 'waivedAt', t.waived_at,
                                 'waiverReason', t.waiver_reason,
                                 'attempts', (select coalesce(json_agg(json_build_object('attempt', a.attempt, 'by', a.asked_by,
                                                       'startedAt', a.started_at, 'outcome', a.outcome, 'message', a.message,
                                                       'millis', round(extract(epoch from a.ended_at - a.started_at) * 1000)::bigint)
                                                       order by a.attempt), '[]')
                                              from bill_run_task_attempt a where a.task_id = t.id))) order by t.position), '[]')
                        from bill_run r join bill_run_task t on t.run_id = r.id where r.uuid = $1
                        """).execute(Tuple.of(run)).map(rows ->
                (JsonArray) rows.iterator().next().getValue(0));
    }
}
