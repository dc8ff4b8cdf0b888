package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What trial runs have come to. */
@ApplicationScoped
public class TrialRunSql {

    /**
     * The bills and lines of a shard as columns, in the order in which they are inserted.
     *
     * @param bills null where there are none
     * @param lines null where there are none
     */
    public record Results(Row bills, Row lines) {}

    /** Root accounts that can't be billed, and why. */
    public record Parked(List<Long> roots, List<String> reasons) {}

    private static final int BILL_COLUMNS = 5;
    private static final int LINE_COLUMNS = 17;

    public Uni<Void> savepoint(SqlConnection connection) {
        return connection.query("savepoint trial").execute().replaceWithVoid();
    }

    /** Takes back what was written behind the savepoint, and frees what was locked there. */
    public Uni<Void> takeBack(SqlConnection connection) {
        return connection
                .query("rollback to savepoint trial")
                .execute()
                .flatMap(back -> connection.query("release savepoint trial").execute())
                .replaceWithVoid();
    }

    /** The drafts that the shard has made; exact numbers as texts. */
    public Uni<Results> results(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select array_agg(account_id), array_agg(currency::text), array_agg(net::text), array_agg(tax::text), array_agg(line_count)
                        from customer_bill where run_id = $1 and shard = $2
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .flatMap(bills -> connection
                        .preparedQuery("""
                                select array_agg(b.account_id), array_agg(l.position), array_agg(c.account_id), array_agg(c.offering_id),
                                       array_agg(c.agreement_version_id), array_agg(c.source), array_agg(c.source_key), array_agg(c.description),
                                       array_agg(coalesce(q.quantity, c.quantity)::text), array_agg(c.unit), array_agg(coalesce(q.amount, c.amount)::text), array_agg(c.currency::text),
                                       array_agg(l.net::text), array_agg(l.tax_category), array_agg(l.tax_rate::text),
                                       array_agg(coalesce(q.service_from, c.service_from)), array_agg(coalesce(q.service_to, c.service_to))
                                from customer_bill b
                                join bill_line l on l.bill_period = $3 and l.bill_id = b.id
                                join charge c on c.bill_period = $3 and c.id = l.charge_id
                                left join bill_line_part q on l.part > 0 and q.bill_period = $3 and q.bill_id = b.id and q.position = l.position
                                where b.run_id = $1 and b.shard = $2
                                """)
                        .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()))
                        .map(lines -> new Results(
                                bills.iterator().next(), lines.iterator().next())));
    }

    /** The shard's accounts that were parked. */
    public Uni<Parked> parked(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select root_id, parked_reason from bill_run_account
                        where run_id = $1 and shard = $2 and parked_reason is not null order by root_id
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> {
                    Parked parked = new Parked(new ArrayList<>(), new ArrayList<>());
                    for (Row row : rows) {
                        parked.roots().add(row.getLong(0));
                        parked.reasons().add(row.getString(1));
                    }
                    return parked;
                });
    }

    /** Whether the cycle has a run of the trial's period, in whatever state but cancelled. */
    public Uni<Boolean> isBilled(SqlConnection connection, long trialId) {
        return connection
                .preparedQuery("""
                        select exists (select from bill_run t join bill_run r on r.cycle_id = t.cycle_id and r.bill_period = t.bill_period
                                       where t.id = $1 and r.kind = 'CYCLE' and r.state <> 'CANCELLED')
                        """)
                .execute(Tuple.of(trialId))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Keeps the drafts. */
    public Uni<Void> keep(SqlConnection connection, RunShard shard, Results results) {
        return connection
                .preparedQuery("""
                        insert into trial_bill (tenant_id, run_id, root_id, currency, net, tax, line_count)
                        select hub_tenant(), $1, b.*
                        from unnest($2::bigint[], $3::text[], $4::text[]::numeric[], $5::text[]::numeric[], $6::integer[]) as b
                        """)
                .execute(tuple(shard.runId(), results.bills(), BILL_COLUMNS))
                .flatMap(done ->
                        connection.preparedQuery("""
                                insert into trial_line (tenant_id, run_id, root_id, position, account_id, offering_id, agreement_version_id,
                                                        source, source_key, description, quantity, unit, amount, currency, net, tax_category,
                                                        tax_rate, service_from, service_to)
                                select hub_tenant(), $1, l.*
                                from unnest($2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
                                            $9::text[], $10::text[]::numeric[], $11::text[], $12::text[]::numeric[], $13::text[],
                                            $14::text[]::numeric[], $15::text[], $16::text[]::numeric[], $17::date[], $18::date[]) as l
                                """).execute(tuple(shard.runId(), results.lines(), LINE_COLUMNS)))
                .replaceWithVoid();
    }

    private static Tuple tuple(long runId, Row columns, int count) {
        Tuple tuple = Tuple.tuple().addLong(runId);
        for (int column = 0; column < count; column++) {
            tuple.addValue(columns.getValue(column));
        }
        return tuple;
    }

    /** Deletes what a trial has come to. */
    public Uni<Void> delete(SqlConnection connection, long runId) {
        return connection
                .preparedQuery("delete from trial_line where run_id = $1")
                .execute(Tuple.of(runId))
                .flatMap(lines -> connection
                        .preparedQuery("delete from trial_bill where run_id = $1")
                        .execute(Tuple.of(runId)))
                .replaceWithVoid();
    }
}
