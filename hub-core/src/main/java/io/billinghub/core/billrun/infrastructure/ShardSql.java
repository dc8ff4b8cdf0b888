package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.ShardStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who works on which shard of a run: leases, fences, and the steps that are done. */
@ApplicationScoped
public class ShardSql {

    /** How the reason begins for which an account is parked that can't be billed at all. */
    public static final String FAILED = "billing failed: ";

    /**
     * Shards that are prepared together.
     *
     * @param shards of a block, which follow each other; 1 or more
     * @param mine numbers of the blocks that this process has prepared
     */
    public record Blocks(int shards, Integer[] mine) {

        /** Nothing is prepared. */
        public static final Blocks NONE = new Blocks(1, new Integer[0]);
    }

    /**
     * Leases one shard that has done the step before: of a block that this process has prepared, else of one in which nobody else works;
     * empty if none is free now.
     */
    public Uni<Optional<RunShard>> lease(
            SqlConnection connection,
            Run run,
            ShardStep step,
            String holder,
            OffsetDateTime now,
            Duration length,
            Blocks blocks) {
        return connection
                .preparedQuery("""
                        with others as (
                          select distinct shard / $6 as block from bill_run_shard
                          where run_id = $1 and leased_until > $4 and holder <> $3)
                        update bill_run_shard s set holder = $3, fence = fence + 1, leased_until = $5
                        where s.run_id = $1 and s.shard = (
                          select shard from bill_run_shard
                          where run_id = $1 and done = $2 and leased_until <= $4
                            and not exists (select from bill_run where id = $1 and paused_by is not null)
                          order by shard / $6 = any($7) desc, shard / $6 in (select block from others), shard
                          limit 1 for update skip locked)
                        returning s.shard, s.fence, s.reopened
                        """)
                .execute(Tuple.of(run.id(), step.previous().name(), holder, now, now.plus(length))
                        .addInteger(blocks.shards())
                        .addArrayOfInteger(blocks.mine()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new RunShard(
                                run.id(),
                                run.uuid(),
                                row.getInteger(0),
                                row.getLong(1),
                                row.getBoolean(2),
                                run.kind(),
                                run.accountRun(),
                                run.dayOfMonth(),
                                run.zone(),
                                run.period().from(),
                                run.period().to(),
                                run.issueDate(),
                                run.dueDate()));
                    }
                    return Optional.empty();
                });
    }

    /**
     * Has the transaction's statements planned for the tables as they are now. A run fills tables from nothing; a plan kept
     * from its first shards would read whole tables for each of the later ones.
     */
    public Uni<Void> planEachTime(SqlConnection connection) {
        return connection
                .query("set local plan_cache_mode = force_custom_plan")
                .execute()
                .replaceWithVoid();
    }

    /** Locks the shard for the transaction, if the lease still is this worker's and the step is still to be done. */
    public Uni<Boolean> hold(SqlConnection connection, RunShard shard, ShardStep step) {
        return connection
                .preparedQuery("""
                        select 1 from bill_run_shard s join bill_run r on r.id = s.run_id
                        where s.run_id = $1 and s.shard = $2 and s.fence = $3 and s.done = $4 and r.state <> 'CANCELLED'
                        for update of s for share of r
                        """)
                .execute(Tuple.of(
                        shard.runId(),
                        shard.shard(),
                        shard.fence(),
                        step.previous().name()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Notes that the shard has done the step and frees it. */
    public Uni<Void> done(SqlConnection connection, RunShard shard, ShardStep step) {
        return connection
                .preparedQuery("""
                        update bill_run_shard set done = $3, done_at = clock_timestamp(), holder = null, leased_until = '-infinity',
                               published_at = case $3 when 'PUBLISHED' then coalesce(published_at, clock_timestamp()) else published_at end
                        where run_id = $1 and shard = $2
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard(), step.name()))
                .replaceWithVoid();
    }

    /** The shard's root accounts that are not parked. */
    public Uni<List<Long>> roots(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select root_id from bill_run_account where run_id = $1 and shard = $2 and parked_reason is null order by root_id
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> {
                    List<Long> roots = new ArrayList<>();
                    rows.forEach(row -> roots.add(row.getLong(0)));
                    return roots;
                });
    }

    /** Gives each root account of the shard one of its own, which has done the same; nothing is left in the shard. */
    public Uni<Void> takeApart(SqlConnection connection, RunShard shard, ShardStep done) {
        return connection
                // numbers of shards are given once; the run's own row is held in common by all who work on its shards
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended('shards of bill_run ' || $1::bigint, 0))")
                .execute(Tuple.of(shard.runId()))
                .flatMap(locked -> connection
                        .preparedQuery("""
                                with moved as (
                                  select root_id, (select max(shard) from bill_run_shard where run_id = $1)
                                           + row_number() over (order by root_id) as shard
                                  from bill_run_account where run_id = $1 and shard = $2 and parked_reason is null
                                ), made as (
                                  insert into bill_run_shard (tenant_id, run_id, shard, reopened, done)
                                  select hub_tenant(), $1, m.shard, $3, $4 from moved m
                                ), freed as (
                                  update bill_run_shard set holder = null, leased_until = '-infinity' where run_id = $1 and shard = $2
                                )
                                update bill_run_account a set shard = m.shard from moved m where a.run_id = $1 and a.root_id = m.root_id
                                """)
                        .execute(Tuple.of(shard.runId(), shard.shard(), shard.reopened(), done.name())))
                .replaceWithVoid();
    }

    /** Takes away all that the run has charged these root accounts, and no bill has taken up: what they are charged for can be put right then. */
    public Uni<Void> deleteCharges(SqlConnection connection, RunShard shard, List<Long> roots) {
        return connection
                .preparedQuery("""
                        delete from charge c using billing_account a
                        where a.root_id = any($2) and c.account_id = a.id and c.bill_period = $3 and c.run_id = $1
                          and not exists (select from bill_line l where l.bill_period = $3 and l.charge_id = c.id)
                        """)
                .execute(Tuple.of(shard.runId(), roots.toArray(Long[]::new), shard.periodFrom()))
                .replaceWithVoid();
    }

    /** How many accounts of the run are parked because they failed. */
    public Uni<Long> failedAccounts(SqlConnection connection, long runId) {
        return connection
                .preparedQuery(
                        "select count(*) from bill_run_account where run_id = $1 and starts_with(parked_reason, $2)")
                .execute(Tuple.of(runId, FAILED))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Prolongs the lease; false if another worker has it now. */
    public Uni<Boolean> renew(SqlConnection connection, RunShard shard, OffsetDateTime until) {
        return connection
                .preparedQuery(
                        "update bill_run_shard set leased_until = $4 where run_id = $1 and shard = $2 and fence = $3")
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.fence(), until))
                .map(updated -> updated.rowCount() == 1);
    }
}
