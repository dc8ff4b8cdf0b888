package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunProgress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** How far runs have come; read from what all processes write, so it does not matter which of them works. */
@ApplicationScoped
public class RunProgressSql {

    /** The run's progress; empty where the tenant has no such run. The rate is that of the last minute, or of the stage if that is younger. */
    public Uni<Optional<RunProgress>> progress(SqlConnection connection, UUID run) {
        return connection.preparedQuery("""
                        with run as (
                          select r.id, r.state, r.paused_by, g.started_at,
                                 case r.state when 'RATING' then array['NOTHING'] when 'CONSOLIDATING' then array['NOTHING', 'RATED']
                                   when 'APPROVED' then array['NOTHING', 'RATED', 'CONSOLIDATED']
                                   when 'PUBLISHED' then array['NOTHING', 'RATED', 'CONSOLIDATED', 'PUBLISHED'] else '{}' end as open,
                                 greatest(0.1, least(60, extract(epoch from now() - g.started_at))) as seconds
                          from bill_run r
                          join lateral (select started_at from bill_run_stage where run_id = r.id order by started_at desc, ended_at is null desc
                                        limit 1) g on true
                          where r.uuid = $1
                        ), shard as (
                          select s.shard, s.done <> all (r.open) as done,
                                 s.done <> all (r.open) and s.done_at > now() - r.seconds * interval '1 second' as lately
                          from run r join bill_run_shard s on s.run_id = r.id
                        )
                        select r.state, r.paused_by, r.started_at, (select count(*) from shard), (select count(*) from shard where done),
                               count(a.root_id), count(a.root_id) filter (where s.done), count(a.parked_reason),
                               count(a.root_id) filter (where s.lately), r.seconds::numeric
                        from run r
                        left join bill_run_account a on a.run_id = r.id
                        left join shard s on s.shard = a.shard
                        group by r.state, r.paused_by, r.started_at, r.seconds
                        """).execute(Tuple.of(run)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new RunProgress(
                        BillRunState.valueOf(row.getString(0)),
                        Optional.ofNullable(row.getString(1)),
                        row.getOffsetDateTime(2).withOffsetSameInstant(ZoneOffset.UTC),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getBigDecimal(9)));
            }
            return Optional.empty();
        });
    }
}
