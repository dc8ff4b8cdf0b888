package io.billinghub.core.billrun.infrastructure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;

/** What an estimate has to know of the runs of a cycle. */
@ApplicationScoped
public class EstimateSql {

    /**
     * The runs around a period.
     *
     * @param run {@code bill_run.id} of the run that bills the period; 0 if there is none yet
     * @param billedBefore whether the account has been billed for the period before
     */
    public record Runs(long run, boolean billedBefore) {}

    /** The runs of the cycle around the period that begins on the day, for an account that is billed by itself. */
    public Uni<Runs> runs(SqlConnection connection, long cycle, long rootId, LocalDate from) {
        return connection
                .preparedQuery("""
                        select coalesce((select max(r.id) from bill_run r
                                         where r.cycle_id = $1 and r.kind = 'CYCLE' and r.state <> 'CANCELLED' and r.bill_period = $3), 0),
                               exists (select from bill_run o
                                       join bill_run_account b on b.run_id = o.id and b.root_id = $2 and b.parked_reason is null
                                       join bill_run_shard s on s.run_id = o.id and s.shard = b.shard and s.done not in ('NOTHING', 'RATED')
                                       where o.cycle_id = $1 and o.kind = 'CYCLE' and o.state <> 'CANCELLED' and o.period_to = $3)
                        """)
                .execute(Tuple.of(cycle, rootId, from))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Runs(row.getLong(0), row.getBoolean(1));
                });
    }
}
