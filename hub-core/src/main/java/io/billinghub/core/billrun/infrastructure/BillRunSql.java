package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.ShardStep;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs, their stages, shards and accounts. */
@ApplicationScoped
public class BillRunSql {

    /** A bill cycle as a run needs it. */
    public record Cycle(long id, String key, int dayOfMonth, String timeZone, int paymentDays, LocalDate openFrom) {}

    /** A run with its state, locked or not by the query that read it. */
    public record Run(
            long id,
            UUID uuid,
            String cycleKey,
            long cycleId,
            int dayOfMonth,
            ZoneId zone,
            CyclePeriod period,
            LocalDate issueDate,
            LocalDate dueDate,
            BillRunState state,
            Optional<BillRunState> failedIn,
            Optional<String> failure,
            String startedBy,
            Optional<String> approvedBy,
            OffsetDateTime createdAt,
            RunKind kind,
            Optional<Long> accountId,
            int accountRun,
            Optional<OffsetDateTime> startsAt,
            Optional<String> pausedBy,
            Optional<String> stoppedWaitingBy,
            Optional<String> template,
            int tasks) {

        /** What was received by then is billed, even where it is not read yet. */
        public OffsetDateTime receivedBy() {
            return startsAt.orElse(createdAt);
        }

        /** The state behind the one in which it is; a trial is over when its bills are made. */
        public BillRunState nextState() {
            return kind == RunKind.TRIAL && state == BillRunState.CONSOLIDATING ? BillRunState.CLOSED : state.next();
        }
    }

    private static final String RUN = """
            select r.id, r.uuid, c.key as cycle_key, r.cycle_id, c.day_of_month, c.time_zone, r.bill_period, r.period_to, r.issue_date,
                   r.due_date, r.state, r.failed_in, r.failure, r.started_by, r.approved_by, r.created_at,
                   r.kind, r.account_id, r.account_run, r.starts_at, r.paused_by, r.stopped_waiting_by, t.key as template,
                   r.tasks
            from bill_run r join bill_cycle c on c.id = r.cycle_id left join bill_run_template t on t.id = r.template_id
            """;

    private static final String CYCLE =
            "select id, key, day_of_month, time_zone, payment_days, open_from from bill_cycle ";
    private static final String LOCKED_CYCLE = CYCLE + "where %s for update";

    /** The tenant's cycles by key. */
    public Uni<List<Cycle>> cycles(SqlConnection connection, int limit) {
        return connection
                .preparedQuery(CYCLE + "order by key limit $1")
                .execute(Tuple.of(limit))
                .map(rows -> {
                    List<Cycle> cycles = new ArrayList<>();
                    rows.forEach(row -> cycles.add(toCycle(row)));
                    return cycles;
                });
    }

    /** The cycle with this key, if the tenant has it; locked, so that of two runs at once the later one sees the first. */
    public Uni<Optional<Cycle>> lockedCycle(SqlConnection connection, String key) {
        return connection
                .preparedQuery(LOCKED_CYCLE.formatted("key = $1"))
                .execute(Tuple.of(key))
                .map(rows -> first(rows).map(BillRunSql::toCycle));
    }

