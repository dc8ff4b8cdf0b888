package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.BilledDay;
import io.billinghub.core.billrun.model.BilledDay.Which;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds subscriptions whose start or end is moved in periods that are billed; each a statement over all of them. */
@ApplicationScoped
public class BilledDaysSql {

    private static final String INPUT = """
            with input as (
              select i.pointer, i.key, greatest(i."startedOn", i."billedThrough" + 1) as starts,
                     coalesce(i."endedOn", 'infinity') as ends,
                     a.id as account_id, a.root_id, a.cycle_id, a.number, o.id as offering_id,
                     coalesce(o.fees_billed_by, 'HUB') as fees_billed_by
              from jsonb_to_recordset($1::text::jsonb)
                   as i (pointer text, key text, account text, offering text, "startedOn" date, "endedOn" date,
                         "billedThrough" date)
              join billing_account a on a.number = i.account
              left join product_offering o on o.key = i.offering)
            """;

    private static final String BILLED = "('active', 'suspended', 'pendingTerminate', 'terminated')";

    /** An offering whose prices come in the same document may well have a fee. */
    private static final String HAS_FEE = """
            i.fees_billed_by = 'HUB'
            and (not exists (select from price_plan n where n.offering_id = i.offering_id)
             or exists (select from price_plan f where f.offering_id = i.offering_id and f.definition #>> '{model,type}' = 'flat'))
            """;

    /** What is charged once is charged for the start, whatever the end. */
    private static final String HAS_RECURRING_FEE = """
            i.fees_billed_by = 'HUB'
            and (not exists (select from price_plan n where n.offering_id = i.offering_id)
             or exists (select from price_plan f where f.offering_id = i.offering_id and f.definition #>> '{model,type}' = 'flat'
                                                   and f.definition #>> '{model,timing}' <> 'ONE_TIME'))
            """;

    /** Of the periods that runs have taken or are taking the account's charges from, the end of the last one. */
    private static final String LAST_BILLED = """
            cross join lateral (
              select max(r.period_to) as billed_to
              from bill_run r join bill_run_account b on b.run_id = r.id and b.root_id in (i.account_id, i.root_id)
              where r.cycle_id = i.cycle_id and r.kind = 'CYCLE' and r.state <> 'CANCELLED' and b.parked_reason is null) l
            """;

    private static final String LOCK_CYCLES = INPUT + """
            select id from bill_cycle where id in (
              select i.cycle_id from input i left join product p on p.key = i.key
              where p.id is null or p.ended_on <> i.ends or p.status not in\s""" + BILLED + """
            ) order by id for share
            """;

    private static final String STARTS = INPUT + """
            select i.pointer, l.billed_to, 'product ' || i.key || ' would begin on ' || i.starts || ', but the periods before '
                     || l.billed_to || ' are billed for account ' || i.number || ': let it begin on ' || l.billed_to
                     || ' or later, the days before would never be charged' as message
            from input i
            left join product p on p.key = i.key
            """ + LAST_BILLED + """
            where (p.id is null or $2 and p.status not in\s""" + BILLED
            + ") and greatest(i.starts, p.billed_through + 1) < l.billed_to and " + HAS_FEE
            + " order by i.pointer";

    // A recurring charge that reaches beyond an earlier end is not credited. Of a later end, the days that the runs
    // have passed by are not charged, nor is the rest of a period that was charged in advance up to the former end.
    private static final String ENDS = INPUT + """
            select i.pointer, c.open_from as billed_to, case
                     when i.ends < p.ended_on
                       then 'product ' || i.key || ' would end on ' || i.ends || ', but the periods before ' || c.open_from || ' are billed for account '
                            || i.number || ': let it end on ' || c.open_from || ' or later; what was charged is not taken back'
                     else 'product ' || i.key || ' would go on after ' || p.ended_on || ', but the periods before '
                          || coalesce(l.billed_to, c.open_from) || ' are billed for account ' || i.number
                          || ', so days would never be charged: leave its end, and let a new product begin on '
                          || greatest(p.ended_on, l.billed_to, c.open_from) end as message
            from input i
            join product p on p.key = i.key and p.status in\s""" + BILLED + """
            join bill_cycle c on c.id = i.cycle_id
            """ + LAST_BILLED + """
            where p.ended_on <> i.ends and\s""" + HAS_RECURRING_FEE + """
              and case when i.ends < p.ended_on then i.ends < c.open_from and (
                    exists (select from charge h join price_plan f on f.id = h.price_plan_id
                            where h.account_id = p.account_id and h.source = 'RECURRING' and h.source_id = p.id
                              and h.service_to > i.ends and h.bill_period > i.ends - 62
                              and f.definition #>> '{model,timing}' <> 'ONE_TIME')
                    or exists (select from bill_run r
                               join bill_run_account b on b.run_id = r.id and b.root_id in (i.account_id, i.root_id)
                               where r.cycle_id = i.cycle_id and r.kind = 'CYCLE' and b.parked_reason is null
                                 and r.period_to > i.ends and r.bill_period < p.ended_on
                                 and coalesce(r.failed_in, r.state) in ('COLLECTING', 'VALIDATING', 'RATING')
                                 and r.state <> 'CANCELLED'))
                  else
                    p.ended_on < l.billed_to
                    or exists (select from charge h join price_plan f on f.id = h.price_plan_id
                               where h.account_id = p.account_id and h.source = 'RECURRING' and h.source_id = p.id
                                 and h.service_to = p.ended_on and h.bill_period > p.ended_on - 62
                                 and f.definition #>> '{model,timing}' <> 'ONE_TIME'
                                 and extract(day from p.ended_on) <> least(c.day_of_month,
                                       extract(day from date_trunc('month', p.ended_on) + interval '1 month - 1 day')))
                  end
            order by i.pointer
            """;

    /** Holds the cycles of the accounts whose subscriptions are new or end otherwise. */
    public Uni<Void> lockCycles(SqlConnection transaction, String subscriptions) {
        return transaction
                .preparedQuery(LOCK_CYCLES)
                .execute(Tuple.of(subscriptions))
                .replaceWithVoid();
    }

    /** New subscriptions that would begin before the end of the last period that is billed for their account. */
    public Uni<List<BilledDay>> startsInBilledPeriods(
            SqlConnection transaction, String subscriptions, boolean activated) {
        return transaction
                .preparedQuery(STARTS)
                .execute(Tuple.of(subscriptions, activated))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> refusal(row, Which.START))
                        .toList());
    }

    /** Subscriptions whose end would be moved over days that runs have charged, or have passed by. */
    public Uni<List<BilledDay>> endsInBilledPeriods(SqlConnection transaction, String subscriptions) {
        return transaction
                .preparedQuery(ENDS)
                .execute(Tuple.of(subscriptions))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> refusal(row, Which.END))
                        .toList());
    }

    private static BilledDay refusal(Row row, Which which) {
        return new BilledDay(row.getString("pointer"), which, row.getLocalDate("billed_to"), row.getString("message"));
    }
}
