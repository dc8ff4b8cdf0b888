package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.cycle.CyclePeriod;
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
     * @param billed whether it has been billed for the period itself
     */
    public record Runs(long run, boolean billedBefore, boolean billed) {}

    /** The runs of the cycle around the period that begins on the day, for an account that is billed by itself. */
    public Uni<Runs> runs(SqlConnection connection, long cycle, long rootId, LocalDate from) {
        return connection
                .preparedQuery("""
                        select coalesce((select max(r.id) from bill_run r
                                         where r.cycle_id = $1 and r.kind = 'CYCLE' and r.state <> 'CANCELLED' and r.bill_period = $3), 0),
                               coalesce(bool_or(b.period_to = $3), false), coalesce(bool_or(b.bill_period = $3), false)
                        from (select o.bill_period, o.period_to from bill_run o
                              join bill_run_account b on b.run_id = o.id and b.root_id = $2 and b.parked_reason is null
                              join bill_run_shard s on s.run_id = o.id and s.shard = b.shard and s.done not in ('NOTHING', 'RATED')
                              where o.cycle_id = $1 and o.kind = 'CYCLE' and o.state <> 'CANCELLED' and $3 in (o.period_to, o.bill_period)) b
                        """)
                .execute(Tuple.of(cycle, rootId, from))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Runs(row.getLong(0), row.getBoolean(1), row.getBoolean(2));
                });
    }

    /**
     * Up to which bill period, exclusive, records count in the period: what came in after it was closed is on its bill, as long as that is
     * not made; index {@code usage_record_rated}.
     */
    public Uni<LocalDate> unbilledTo(SqlConnection connection, Long[] accounts, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select coalesce(max(bill_period) + 1, $3) from usage_record
                        where account_id = any($1) and rated_period >= $2 and rated_period < $3 and bill_period >= $3
                        """)
                .execute(Tuple.of(accounts, period.from(), period.to()))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }
}
