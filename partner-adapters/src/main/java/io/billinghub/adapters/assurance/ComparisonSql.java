package io.billinghub.adapters.assurance;

/** What rules ask that hold a bill against the partner's bills of before, beyond equal lines; each once per bill. */
final class ComparisonSql {

    private ComparisonSql() {}

    // other lines by the index of account_id; what a reference names by the key of the partner's numbers
    static final String CREDITS = """
            with mine as materialized (
              select position, place, account_id, offering_id, quantity, net, credit_reference
                from partner_bill_line
               where partner_bill_id = $1 and bill_period = any($2) and accepted and net < 0),
            theirs as materialized (
              select l.account_id, l.offering_id, l.partner_bill_id, l.credit_reference, l.quantity, l.net
                from partner_bill_line l
                join partner_bill b on b.id = l.partner_bill_id and b.partner_id = $3 and b.currency = $7 and b.replaced_by is null
               where l.account_id = any(array(select distinct account_id from mine)) and l.offering_id = any($6)
                 and l.bill_period between $4 and $5 and l.accepted),
            named as materialized (
              select distinct m.credit_reference, coalesce(b.replaced_by, b.id) as id
                from mine m join partner_bill b on b.partner_id = $3 and b.number = m.credit_reference),
            of_product as (
              select account_id, offering_id, coalesce(sum(net) filter (where net > 0), 0) as billed,
                     coalesce(-sum(net) filter (where net < 0), 0) as credited,
                     max(net / nullif(quantity, 0)) filter (where net > 0) as dearest
                from theirs group by 1, 2),
            of_bill as (
              select t.account_id, t.offering_id, n.credit_reference, coalesce(sum(t.net) filter (where t.net > 0), 0) as billed,
                     max(t.net / nullif(t.quantity, 0)) filter (where t.net > 0) as dearest
                from named n join theirs t on t.partner_bill_id = n.id group by 1, 2, 3),
            by_reference as (
              select account_id, offering_id, credit_reference, -sum(net) as credited
                from theirs where net < 0 and credit_reference is not null group by 1, 2, 3)
            select m.position, m.place, m.quantity, m.net, b.credit_reference as bill,
                   coalesce(b.billed, p.billed) as billed,
                   case when b.billed is null then p.credited else r.credited end as credited,
                   coalesce(b.dearest, p.dearest) as dearest
              from mine m
              join of_product p using (account_id, offering_id)
              left join of_bill b using (account_id, offering_id, credit_reference)
              left join by_reference r using (account_id, offering_id, credit_reference)
             order by m.position
            """;

    // asked only of a bill with several accounts; of each earlier one the first line and the first of another account;
    // what waits
    // teaches nothing
    static final String ACCOUNTS_BEFORE = """
            select count(*)::integer as bills, count(other.account_id)::integer as several
              from (select b.id from partner_bill b join received_document d on d.id = b.document_id and d.adapter_id = $1
                     where b.partner_id = $2 and b.id < $3 and b.accepted_lines > 0 and b.replaced_by is null order by b.id desc limit $6) e
             cross join lateral (
               select account_id from partner_bill_line
                where partner_bill_id = e.id and bill_period between $4 and $5 and accepted order by position limit 1) first
              left join lateral (
               select account_id from partner_bill_line
                where partner_bill_id = e.id and bill_period between $4 and $5 and accepted and account_id <> first.account_id limit 1) other on true
            """;

    static final String LINES_BY_ACCOUNT = """
            select l.position, l.place, l.net, l.account_id, count(*) over (partition by l.account_id)::integer as lines
              from partner_bill_line l
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted
             order by l.position
            """;

    static final String ACCOUNTS = """
            select count(distinct account_id)::integer from partner_bill_line
             where partner_bill_id = $1 and bill_period = any($2) and accepted
            """;

    // days of a period that is closed, so that the line is billed in a later one
    static final String DAYS_BILLED_BEFORE = """
            with mine as materialized (
              select position, place, net, account_id, offering_id, grouping_key, description, unit, service_from, service_to
                from partner_bill_line
               where partner_bill_id = $1 and bill_period = any($2) and accepted and net > 0 and service_to - service_from >= 7
                 and bill_period > service_from),
            other as materialized (
              select account_id, offering_id, grouping_key, description, unit, service_from, service_to, partner_bill_id, bill_period
                from partner_bill_line
               where account_id = any(array(select distinct account_id from mine)) and offering_id = any($6)
                 and bill_period between $4 and $5 and partner_bill_id <> $1 and accepted and net > 0
                 and bill_period <= service_from)
            select distinct on (m.position) m.position, m.place, m.net, m.service_from, m.service_to, b.number
              from mine m
              join other o using (account_id, offering_id, grouping_key, description, unit, service_from, service_to)
              join partner_bill b on b.id = o.partner_bill_id and b.partner_id = $3 and b.replaced_by is null
             order by m.position, b.id
            """;

    static final String CHARGES = """
            select count(*)::integer from partner_bill_line
             where partner_bill_id = $1 and bill_period = any($2) and accepted and net > 0
            """;

    // only where the hub knows the rates of the seller's country
    static final String RATE_NOT_IN_FORCE = """
            with country as materialized (
              select distinct t.country from party_role r join tax_registration t on t.party_id = r.party_id where r.id = $3)
            select l.position, l.place, l.net, l.tax_rate, l.service_from
              from partner_bill_line l
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted and l.tax_category = 'S'
               and exists (select from tax_rate t join country using (country)
                            where t.category = 'S' and t.valid_from <= l.service_from and l.service_from < t.valid_to)
               and not exists (select from tax_rate t join country using (country)
                                where t.category = 'S' and t.valid_from < l.service_to and l.service_from < t.valid_to
                                  and t.rate = l.tax_rate)
             order by l.position
            """;
}
