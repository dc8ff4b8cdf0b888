package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunShard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** A run of one account that is never committed. */
@ApplicationScoped
public class TrialBillSql {

    /** When a cycle's periods begin and how long its customers have to pay. */
    public record Cycle(int dayOfMonth, int paymentDays) {}

    /** What a run made of the account: its draft, or why there is none; neither where nothing was charged. */
    public record Made(Optional<UUID> bill, Optional<String> parked) {}

    /** The cycle, unlocked: nothing of the run is kept. */
    public Uni<Cycle> cycle(SqlConnection connection, long id) {
        return connection
                .preparedQuery("select day_of_month, payment_days from bill_cycle where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Cycle(row.getShort(0), row.getShort(1));
                });
    }

    /** Makes the run's one shard, of the one root account; a run on demand may have left charges for it. */
    public Uni<RunShard> plan(SqlConnection connection, Run run, long rootId) {
        RunShard shard = new RunShard(
                run.id(),
                run.uuid(),
                0,
                0,
                true,
                run.kind(),
                run.accountRun(),
                run.dayOfMonth(),
                run.zone(),
                run.period().from(),
                run.period().to(),
                run.issueDate(),
                run.dueDate());
        return connection.preparedQuery("""
                        with planned as (
                          insert into bill_run_account (tenant_id, run_id, root_id, shard) values (hub_tenant(), $1, $2, 0)
                        )
                        insert into bill_run_shard (tenant_id, run_id, shard, reopened) values (hub_tenant(), $1, 0, true)
                        """).execute(Tuple.of(run.id(), rootId)).replaceWith(shard);
    }

    /** What the run has come to. */
    public Uni<Made> made(SqlConnection connection, long runId) {
        return connection.preparedQuery("""
                        select b.uuid, r.parked_reason from bill_run_account r
                          left join customer_bill b on b.run_id = r.run_id and b.account_id = r.root_id
                         where r.run_id = $1
                        """).execute(Tuple.of(runId)).map(rows -> {
            Row row = rows.iterator().next();
            return new Made(Optional.ofNullable(row.getUUID(0)), Optional.ofNullable(row.getString(1)));
        });
    }
}
