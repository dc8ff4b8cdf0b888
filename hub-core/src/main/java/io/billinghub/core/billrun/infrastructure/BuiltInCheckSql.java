package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.RunCheck.Finding;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** The hub's own checks of runs, each one statement that answers whether it holds and what it has found. */
@ApplicationScoped
public class BuiltInCheckSql {

    /** The runs of the cycle's last period before that of the run, bills on demand with it, and those of the run's own period. */
    private static final String SIDES = """
            with this as (select id, cycle_id, bill_period from bill_run where id = $1),
            last as (
              select max(o.bill_period) as bill_period from this join bill_run o
                on o.cycle_id = this.cycle_id and o.bill_period < this.bill_period and o.kind = 'CYCLE' and o.state <> 'CANCELLED'
            ), side as (
              select o.id, o.bill_period = this.bill_period as now
              from this cross join last join bill_run o on o.cycle_id = this.cycle_id
               and o.bill_period in (this.bill_period, last.bill_period) and o.kind in ('CYCLE', 'ON_DEMAND') and o.state <> 'CANCELLED'
            )
            """;

    private static final String CHANGED_ACCOUNTS = SIDES + """
            , account as (
              select b.account_id, bool_or(s.now) as now, bool_or(not s.now) as before
              from side s join customer_bill b on b.run_id = s.id group by b.account_id
            ), found as (
              select count(*) filter (where %s) as n, count(*) filter (where before) as total from account
            )
            select n * 100 <= $2::text::numeric * total or total = 0,
                   case total when 0 then 'no account had a bill in the period before'
                     else n || ' accounts have %s; ' || total || ' had one in the period before' end
            from found
            """;

    /** Asks within the limit of the check. */
    public Uni<Finding> find(SqlConnection connection, Run run, RunCheck.BuiltIn check) {
        return connection
                .preparedQuery("select set_config('statement_timeout', $1, true)")
                .execute(Tuple.of(Long.toString(check.limit().toMillis())))
                .flatMap(
                        set -> connection.preparedQuery(statement(check.rule())).execute(parameters(run, check.most())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Finding(row.getBoolean(0), row.getString(1));
                });
    }

    private static Tuple parameters(Run run, BigDecimal most) {
        return most == null ? Tuple.of(run.id()) : Tuple.of(run.id(), most.toPlainString());
    }

    private static String statement(RunCheck.Rule rule) {
        return switch (rule) {
            case PARKED_SHARE -> """
                    select count(parked_reason) * 100 <= $2::text::numeric * count(*),
                           count(parked_reason) || ' of ' || count(*) || ' accounts are parked'
                    from bill_run_account where run_id = $1
                    """;
            case TOTAL_CHANGE -> SIDES + """
                    , total as (
                      select b.currency, coalesce(sum(b.net + b.tax) filter (where s.now), 0) as now,
                             coalesce(sum(b.net + b.tax) filter (where not s.now), 0) as before
                      from side s join customer_bill b on b.run_id = s.id group by b.currency
                    )
                    select coalesce(bool_and(abs(now - before) * 100 <= $2::text::numeric * abs(before)) filter (where before <> 0), true),
                           coalesce(string_agg(currency || ' ' || case before when 0 then 'is new'
                                                 else to_char((now - before) * 100 / abs(before), 'FM999999999990.0') || ' %' end,
                                               ', ' order by currency), 'there are no bills')
                    from total
                    """;
            case MISSING_PARTNERS -> """
                    with this as (select r.id, r.cycle_id, r.bill_period from bill_run r where r.id = $1),
                    sent as (
                      select distinct b.partner_id, l.bill_period = this.bill_period as now
                      from this
                      join bill_run o on o.cycle_id = this.cycle_id and o.kind = 'CYCLE' and o.state <> 'CANCELLED'
                       and o.bill_period = (select max(x.bill_period) from bill_run x where x.cycle_id = this.cycle_id
                                             and x.bill_period < this.bill_period and x.kind = 'CYCLE' and x.state <> 'CANCELLED')
                      join partner_bill_line l on l.bill_period in (this.bill_period, o.bill_period)
                      join partner_bill b on b.id = l.partner_bill_id
                      join billing_account a on a.id = l.account_id
                      join billing_account root on root.id = a.root_id and root.cycle_id = this.cycle_id
                    ), missing as (
                      select partner_id from sent group by partner_id having not bool_or(now)
                      union
                      select partner_id from bill_run_late_bill where run_id = $1 and outcome <> 'ARRIVED'
                    )
                    select count(*) = 0, case count(*) when 0 then 'no partner is missing'
                             else 'missing: ' || string_agg(p.key, ', ' order by p.key) end
                    from missing m join party_role p on p.id = m.partner_id
                    """;
            case UNDECIDED_DOCUMENTS -> """
                    select count(*) = 0, count(*) || ' documents are neither accepted nor refused'
                                           || coalesce(': ' || string_agg(distinct p.key, ', '), '')
                    from bill_run r
                    join bill_cycle c on c.id = r.cycle_id
                    join received_document d
                      on d.received_at >= r.bill_period::timestamp at time zone c.time_zone
                     and d.received_at <= coalesce((select s.ended_at from bill_run_stage s where s.run_id = r.id and s.stage = 'COLLECTING'), now())
                    join party_role p on p.id = d.partner_id
                    where r.id = $1
                      and (d.status = 'RECEIVED'
                           or exists (select from quarantine_entry q where q.document_id = d.id and q.status = 'OPEN' and q.severity <> 'WARN'))
                    """;
            case MISSING_TAX_RATES -> """
                    with this as (select r.id, r.cycle_id, r.bill_period, r.period_to from bill_run r where r.id = $1),
                    sold as (
                      select distinct p.country, o.tax_class
                      from this
                      join billing_account root on root.cycle_id = this.cycle_id and root.root_id = root.id
                      join billing_account a on a.root_id = root.id
                      join party p on p.id = a.party_id
                      join lateral (
                        select s.offering_id from product s
                        where s.account_id = a.id and s.started_on < this.period_to and coalesce(s.ended_on, 'infinity') > this.bill_period
                        union
                        select l.offering_id from partner_bill_line l
                        where l.account_id = a.id and l.bill_period = this.bill_period and l.accepted and l.tax_category is null
                      ) s on true
                      join product_offering o on o.id = s.offering_id
                    )
                    select count(*) = 0, case count(*) when 0 then 'there is a rate for all that is sold'
                             else 'no rate: ' || string_agg(country || ' ' || tax_class, ', ' order by country, tax_class) end
                    from sold, this
                    where not exists (select from tax_rate t where t.country = sold.country and t.tax_class = sold.tax_class
                                       and t.valid_from < this.period_to and t.valid_to >= this.period_to)
                    """;
            case ZERO_BILLS -> bills("= 0");
            case NEGATIVE_BILLS -> bills("< 0");
            case NEW_ACCOUNTS -> CHANGED_ACCOUNTS.formatted("now and not before", "a bill for the first time");
            case GONE_ACCOUNTS -> CHANGED_ACCOUNTS.formatted("before and not now", "no bill any more");
        };
    }

    private static String bills(String amount) {
        return """
                select count(*) <= $2::text::numeric, count(*) || ' bills have an amount that is %1$s'
                from customer_bill where run_id = $1 and net + tax %1$s
                """.formatted(amount);
    }
}
