package io.billinghub.core.trace;

import io.billinghub.core.trace.TraceId.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which lines belong to an id, and the chain of each: two statements, whatever the number of lines. */
@ApplicationScoped
public class TraceSql {

    /** How many lines one answer explains, and how many source rows each of them shows. */
    static final int LIMIT = 100;

    private static final String KIND = """
            select case
              when exists (select 1 from customer_bill where uuid = $1) then 'BILL'
              when exists (select 1 from tax_invoice where uuid = $1) then 'TAX_INVOICE'
              when exists (select 1 from partner_bill where uuid = $1) then 'PARTNER_BILL'
              when exists (select 1 from received_document where uuid = $1) then 'DOCUMENT'
            end
            """;

    private static final String OF_BILL = """
            select l.bill_period, l.bill_id, l.position from customer_bill b
            join bill_line l on l.bill_id = b.id and l.bill_period = b.bill_period
            where b.uuid = $1 and ($2::integer is null or l.position = $2)
            """;

    private static final String OF_TAX_INVOICE = """
            select l.bill_period, l.bill_id, l.position from tax_invoice i
            join customer_bill b on b.id = i.bill_id
            join bill_line l on l.bill_id = b.id and l.bill_period = b.bill_period and l.invoice_id = i.id
            where i.uuid = $1 and $2::integer is null
            """;

    private static final String OF_PARTNER_BILLS = """
            select l.bill_period, l.bill_id, l.position
            from (select distinct r.account_id, case when r.position < 0 then coalesce(p.given_back_by, p.id) else p.id end as id from partner_bill p
                  join partner_bill_line r on r.partner_bill_id = p.id and r.accepted
                  %s and $2::integer is null) s
            join charge c on c.account_id = s.account_id and c.source = 'PARTNER_BILL' and c.source_id = s.id
            join bill_line l on l.bill_period = c.bill_period and l.charge_id = c.id
            """;

    private static final String OF_PARTNER_BILL = OF_PARTNER_BILLS.formatted("where p.uuid = $1");

    private static final String OF_DOCUMENT =
            OF_PARTNER_BILLS.formatted("join received_document d on d.id = p.document_id where d.uuid = $1") + """
            union
            select l.bill_period, l.bill_id, l.position
            from (select distinct u.bill_period, u.rated_period, u.account_id, u.offering_id, u.grouping_key, u.partner_id, u.unit,
                         u.dimensions
                  from received_document d join usage_record u on u.document_id = d.id where d.uuid = $1 and not u.evidence) s
            join charge c on c.bill_period = s.bill_period and c.account_id = s.account_id and c.source = 'USAGE'
              and c.source_id = s.partner_id and c.offering_id = s.offering_id
              and case when s.rated_period is null then coalesce(c.rated_from >= c.bill_period, true) else c.rated_from = s.rated_period end
            join price_plan p on p.id = c.price_plan_id and s.unit = coalesce(p.definition #>> '{metric,unit}', p.definition ->> 'unit')
              and c.grouping_key = usage_line_key(s.grouping_key, s.dimensions, p.definition #> '{metric,groupBy}')
            join bill_line l on l.bill_period = c.bill_period and l.charge_id = c.id
            """;