    /** As {@link #lockedCycle(SqlConnection, String)}, by {@code bill_cycle.id}. */
    public Uni<Cycle> lockedCycle(SqlConnection connection, long id) {
        return connection
                .preparedQuery(LOCKED_CYCLE.formatted("id = $1"))
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(BillRunSql::toCycle).orElseThrow());
    }

    private static Cycle toCycle(Row row) {
        return new Cycle(
                row.getLong(0),
                row.getString(1),
                row.getShort(2),
                row.getString(3),
                row.getShort(4),
                row.getLocalDate(5));
    }

    /**
     * A run of the cycle for another period that is not approved yet. Two at once would both bill the same late usage and the same
     * changes of prices.
     */
    public Uni<Optional<UUID>> unapproved(SqlConnection connection, long cycleId, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select uuid from bill_run
                        where cycle_id = $1 and bill_period <> $2 and kind = 'CYCLE'
                          and coalesce(failed_in, state) in ('SCHEDULED', 'COLLECTING', 'VALIDATING', 'RATING', 'CONSOLIDATING', 'IN_REVIEW')
                          and state <> 'CANCELLED'
                        order by id limit 1
                        """)
                .execute(Tuple.of(cycleId, period.from()))
                .map(rows -> first(rows).map(row -> row.getUUID(0)));
    }

    /**
     * The day after the last period before the day that has a run of the cycle which was not cancelled. Empty where the cycle has no
     * such run at all; where all of them are for later periods, the day itself.
     */
    public Uni<Optional<LocalDate>> billedUntil(SqlConnection connection, long cycleId, LocalDate day) {
        return connection
                .preparedQuery("""
                        select coalesce(max(period_to) filter (where bill_period < $2), case when count(*) > 0 then $2::date end)
                        from bill_run where cycle_id = $1 and kind = 'CYCLE' and state <> 'CANCELLED'
                        """)
                .execute(Tuple.of(cycleId, day))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate(0)));
    }

    /** Whether the cycle has a run for the period that was not cancelled. */
    public Uni<Boolean> billed(SqlConnection connection, long cycleId, CyclePeriod period) {
        return connection
                .preparedQuery(
                        "select exists (select from bill_run where cycle_id = $1 and bill_period = $2 and kind = 'CYCLE' and state <> 'CANCELLED')")
                .execute(Tuple.of(cycleId, period.from()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The first day before the given one that recurring fees are still to be charged for: another billing system has billed up to it. */
    public Uni<Optional<LocalDate>> chargedFrom(SqlConnection connection, long cycleId, LocalDate before) {
        return connection
                .preparedQuery("""
                        select min(greatest(p.started_on, p.billed_through + 1))
                        from billing_account a
                        join product p on p.account_id = a.id and p.billed_through is not null
                         and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                        join product_offering o on o.id = p.offering_id and o.fees_billed_by = 'HUB'
                        where a.cycle_id = $1 and greatest(p.started_on, p.billed_through + 1) < least(p.ended_on, $2)
                          and exists (select from price_plan f where f.offering_id = o.id and f.definition #>> '{model,type}' = 'flat'
                                                                 and f.definition #>> '{model,timing}' <> 'ONE_TIME')
                        """)
                .execute(Tuple.of(cycleId, before))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate(0)));
    }

    /**
     * A run of a cycle that is to begin.
     *
     * @param kind CYCLE or TRIAL
     * @param startsAt before which no worker takes it up; empty for at once
     * @param templateId {@code bill_run_template.id}, where a template begins it
     */
    public record NewRun(
            UUID uuid,
            long cycleId,
            CyclePeriod period,
            LocalDate issueDate,
            LocalDate dueDate,
            String startedBy,
            OffsetDateTime createdAt,
            RunKind kind,
            Optional<OffsetDateTime> startsAt,
            Optional<Long> templateId) {}

    /** Inserts the run unless the cycle has one for the period that was not cancelled; tells whether it did. */
    public Uni<Boolean> insertRun(SqlConnection connection, NewRun run) {
        return connection
                .preparedQuery("""
                        insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state,
                                              started_by, created_at, starts_at, template_id, kind)
                        select hub_tenant(), $1::uuid, $2::bigint, $3::date, $4::date, $5::date, $6::date, 'SCHEDULED', $7::text,
                               $8::timestamptz, $9::timestamptz, $10::bigint, $11::text
                        where not exists (
                          select 1 from bill_run where cycle_id = $2::bigint and bill_period = $3::date and kind = 'CYCLE'
                                               and state <> 'CANCELLED')
                        on conflict (tenant_id, cycle_id, bill_period) where kind = 'CYCLE' and state not in ('FAILED', 'CANCELLED')
                          do nothing
                        """)
                .execute(Tuple.tuple()
                        .addUUID(run.uuid())
                        .addLong(run.cycleId())
                        .addLocalDate(run.period().from())
                        .addLocalDate(run.period().to())
                        .addLocalDate(run.issueDate())
                        .addLocalDate(run.dueDate())
                        .addString(run.startedBy())
                        .addOffsetDateTime(run.createdAt())
                        .addOffsetDateTime(run.startsAt().orElse(null))
                        .addLong(run.templateId().orElse(null))
                        .addString(run.kind().name()))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** Sets when a run that has not begun is taken up. */
    public Uni<Void> reschedule(SqlConnection connection, Run run, OffsetDateTime startsAt) {
        return connection
                .preparedQuery("update bill_run set starts_at = $2 where id = $1")
                .execute(Tuple.of(run.id(), startsAt))
                .replaceWithVoid();
    }

    /** Has the run wait for no partner's bill any longer. */
    public Uni<Void> stopWaiting(SqlConnection connection, Run run, String by) {
        return connection
                .preparedQuery("update bill_run set stopped_waiting_by = $2 where id = $1")
                .execute(Tuple.of(run.id(), by))
                .replaceWithVoid();
    }

    /** @param by who pauses it; empty to have it go on */
    public Uni<Void> setPaused(SqlConnection connection, Run run, Optional<String> by) {
        return connection
                .preparedQuery("update bill_run set paused_by = $2 where id = $1")
                .execute(Tuple.of(run.id(), by.orElse(null)))
                .replaceWithVoid();
    }

    public Uni<Optional<Run>> run(SqlConnection connection, UUID uuid) {
        return connection
                .preparedQuery(RUN + "where r.uuid = $1")
                .execute(Tuple.of(uuid))
                .map(rows -> first(rows).map(BillRunSql::toRun));
    }

    /** The run, locked until the transaction ends. */
    public Uni<Optional<Run>> lockedRun(SqlConnection connection, UUID uuid) {
        return connection
                .preparedQuery(RUN + "where r.uuid = $1 for update of r")
                .execute(Tuple.of(uuid))
                .map(rows -> first(rows).map(BillRunSql::toRun));
    }

    /** The newest runs first, behind this one if there is one. */
    public Uni<List<Run>> runs(SqlConnection connection, UUID after, int limit) {
        return connection
                .preparedQuery(RUN + """
                        where $1::uuid is null or r.id < (select b.id from bill_run b where b.uuid = $1)
                        order by r.id desc limit $2
                        """)
                .execute(Tuple.of(after, limit))
                .map(BillRunSql::toRuns);
    }

    /** Runs that wait for a worker now, in review for their tasks alone; the oldest first. */
    public Uni<List<Run>> workedRuns(SqlConnection connection, OffsetDateTime now) {
        return connection
                .preparedQuery(RUN + """
                        where (r.state in ('SCHEDULED', 'COLLECTING', 'VALIDATING', 'RATING', 'CONSOLIDATING', 'APPROVED', 'PUBLISHED')
                               or r.state = 'IN_REVIEW' and r.tasks > 0
                                  and exists (select from bill_run_task k where k.run_id = r.id and k.status in ('OPEN', 'RUNNING') and k.gate <= $2))
                          and r.paused_by is null and (r.state <> 'SCHEDULED' or coalesce(r.starts_at <= $1, true))
                        order by r.id
                        """)
                .execute(Tuple.of(now, (short) StageTask.lastBefore(BillRunState.IN_REVIEW)))
                .map(BillRunSql::toRuns);
    }

    /** Moves the run to a state: ends the stage it was in, begins the next one. */
    public Uni<Void> moveTo(SqlConnection connection, Run run, BillRunState state, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        with ended as (
                          update bill_run_stage set ended_at = $3 where run_id = $1 and ended_at is null
                        ), begun as (
                          insert into bill_run_stage (tenant_id, run_id, stage, started_at) values (hub_tenant(), $1, $2, $3)
                          on conflict (run_id, stage) do update set ended_at = null
                        )
                        update bill_run set state = $2, failed_in = null, failure = null, paused_by = null where id = $1
                        """)
                .execute(Tuple.of(run.id(), state.name(), now))
                .replaceWithVoid();
    }

    public Uni<Void> fail(SqlConnection connection, Run run, String failure) {
        return connection
                .preparedQuery("update bill_run set state = 'FAILED', failed_in = $2, failure = $3 where id = $1")
                .execute(Tuple.of(run.id(), run.state().name(), failure))
                .replaceWithVoid();
    }

    public Uni<Void> setApprover(SqlConnection connection, Run run, String approver) {
        return connection
                .preparedQuery("update bill_run set approved_by = $2 where id = $1")
                .execute(Tuple.of(run.id(), approver))
                .replaceWithVoid();
    }

    /**
     * Ends the taking in of lines for the period: what arrives from now on falls into the next one. Waits for the transactions that take
     * lines in at this moment; those that come meanwhile wait until the caller's has ended.
     */
    public Uni<Void> closePeriodForIntake(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("update bill_cycle set open_from = greatest(open_from, $2) where id = $1")
                .execute(Tuple.of(run.cycleId(), run.period().to()))
                .replaceWithVoid();
    }

    /** How many documents that were received by then are stored but not yet read through. */
    public Uni<Long> unreadDocuments(SqlConnection connection, OffsetDateTime receivedBy) {
        return connection
                .preparedQuery("select count(*) from received_document where status = 'RECEIVED' and received_at <= $1")
                .execute(Tuple.of(receivedBy))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Spreads the cycle's root accounts over shards, by account number; answers how many accounts there are. Where a run on
     * demand has left charges in the period, the shards are marked so.
     */
    public Uni<Integer> planShards(SqlConnection connection, Run run, int accountsPerShard) {
        return connection
                .preparedQuery("""
                        with planned as (
                          insert into bill_run_account (tenant_id, run_id, root_id, shard)
                          select hub_tenant(), $1, a.id, ((row_number() over (order by a.number) - 1) / $3)::integer
                          from billing_account a
                          where a.cycle_id = $2 and a.root_id = a.id
                          on conflict do nothing
                          returning shard
                        ), shards as (
                          insert into bill_run_shard (tenant_id, run_id, shard, reopened)
                          select distinct hub_tenant(), $1::bigint, shard,
                                 exists (select from bill_run d where d.kind = 'ON_DEMAND' and d.cycle_id = $2 and d.bill_period = $4)
                          from planned
                          on conflict do nothing
                        )
                        select count(*)::integer from planned
                        """)
                .execute(Tuple.of(
                        run.id(), run.cycleId(), accountsPerShard, run.period().from()))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Gives parked accounts that wait for no partner's bill a shard of their own, so that what is left takes only those; answers how many there were. */
    public Uni<Integer> unpark(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        with next_shard as (
                          select coalesce(max(shard), -1) + 1 as shard from bill_run_shard where run_id = $1
                        ), freed as (
                          update bill_run_account set parked_reason = null, shard = (select shard from next_shard)
                          where run_id = $1 and parked_reason is not null and not held returning shard
                        ), shards as (
                          insert into bill_run_shard (tenant_id, run_id, shard, reopened)
                          select distinct hub_tenant(), $1::bigint, shard, true from freed
                        )
                        select count(*)::integer from freed
                        """)
                .execute(Tuple.of(run.id()))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /**
     * Marks the shards that were not rated yet as such that may have charges: an account that has moved to another root since
     * the run was planned was perhaps charged with its former one, and its shard would fail again.
     */
    public Uni<Void> reopenUnrated(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("update bill_run_shard set reopened = true where run_id = $1 and done = 'NOTHING'")
                .execute(Tuple.of(run.id()))
                .replaceWithVoid();
    }

    public Uni<Integer> parkedAccounts(SqlConnection connection, Run run) {
        return connection
                .preparedQuery(
                        "select count(*)::integer from bill_run_account where run_id = $1 and parked_reason is not null")
                .execute(Tuple.of(run.id()))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Sets root accounts aside with the reason why. */
    public Uni<Void> park(SqlConnection connection, long runId, List<Long> rootIds, List<String> reasons) {
        if (rootIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        update bill_run_account a set parked_reason = p.reason
                        from unnest($2::bigint[], $3::text[]) as p (root_id, reason)
                        where a.run_id = $1 and a.root_id = p.root_id and a.parked_reason is null
                        """)
                .execute(Tuple.of(runId, rootIds.toArray(Long[]::new), reasons.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** How many shards have not yet come as far as the step. */
    public Uni<Long> shardsBefore(SqlConnection connection, Run run, ShardStep step) {
        String[] before = new String[step.ordinal()];
        for (int i = 0; i < before.length; i++) {
            before[i] = ShardStep.values()[i].name();
        }
        return connection
                .preparedQuery("select count(*) from bill_run_shard where run_id = $1 and done = any($2)")
                .execute(Tuple.of(run.id(), before))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Makes the tables of the run's period, and those of the one that is open behind it; in a transaction that has locked nothing. */
    public Uni<Void> ensurePeriods(SqlConnection connection, CyclePeriod period) {
        return connection
                .preparedQuery("call ensure_periods($1)")
                .execute(Tuple.tuple().addValue(new LocalDate[] {period.from(), period.to()}))
                .replaceWithVoid();
    }

    public Uni<Void> refreshStatistics(SqlConnection connection, LocalDate period, String... tables) {
        return connection
                .preparedQuery("call refresh_statistics($1, $2)")
                .execute(Tuple.of(period, tables))
                .replaceWithVoid();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.rowCount() == 0 || !rows.iterator().hasNext()
                ? Optional.empty()
                : Optional.of(rows.iterator().next());
    }

    private static List<Run> toRuns(RowSet<Row> rows) {
        List<Run> runs = new ArrayList<>();
        for (Row row : rows) {
            runs.add(toRun(row));
        }
        return runs;
    }

    private static Run toRun(Row row) {
        return new Run(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getString("cycle_key"),
                row.getLong("cycle_id"),
                row.getShort("day_of_month"),
                ZoneId.of(row.getString("time_zone")),
                new CyclePeriod(row.getLocalDate("bill_period"), row.getLocalDate("period_to")),
                row.getLocalDate("issue_date"),
                row.getLocalDate("due_date"),
                BillRunState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("failed_in")).map(BillRunState::valueOf),
                Optional.ofNullable(row.getString("failure")),
                row.getString("started_by"),
                Optional.ofNullable(row.getString("approved_by")),
                row.getOffsetDateTime("created_at").withOffsetSameInstant(ZoneOffset.UTC),
                RunKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getLong("account_id")),
                Optional.ofNullable(row.getInteger("account_run")).orElse(0),
                Optional.ofNullable(row.getOffsetDateTime("starts_at"))
                        .map(time -> time.withOffsetSameInstant(ZoneOffset.UTC)),
                Optional.ofNullable(row.getString("paused_by")),
                Optional.ofNullable(row.getString("stopped_waiting_by")),
                Optional.ofNullable(row.getString("template")),
                row.getInteger("tasks"));
    }
}
