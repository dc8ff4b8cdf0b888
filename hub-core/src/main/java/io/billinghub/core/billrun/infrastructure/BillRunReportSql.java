package io.billinghub.core.billrun.infrastructure;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The figures of a run, each part one statement that answers JSON; amounts are texts, exact. */
@ApplicationScoped
public class BillRunReportSql {

    private static final Map<String, String> PARTS = parts();
    private static final String RUN = "run";
    private static final List<String> WITHOUT_AMOUNTS = List.of(RUN, "stages", "accounts", "documents", "lateBills");

    /** The names of all parts, in their order. Those of shares and reconciliation look at each line of the run, so they take long where it is large. */
    public static final Set<String> ALL = Collections.unmodifiableSet(new LinkedHashSet<>(PARTS.keySet()));

    /** What {@link #withoutAmounts} shows something of. */
    public static final Set<String> COUNTS = Set.of(RUN, "stages", "accounts", "documents", "lateBills", "bills");

    /**
     * A run of the past with what it billed in one currency.
     *
     * @param seconds that workers had with it: without the waiting for partners and for the approval
     */
    public record PastRun(
            UUID run,
            LocalDate periodFrom,
            LocalDate periodTo,
            String currency,
            long bills,
            BigDecimal net,
            BigDecimal seconds) {}

    private static final String PAST = """
            select r.uuid, r.bill_period, r.period_to, b.currency, b.bills, b.net, coalesce(s.seconds, 0)
            from (select * from bill_run p where p.kind = 'CYCLE' and p.state in ('PUBLISHED', 'CLOSED')
                    and p.cycle_id = (select c.id from bill_cycle c where c.key = $1)
                  order by p.bill_period desc limit $2) r
            cross join lateral (
              select c.currency, count(*) as bills, sum(c.net) as net from customer_bill c where c.run_id = r.id group by c.currency
            ) b
            cross join lateral (
              select round(sum(extract(epoch from t.ended_at - t.started_at)), 3) as seconds from bill_run_stage t
              where t.run_id = r.id and t.stage in ('VALIDATING', 'RATING', 'CONSOLIDATING', 'APPROVED')
            ) s
            order by r.bill_period, b.currency
            """;

    /** The latest published runs of a cycle, the earliest first; a run in several currencies has a row for each. */
    public Uni<List<PastRun>> past(SqlConnection connection, String cycle, int limit) {
        return connection.preparedQuery(PAST).execute(Tuple.of(cycle, limit)).map(rows -> {
            List<PastRun> past = new ArrayList<>();
            rows.forEach(row -> past.add(new PastRun(
                    row.getUUID(0),
                    row.getLocalDate(1),
                    row.getLocalDate(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getBigDecimal(5),
                    row.getBigDecimal(6))));
            return past;
        });
    }

    /**
     * Parts by name, of those that are wanted, and {@code run}, which is null where the tenant has no such run.
     *
     * @param wanted of {@link #ALL}
     */
    public Uni<JsonObject> report(SqlConnection connection, UUID run, Set<String> wanted) {
        Uni<JsonObject> report = Uni.createFrom().item(new JsonObject());
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (!part.getKey().equals(RUN) && !wanted.contains(part.getKey())) {
                continue;
            }
            report = report.flatMap(json -> connection
                    .preparedQuery(part.getValue())
                    .execute(Tuple.of(run))
                    .map(rows -> json.put(
                            part.getKey(),
                            rows.rowCount() == 0 ? null : rows.iterator().next().getValue(0))));
        }
        return report;
    }