    private static final String CHAINS = """
            with refs as (select bill_period, bill_id, position from (%s) found
                          order by bill_id, position limit 100)
            select c.source, c.grouping_key, c.quantity, c.currency, c.service_from, c.service_to, p.definition::text as price_plan,
              c.price_steps::text as price_steps,
              y.day_of_month,
              json_build_object(
                'line', json_build_object('id', b.uuid || '-' || l.position, 'net', l.net::text, 'currency', b.currency,
                          'taxCategory', l.tax_category, 'taxRate', trim_scale(l.tax_rate)::text, 'residue', trim_scale(l.residue)::text, 'tax', l.tax::text,
                          'part', case when q.bill_id is not null then json_build_object('quantity', trim_scale(q.quantity)::text, 'amount',
                            trim_scale(q.amount)::text, 'serviceFrom', q.service_from, 'serviceTo', q.service_to) end),
                'bill', json_build_object('id', b.uuid, 'billNo', b.payment_reference, 'account', root.number, 'state', b.state,
                          'amountDue', b.amount_due::text),
                'taxInvoice', json_build_object('id', i.uuid, 'number', i.number, 'seller', seller.name, 'agency', i.agency),
                'charge', json_build_object('source', c.source, 'sourceKey', c.source_key, 'account', a.number, 'product', o.key,
                          'group', c.grouping_key, 'description', c.description, 'quantity', trim_scale(c.quantity)::text,
                          'unit', c.unit, 'amount', trim_scale(c.amount)::text, 'currency', c.currency,
                          'serviceFrom', c.service_from, 'serviceTo', c.service_to, 'detailRows', c.detail_rows,
                          'pricePlan', case when p.id is not null then p.key || ' v' || p.version end),
                'exchangeRate', case when x.id is not null then json_build_object('base', x.base, 'quote', x.quote,
                          'rate', x.rate::text, 'source', x.source, 'date', x.rate_date) end,
                'sourceRows', coalesce(
                  case c.source
                    when 'PARTNER_BILL' then (
                      select json_agg(json_build_object('document', s.uuid, 'place', s.place, 'quantity', trim_scale(s.quantity)::text,
                               'amount', trim_scale(s.net)::text) order by s.position)
                      from (select d.uuid, r.place, r.quantity, r.net, r.position
                            from partner_bill_line r join partner_bill pb on pb.id = r.partner_bill_id
                            join received_document d on d.id = pb.document_id
                            where r.bill_period >= b.bill_period and r.bill_period < b.period_to
                              and (r.partner_bill_id = c.source_id and r.position > 0
                                     and exists (select from partner_bill s where s.id = c.source_id and s.agreement_version_id = c.agreement_version_id
                                                   and s.currency = c.currency)
                                   or r.position < 0 and r.partner_bill_id in (
                                     select g.id from partner_bill g where g.given_back_by = c.source_id
                                       and g.agreement_version_id = c.agreement_version_id and g.currency = c.currency))
                              and r.accepted and r.account_id = c.account_id and r.offering_id = c.offering_id
                              and r.grouping_key = c.grouping_key and r.unit = c.unit
                              and r.tax_category is not distinct from c.tax_category and r.tax_rate is not distinct from c.tax_rate
                            order by r.position limit 100) s)
                    when 'USAGE' then (
                      select json_agg(json_build_object('document', s.uuid, 'place', 'record ' || s.position,
                               'quantity', trim_scale(s.quantity)::text, 'occurredAt', s.occurred_at) order by s.uuid, s.position)
                      from (select d.uuid, u.position, u.quantity, u.occurred_at
                            from usage_record u join received_document d on d.id = u.document_id
                            where u.account_id = c.account_id and u.partner_id = c.source_id and u.offering_id = c.offering_id and not u.evidence
                              and u.unit = coalesce(p.definition #>> '{metric,unit}', p.definition ->> 'unit')
                              and c.grouping_key = usage_line_key(u.grouping_key, u.dimensions, p.definition #> '{metric,groupBy}')
                              and u.bill_period >= least(c.rated_from, b.bill_period) and u.bill_period < b.period_to
                              and case when c.rated_from < b.bill_period
                                    then coalesce(u.rated_period, u.bill_period) >= c.rated_from
                                         and coalesce(u.rated_period, u.bill_period) < c.service_to
                                    else u.rated_period is null
                                         and (c.service_from <= b.bill_period
                                              or u.occurred_at >= c.service_from::timestamp at time zone y.time_zone)
                                         and (c.service_to >= b.period_to
                                              or u.occurred_at < c.service_to::timestamp at time zone y.time_zone) end
                            order by d.id, u.position limit 100) s)
                    when 'RECURRING' then (
                      select json_agg(json_build_object('subscription', s.key, 'startedOn', s.started_on, 'endedOn',
                             nullif(s.ended_on, 'infinity'))) from product s where s.id = c.source_id)
                    when 'SPONSORED' then (
                      select json_agg(json_build_object('sponsoredAccount', sa.number, 'modifier', s.modifier_key,
                             'amount', s.amount::text))
                      from sponsored_charge s join billing_account sa on sa.id = s.account_id where s.id = c.source_id)
                  end, '[]'::json),
                'document', (select json_build_object('id', d.uuid, 'fileName', d.file_name, 'sha256', encode(d.sha256, 'hex'),
                               'receivedAt', d.received_at, 'partner', r.key, 'partnerBill', pb.number)
                             from partner_bill pb join received_document d on d.id = pb.document_id
                             join party_role r on r.id = d.partner_id
                             where c.source = 'PARTNER_BILL' and pb.id = c.source_id),
                'postings', coalesce((select json_agg(json_build_object('transaction', t.uuid, 'kind', t.kind, 'account', e.account,
                               'party', ep.key, 'detail', e.detail, 'amount', e.amount::text, 'currency', e.currency)
                               order by t.id, e.position)
                             from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
                             left join party ep on ep.id = e.party_id where t.bill_id = b.id), '[]'::json),
                'shares', coalesce((select json_agg(json_build_object('party', sp.key, 'amount', s.amount::text, 'currency', s.currency)
                               order by sp.key)
                             from share s join party sp on sp.id = s.party_id
                             where s.bill_period = l.bill_period and s.bill_id = l.bill_id and s.line_position = l.position), '[]'::json)
              ) as chain
            from refs
            join bill_line l using (bill_period, bill_id, position)
            join customer_bill b on b.id = l.bill_id
            join billing_account root on root.id = b.account_id
            join bill_cycle y on y.id = root.cycle_id
            join tax_invoice i on i.id = l.invoice_id
            join party seller on seller.id = i.seller_party_id
            join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
            join billing_account a on a.id = c.account_id
            join product_offering o on o.id = c.offering_id
            left join price_plan p on p.id = c.price_plan_id
            left join exchange_rate x on x.id = l.exchange_rate_id
            left join bill_line_part q on l.part > 0 and (q.bill_period, q.bill_id, q.position) = (l.bill_period, l.bill_id, l.position)
            order by b.id, l.position
            """;

    /** What the id names, if the tenant has anything of this id. */
    Uni<Optional<Kind>> kind(SqlConnection connection, TraceId id) {
        return connection.preparedQuery(KIND).execute(Tuple.of(id.uuid())).map(rows -> {
            String kind = rows.iterator().next().getString(0);
            return Optional.ofNullable(kind)
                    .map(Kind::valueOf)
                    .map(found -> id.position().isPresent() ? Kind.BILL_LINE : found);
        });
    }

    /** The chains of the id's lines, in the order of bills and positions. */
    Uni<RowSet<Row>> chains(SqlConnection connection, TraceId id, Kind kind) {
        String lines = switch (kind) {
            case BILL_LINE, BILL -> OF_BILL;
            case TAX_INVOICE -> OF_TAX_INVOICE;
            case PARTNER_BILL -> OF_PARTNER_BILL;
            case DOCUMENT -> OF_DOCUMENT;
        };
        Integer position = id.position().isPresent() ? id.position().getAsInt() : null;
        return connection.preparedQuery(CHAINS.formatted(lines)).execute(Tuple.of(id.uuid(), position));
    }
}
