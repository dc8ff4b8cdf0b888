package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Partners' bills that runs have missed. */
@ApplicationScoped
public class LateBillSql {

    /**
     * What agreements with a partner say of its late bills.
     *
     * @param name {@code agreement_version.late_bill}
     * @param waitDays 0 where runs do not wait
     */
    public record Policy(String name, int waitDays) {

        public boolean waits() {
            return name.equals("WAIT");
        }
    }

    /**
     * A bill that has not come.
     *
     * @param until the last day on which the run waits for it
     * @param waited whether it waits for it now
     */
    public record Late(
            long partnerId, String adapter, String policy, LocalDate dueOn, LocalDate until, boolean waited) {}

    /**
     * Of the partners that have an agreement in force on the period's last day and an account of the cycle that is linked in the period: where
     * several agreements differ, the one that waits longest.
     */
    public Uni<Map<Long, Policy>> policies(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        select distinct on (g.partner_id) g.partner_id, v.late_bill, coalesce(v.wait_for_bill_days, 0)
                        from agreement_version v join agreement g on g.id = v.agreement_id
                        where v.valid_from < $2 and v.valid_to >= $2
                          and exists (select from account_link l join billing_account a on a.id = l.account_id join billing_account r on r.id = a.root_id
                                      where l.partner_id = g.partner_id and r.cycle_id = $1 and l.valid_from < $2 and l.valid_to > $3)
                        order by g.partner_id, (v.late_bill = 'WAIT') desc, v.wait_for_bill_days desc nulls last
                        """)
                .execute(Tuple.of(run.cycleId(), run.period().to(), run.period().from()))
                .map(rows -> {
                    Map<Long, Policy> policies = new HashMap<>();
                    for (Row row : rows) {
                        policies.put(row.getLong(0), new Policy(row.getString(1), row.getInteger(2)));
                    }
                    return policies;
                });
    }

    /** Notes what the run misses now; what it has waited for and is there has arrived. */
    public Uni<Void> note(SqlConnection connection, Run run, List<Late> late, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        with late as (
                          select * from unnest($3::bigint[], $4::text[], $5::text[], $6::date[], $7::date[], $8::boolean[])
                            as l (partner_id, adapter, policy, due_on, wait_until, waited)
                        ), arrived as (
                          update bill_run_late_bill b set outcome = 'ARRIVED', settled_at = $2
                          where b.run_id = $1 and b.outcome = 'WAITING'
                            and not exists (select from late l where l.partner_id = b.partner_id and l.adapter = b.adapter)
                        )
                        insert into bill_run_late_bill as b (tenant_id, run_id, partner_id, adapter, policy, due_on, wait_until, outcome, noted_at,
                                                             settled_at)
                        select hub_tenant(), $1, l.partner_id, l.adapter, l.policy, l.due_on, l.wait_until,
                               case when l.waited then 'WAITING' else 'CARRIED_OVER' end, $2, case when not l.waited then $2 end
                        from late l
                        on conflict (run_id, partner_id, adapter) do update
                          set policy = excluded.policy, due_on = excluded.due_on, wait_until = excluded.wait_until, outcome = excluded.outcome,
                              settled_at = excluded.settled_at
                          where (b.policy, b.due_on, b.wait_until, b.outcome)
                            is distinct from (excluded.policy, excluded.due_on, excluded.wait_until, excluded.outcome)
                        """)
                .execute(Tuple.tuple()
                        .addLong(run.id())
                        .addOffsetDateTime(now)
                        .addValue(Columns.longs(late, Late::partnerId))
                        .addValue(Columns.texts(late, Late::adapter))
                        .addValue(Columns.texts(late, Late::policy))
                        .addValue(Columns.of(late, LocalDate.class, Late::dueOn))
                        .addValue(Columns.of(late, LocalDate.class, Late::until))
                        .addValue(Columns.of(late, Boolean.class, Late::waited)))
                .replaceWithVoid();
    }
}