    /** The report for whoever keeps the hub running: no amounts, of the bills their number alone. */
    public static JsonObject withoutAmounts(JsonObject report) {
        JsonObject shown = new JsonObject();
        WITHOUT_AMOUNTS.stream().filter(report::containsKey).forEach(part -> shown.put(part, report.getValue(part)));
        JsonObject bills = report.getJsonObject("bills");
        if (bills != null) {
            shown.put(
                    "bills",
                    new JsonObject().put("count", bills.getValue("count")).put("lines", bills.getValue("lines")));
        }
        return shown;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("run", """
                select json_build_object('id', r.uuid, 'kind', r.kind, 'cycle', c.key, 'state', r.state, 'periodFrom', r.bill_period,
                                         'periodTo', r.period_to, 'issueDate', r.issue_date, 'startedBy', r.started_by,
                                         'approvedBy', r.approved_by)
                from bill_run r join bill_cycle c on c.id = r.cycle_id where r.uuid = $1
                """);
        parts.put("stages", """
                select coalesce(json_agg(json_build_object('stage', s.stage, 'startedAt', s.started_at, 'endedAt', s.ended_at,
                         'seconds', round(extract(epoch from s.ended_at - s.started_at), 3)::text) order by s.started_at, s.ended_at), '[]')
                from bill_run_stage s join bill_run r on r.id = s.run_id where r.uuid = $1
                """);
        parts.put("accounts", """
                select json_build_object('total', count(*), 'parked', count(a.parked_reason), 'held', count(*) filter (where a.held),
                  'reasons', coalesce(json_agg(json_build_object('account', b.number, 'reason', a.parked_reason) order by b.number)
                                      filter (where a.parked_reason is not null), '[]'))
                from bill_run r join bill_run_account a on a.run_id = r.id join billing_account b on b.id = a.root_id
                where r.uuid = $1
                """);
        parts.put("documents", """
                select coalesce(json_agg(d order by d.partner), '[]') from (
                  select p.key as partner, count(*) as documents,
                         count(*) filter (where d.status = 'ACCEPTED') as accepted,
                         count(*) filter (where d.status = 'PARTLY_ACCEPTED') as "partlyAccepted",
                         count(*) filter (where d.status = 'QUARANTINED') as quarantined,
                         count(*) filter (where d.status = 'REFUSED') as refused,
                         count(*) filter (where d.status = 'REPLACED') as replaced,
                         coalesce(sum(b.lines), 0) + coalesce(sum(u.records), 0) as "linesAccepted",
                         (select count(*) from quarantine_entry q
                          where q.partner_id = p.id and q.severity <> 'WARN') as "linesQuarantined"
                  from received_document d
                  join party_role p on p.id = d.partner_id
                  left join (select document_id, sum(accepted_lines) as lines from partner_bill group by document_id) b
                    on b.document_id = d.id
                  left join (select document_id, count(*) as records from usage_record where position < 1000000000
                             group by document_id) u
                    on u.document_id = d.id
                  where exists (select 1 from bill_run r where r.uuid = $1)
                  group by p.id, p.key
                ) d
                """);
        parts.put("bills", """
                select json_build_object('count', count(*), 'lines', coalesce(sum(b.line_count), 0),
                  'totals', (select coalesce(json_agg(t order by t.currency), '[]') from (
                     select x.currency, sum(x.net)::text as net, sum(x.tax)::text as tax, sum(x.amount_due)::text as "amountDue"
                     from (select run_id, currency, net, tax, amount_due from customer_bill
                           union all select run_id, currency, net, tax, net + tax from trial_bill) x
                     where x.run_id = min(b.run_id) group by x.currency) t))
                from bill_run r
                join (select run_id, line_count from customer_bill
                      union all select run_id, line_count from trial_bill) b on b.run_id = r.id
                where r.uuid = $1
                """);
        parts.put("sellers", """
                select coalesce(json_agg(s order by s.agency, s.seller), '[]') from (
                  select p.name as seller, i.agency, count(*) as invoices, i.currency, sum(i.net)::text as net, sum(i.tax)::text as tax,
                         sum(i.gross)::text as gross, min(i.number) as "firstNumber", max(i.number) as "lastNumber"
                  from tax_invoice i join bill_run r on r.id = i.run_id join party p on p.id = i.seller_party_id
                  where r.uuid = $1 group by p.name, i.agency, i.currency) s
                """);
        parts.put("taxes", """
                select coalesce(json_agg(t order by t.currency, t.category, t.rate desc), '[]') from (
                  select i.currency, t.category, trim_scale(t.rate)::text as rate, sum(t.taxable)::text as taxable, sum(t.tax)::text as tax
                  from tax_item t join tax_invoice i on i.id = t.invoice_id join bill_run r on r.id = i.run_id
                  where r.uuid = $1 group by i.currency, t.category, t.rate) t
                """);
        parts.put("shares", """
                select coalesce(json_agg(s order by s.party), '[]') from (
                  select p.name as party, s.currency, count(*) as lines, sum(s.amount)::text as amount
                  from bill_run r join customer_bill b on b.run_id = r.id
                  join share s on s.bill_id = b.id and s.bill_period = r.bill_period
                  join party p on p.id = s.party_id
                  where r.uuid = $1 group by p.name, s.currency) s
                """);
        // lines and shares are counted apart: joined, they cost their product wherever shares have no statistics yet
        parts.put("sharesExpected", """
                select json_build_object('lines', e.lines, 'shared', s.lines, 'net', e.net::text, 'amount', s.amount::text)
                from bill_run r
                cross join lateral (
                  select count(*) as lines, coalesce(sum(l.net), 0) as net
                  from customer_bill b
                  join bill_line l on l.bill_id = b.id and l.bill_period = r.bill_period
                  join charge c on c.id = l.charge_id and c.bill_period = r.bill_period and c.agreement_version_id is not null
                  where b.run_id = r.id
                ) e
                cross join lateral (
                  select count(*) as lines, coalesce(sum(line.amount), 0) as amount
                  from (
                    select sum(s.amount) as amount
                    from customer_bill b join share s on s.bill_id = b.id and s.bill_period = r.bill_period
                    where b.run_id = r.id group by s.bill_id, s.line_position
                  ) line
                ) s
                where r.uuid = $1
                """);
        // each step by itself: what is joined to what has no statistics that the planner could go by
        parts.put("reconciliation", """
                with run as materialized (
                  select id, bill_period from bill_run where uuid = $1
                ), charged as materialized (
                  select c.source_id, sum(c.amount) as amount
                  from charge c
                  where c.run_id = (select id from run) and c.bill_period = (select bill_period from run) and c.source = 'PARTNER_BILL'
                  group by c.source_id
                ), known as materialized ( -- the bills, with those that they took the place of
                  select h.head, s.id, s.accepted_net - s.given_back_net as net
                  from (select distinct coalesce(b.replaced_by, b.id) as head from charged c join partner_bill b on b.id = c.source_id) h
                  join partner_bill s on s.id = h.head or s.replaced_by = h.head
                ), ever as materialized ( -- with what runs on demand had charged before, and of the bills that they took the place of
                  select k.head, sum(c.amount) as amount
                  from (
                    select c.source_id, sum(c.amount) as amount
                    from charge c
                    where c.source = 'PARTNER_BILL'
                      and c.bill_period = any(array(
                        select bill_period from run
                        union
                        select l.bill_period from known k join partner_bill_line l on l.partner_bill_id = k.id
                        where k.head in (select head from known group by head having count(*) > 1)))
                    group by c.source_id
                  ) c
                  join known k on k.id = c.source_id
                  group by k.head
                ), billed as materialized (
                  select c.source_id, cb.currency, sum(l.net) as net, sum(l.residue) as residue,
                         sum(coalesce(q.amount, c.amount) * coalesce(x.rate, 1)) as converted
                  from charge c
                  join bill_line l on l.charge_id = c.id and l.bill_period = c.bill_period
                  join customer_bill cb on cb.id = l.bill_id
                  left join exchange_rate x on x.id = l.exchange_rate_id
                  left join bill_line_part q on l.part > 0 and q.bill_period = l.bill_period and q.bill_id = l.bill_id and q.position = l.position
                  where c.run_id = (select id from run) and c.bill_period = (select bill_period from run) and c.source = 'PARTNER_BILL'
                  group by c.source_id, cb.currency
                )
                select coalesce(json_agg(x order by x.partner, x.number), '[]') from (
                  select p.key as partner, b.number, b.currency,
                         trim_scale(b.accepted_net + b.quarantined_net)::text as received,
                         trim_scale(b.quarantined_net)::text as quarantined,
                         trim_scale(b.accepted_net)::text as accepted,
                         case when b.given_back_net <> 0 then trim_scale(b.given_back_net)::text end as "givenBack",
                         trim_scale(c.amount)::text as charged,
                         l.currency as "billedCurrency", l.net::text as billed, trim_scale(l.residue)::text as residue,
                         ((r.kind = 'ON_DEMAND' or k.amount = h.accepted_net) and coalesce(l.converted, 0) = coalesce(l.net + l.residue, 0)) as reconciled
                  from bill_run r
                  join charged c on true
                  join partner_bill b on b.id = c.source_id
                  join party_role p on p.id = b.partner_id
                  join ever k on k.head = coalesce(b.replaced_by, b.id)
                  join (select head, sum(net) as accepted_net from known group by head) h on h.head = k.head
                  left join billed l on l.source_id = b.id
                  where r.uuid = $1) x
                """);
        // only while somebody decides, as it is now; lines whose account is not known may be of any cycle
        parts.put("heldPartnerBills", """
                select coalesce(json_agg(h order by h.partner, h.number), '[]') from (
                  select p.key as partner, b.number, b.currency, count(*) as lines, trim_scale(sum(l.net))::text as net,
                         exists (select from quarantine_entry q
                                  where q.document_id = b.document_id and q.status = 'OPEN' and q.severity <> 'WARN') as waiting
                  from bill_run r
                  join partner_bill_line l on l.bill_period = r.bill_period and not l.accepted
                  join partner_bill b on b.id = l.partner_bill_id and b.replaced_by is null
                  join party_role p on p.id = b.partner_id
                  left join billing_account a on a.id = l.account_id
                  where r.uuid = $1 and r.state = 'IN_REVIEW' and (a.id is null or a.cycle_id = r.cycle_id)
                  group by p.key, b.id, b.number, b.currency, b.document_id) h
                """);
        parts.put("lateBills", """
                select coalesce(json_agg(json_build_object('partner', p.key, 'adapter', l.adapter, 'policy', l.policy, 'dueOn', l.due_on,
                         'waitUntil', l.wait_until, 'outcome', l.outcome, 'settledAt', l.settled_at) order by p.key, l.adapter), '[]')
                from bill_run r join bill_run_late_bill l on l.run_id = r.id join party_role p on p.id = l.partner_id where r.uuid = $1
                """);
        // only while somebody decides: it reads the charges of three periods before
        parts.put("missingPartnerBills", """
                select json_build_object('count', count(*), 'accounts', coalesce(json_agg(json_build_object('partner', m.partner,
                         'account', m.account) order by m.partner, m.account) filter (where m.n <= 500), '[]'))
                from (
                  select p.key as partner, a.number as account, row_number() over (order by p.key, a.number) as n
                  from bill_run r
                  join (
                    select c.account_id, b.partner_id, count(distinct c.bill_period) as periods, min(c.bill_period) as earliest
                    from bill_run o
                    join charge c on c.bill_period < o.bill_period and c.bill_period >= o.bill_period - interval '3 months'
                    join partner_bill b on b.id = c.source_id
                    where o.uuid = $1 and o.state = 'IN_REVIEW' and c.source = 'PARTNER_BILL'
                    group by c.account_id, b.partner_id having count(distinct c.bill_period) = 3
                  ) u on true
                  join billing_account a on a.id = u.account_id and a.cycle_id = r.cycle_id
                  join bill_run_account ra on ra.run_id = r.id and ra.root_id = a.root_id
                  join party_role p on p.id = u.partner_id
                  where r.uuid = $1
                    and not exists (select from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id
                                    where l.account_id = u.account_id and l.bill_period = r.bill_period and b.partner_id = u.partner_id
                                      and b.replaces is null)
                ) m
                """);
        parts.put("zeroOrNegativeBills", """
                select json_build_object('count', count(*), 'bills', coalesce(json_agg(json_build_object('account', z.account, 'bill', z.bill,
                         'currency', z.currency, 'amountDue', z.due::text) order by z.n) filter (where z.n <= 500), '[]'))
                from (
                  select a.number as account, b.bill, b.currency, b.due, row_number() over (order by b.due, a.number) as n
                  from bill_run r
                  cross join lateral (
                    select c.account_id, c.uuid as bill, c.currency, c.amount_due as due
                    from customer_bill c where c.run_id = r.id and c.amount_due_minor <= 0 and r.state = 'IN_REVIEW'
                    union all
                    select t.root_id, null, t.currency, t.net + t.tax from trial_bill t where t.run_id = r.id and t.net + t.tax <= 0
                  ) b
                  join billing_account a on a.id = b.account_id
                  where r.uuid = $1
                ) z
                """);
        // usage that is evidence beside what is accepted of the same days, as it is now: either may have come behind
        // the other
        parts.put("usageAgainstBills", """
                select json_build_object('count', count(*), 'accounts', coalesce(json_agg(json_build_object('partner', d.partner,
                         'account', d.account, 'offering', d.offering, 'unit', d.unit, 'used', trim_scale(d.used)::text,
                         'billed', trim_scale(d.billed)::text) order by d.n) filter (where d.n <= 500), '[]'))
                from (
                  select p.key as partner, a.number as account, o.key as offering, u.unit, u.used, coalesce(l.billed, 0) as billed,
                         row_number() over (order by p.key, a.number, o.key, u.unit) as n
                  from bill_run r
                  join bill_cycle c on c.id = r.cycle_id
                  join lateral (
                    select u.account_id, u.offering_id, u.partner_id, u.unit, sum(u.quantity) as used
                    from usage_record u
                    where r.state = 'IN_REVIEW' and u.evidence and u.bill_period = r.bill_period
                      and (u.occurred_at at time zone c.time_zone)::date >= r.bill_period
                    group by 1, 2, 3, 4
                  ) u on true
                  join billing_account a on a.id = u.account_id and a.cycle_id = r.cycle_id
                  join bill_run_account ra on ra.run_id = r.id and ra.root_id = a.root_id
                  join product_offering o on o.id = u.offering_id
                  join party_role p on p.id = u.partner_id
                  left join lateral (
                    select v.usage from agreement_version v where v.agreement_id = o.agreement_id order by v.version desc limit 1
                  ) v on true
                  left join lateral (
                    select sum(x.quantity) filter (where x.net >= 0) as billed, sum(x.quantity) as balance,
                           count(*) as lines, max(scale(x.quantity)) as decimals
                    from partner_bill_line x
                    join partner_bill xb on xb.id = x.partner_bill_id and xb.replaced_by is null
                    where x.account_id = u.account_id and x.offering_id = u.offering_id and x.unit = u.unit and x.accepted
                      and x.bill_period = r.bill_period and (x.net >= 0 or x.quantity < 0)
                      and x.service_from >= r.bill_period and x.service_to <= r.period_to
                  ) l on true
                  where r.uuid = $1
                    and least(abs(u.used - coalesce(l.billed, 0)), abs(u.used - coalesce(l.balance, 0)))
                        > abs(u.used) * coalesce((v.usage ->> 'tolerancePercent')::numeric, 0) / 100
                    and (l.decimals is null or scale(trim_scale(u.used)) <= l.decimals
                         or least(abs(u.used - l.billed), abs(u.used - l.balance)) >= l.lines * power(10::numeric, -l.decimals))
                ) d
                """);
        parts.put("ledger", """
                select coalesce(json_agg(e order by e.account, e.currency), '[]') from (
                  select e.account, e.currency, sum(e.amount)::text as balance
                  from bill_run r join ledger_transaction t on t.run_id = r.id join ledger_entry e on e.transaction_id = t.id
                  where r.uuid = $1 group by e.account, e.currency) e
                """);
        return parts;
    }
}
