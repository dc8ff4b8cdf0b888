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

/** Partners' bills that runs have missed, and the accounts that wait for them. */
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

        /** Whether the partner's customers alone wait, without end. */
        public boolean holds() {
            return name.equals("HOLD_ACCOUNT");
        }
    }

    /**
     * A bill that has not come.
     *
     * @param until the last day on which the run waits for it
     * @param outcome {@code bill_run_late_bill.outcome}: WAITING where the run waits for it, HELD where accounts do, CARRIED_OVER where nobody does
     */
    public record Late(
            long partnerId, String adapter, String policy, LocalDate dueOn, LocalDate until, String outcome) {}

    /**
     * Root accounts of the run $1 that have to do with bills which accounts wait for: customers of those partners in the run's period, themselves or by
     * an account that consolidates into them.
     */
    private static final String HOLDING = """
            holding as (
              select x.root_id, 'waits for the bill of ' || string_agg(distinct p.key || ' (' || b.adapter || ', due on ' || b.due_on || ')', ', ') as reason
              from bill_run r
              join bill_run_late_bill b on b.run_id = r.id and b.outcome = 'HELD'
              join party_role p on p.id = b.partner_id
              join account_link l on l.partner_id = b.partner_id and l.valid_from < r.period_to and l.valid_to > r.bill_period
              join billing_account a on a.id = l.account_id
              join bill_run_account x on x.run_id = r.id and x.root_id = a.root_id
              where r.id = $1
              group by x.root_id
            )
            """;

    /**
     * Of the partners that have an agreement in force on the period's last day and an account of the cycle that is linked in the period: where
     * several agreements differ, the one that waits longest: without end, where accounts wait.
     */
    public Uni<Map<Long, Policy>> policies(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        select distinct on (g.partner_id) g.partner_id, v.late_bill, coalesce(v.wait_for_bill_days, 0)
                        from agreement_version v join agreement g on g.id = v.agreement_id
                        where v.valid_from < $2 and v.valid_to >= $2
                          and exists (select from account_link l join billing_account a on a.id = l.account_id join billing_account r on r.id = a.root_id
                                      where l.partner_id = g.partner_id and r.cycle_id = $1 and l.valid_from < $2 and l.valid_to > $3)
                        order by g.partner_id, (v.late_bill = 'HOLD_ACCOUNT') desc, (v.late_bill = 'WAIT') desc, v.wait_for_bill_days desc nulls last
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
                          select * from unnest($3::bigint[], $4::text[], $5::text[], $6::date[], $7::date[], $8::text[])
                            as l (partner_id, adapter, policy, due_on, wait_until, outcome)
                        ), arrived as (
                          update bill_run_late_bill b set outcome = 'ARRIVED', settled_at = $2
                          where b.run_id = $1 and b.outcome = 'WAITING'
                            and not exists (select from late l where l.partner_id = b.partner_id and l.adapter = b.adapter)
                        )
                        insert into bill_run_late_bill as b (tenant_id, run_id, partner_id, adapter, policy, due_on, wait_until, outcome, noted_at,
                                                             settled_at)
                        select hub_tenant(), $1, l.partner_id, l.adapter, l.policy, l.due_on, l.wait_until,
                               l.outcome, $2, case when l.outcome = 'CARRIED_OVER' then $2 end
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
                        .addValue(Columns.texts(late, Late::outcome)))
                .replaceWithVoid();
    }

    /** Parks the run's accounts that wait for a bill, in a shard of their own that is not rated; after the run's shards are planned. */
    public Uni<Void> hold(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("with " + HOLDING + """
                        , shard as (
                          insert into bill_run_shard (tenant_id, run_id, shard, done)
                          select hub_tenant(), $1, (select max(shard) + 1 from bill_run_shard where run_id = $1), 'RATED'
                          where exists (select from holding)
                          returning shard
                        )
                        update bill_run_account a set held = true, parked_reason = h.reason, shard = s.shard
                        from holding h, shard s where a.run_id = $1 and a.root_id = h.root_id
                        """)
                .execute(Tuple.of(run.id()))
                .replaceWithVoid();
    }

    /** Whether accounts of the run wait for bills. */
    public Uni<Boolean> holds(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("select exists (select from bill_run_account where run_id = $1 and held)")
                .execute(Tuple.of(run.id()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Lets the accounts go whose bills are there, so that they are parked like others; all of them where the run is to wait no longer. Waits for the
     * transactions that take lines in at this moment; what comes in later for accounts that go is in the next period.
     *
     * @param partners of the bills that are still missing, by {@code party_role.id}
     * @param adapters of the same bills
     * @param all whether nobody waits any longer
     */
    public Uni<Void> letGo(
            SqlConnection connection, Run run, Long[] partners, String[] adapters, boolean all, OffsetDateTime now) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(cycle_intake($1))")
                .execute(Tuple.of(run.cycleId()))
                .flatMap(locked -> connection
                        .preparedQuery("""
                                update bill_run_late_bill b
                                set outcome = case when m.adapter is null then 'ARRIVED' else 'CARRIED_OVER' end, settled_at = $4
                                from bill_run_late_bill o
                                left join unnest($2::bigint[], $3::text[]) as m (partner_id, adapter)
                                  on m.partner_id = o.partner_id and m.adapter = o.adapter
                                where o.run_id = $1 and o.outcome = 'HELD' and (m.adapter is null or $5)
                                  and b.run_id = o.run_id and b.partner_id = o.partner_id and b.adapter = o.adapter
                                """)
                        .execute(Tuple.tuple()
                                .addLong(run.id())
                                .addArrayOfLong(partners)
                                .addArrayOfString(adapters)
                                .addOffsetDateTime(now)
                                .addBoolean(all)))
                .flatMap(settled ->
                        connection.preparedQuery("with " + HOLDING + """
                                update bill_run_account a set held = h.root_id is not null, parked_reason = coalesce(h.reason, a.parked_reason)
                                from bill_run_account o left join holding h on h.root_id = o.root_id
                                where o.run_id = $1 and o.held and a.run_id = o.run_id and a.root_id = o.root_id
                                """).execute(Tuple.of(run.id())))
                .replaceWithVoid();
    }
}
