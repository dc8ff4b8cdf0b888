package io.billinghub.adapters.assurance;

/** What bills and usage ask of each other; each once per bill. Days are those of the account's cycle. */
final class UsageComparisonSql {

    private UsageComparisonSql() {}

    private static final String DAY = "(u.occurred_at at time zone c.time_zone)::date";

    // lines within the bill's period are for all of it, others for their own days; only products of which usage comes,
    // which the index usage_record_evidence tells by its first row
    static final String COMPARED = """
            with line as materialized (
              select account_id, offering_id, unit,
                     case when service_from >= $3 and service_to <= $4 then $3 else service_from end as begins,
                     case when service_from >= $3 and service_to <= $4 then $4 else service_to end as ends
                from partner_bill_line
               where partner_bill_id = $1 and bill_period = any($2) and accepted and net >= 0),
            span as materialized (
              select distinct account_id, offering_id, unit, begins, ends from line),
            known as materialized (
              select p.offering_id, p.unit
                from (select distinct offering_id, unit from span) p
               cross join lateral (
                 select from usage_record k
                  where k.offering_id = p.offering_id and k.unit = p.unit and k.evidence and k.bill_period between $5 and $6 limit 1) k),
            asked as materialized (select s.* from span s join known k using (offering_id, unit)),
            billed as (
              select q.account_id, q.offering_id, q.unit, q.begins, q.ends, sum(l.quantity) filter (where l.net >= 0) as quantity,
                     sum(l.quantity) as balance, count(*) filter (where l.net >= 0) as lines, max(scale(l.quantity)) as decimals
                from asked q
                join partner_bill_line l using (account_id, offering_id, unit)
                join partner_bill b on b.id = l.partner_bill_id and b.replaced_by is null
               where l.account_id = any($8) and l.offering_id = any($7) and l.bill_period between $5 and $6 and l.accepted
                 and (l.net >= 0 or l.quantity < 0) and l.service_from >= q.begins and l.service_to <= q.ends
               group by 1, 2, 3, 4, 5),
            used as (
              select q.account_id, q.offering_id, q.unit, q.begins, q.ends, sum(u.quantity) as quantity
                from asked q
                join usage_record u using (account_id, offering_id, unit)
                join billing_account a on a.id = u.account_id
                join bill_cycle c on c.id = a.cycle_id
               where u.account_id = any($8) and u.offering_id = any($7) and u.evidence and u.bill_period between $5 and $6
                 and DAY >= q.begins and DAY < q.ends
               group by 1, 2, 3, 4, 5)
            select account_id, offering_id, unit, begins, ends, b.quantity as billed, b.balance, b.lines::integer as lines,
                   b.decimals::integer as decimals, u.quantity as used
              from asked q
              join billed b using (account_id, offering_id, unit, begins, ends)
              left join used u using (account_id, offering_id, unit, begins, ends)
             order by account_id, offering_id, unit, begins
            """.replace("DAY", DAY);

    static final String LINES_OF = """
            with span as (
              select * from unnest($3::bigint[], $4::bigint[], $5::text[], $6::date[], $7::date[]) with ordinality
                as s (account_id, offering_id, unit, begins, ends, span))
            select l.position, l.place, l.net, s.span::integer as span
              from partner_bill_line l
              join span s on s.account_id = l.account_id and s.offering_id = l.offering_id and s.unit = l.unit
               and l.service_from >= s.begins and l.service_to <= s.ends
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted and l.net >= 0
             order by l.position
            """;

    // of products of the bill's agreement; a line that waits is one
    static final String NOT_BILLED = """
            with used as materialized (
              select u.account_id, u.offering_id, u.unit, sum(u.quantity) as quantity
                from usage_record u
                join billing_account a on a.id = u.account_id
                join bill_cycle c on c.id = a.cycle_id
                join product_offering o on o.id = u.offering_id
                 and (o.agreement_id is null or o.agreement_id = (select v.agreement_id from agreement_version v where v.id = $7))
               where u.account_id = any($2) and u.partner_id = $1 and u.evidence and u.bill_period between $5 and $6
                 and DAY >= $3 and DAY < $4
               group by 1, 2, 3 having sum(u.quantity) > 0),
            billed as materialized (
              select distinct l.account_id, l.offering_id
                from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id and b.replaced_by is null
               where l.account_id = any($2) and l.offering_id = any(array(select distinct offering_id from used))
                 and l.bill_period between $5 and $6 and l.service_from < $4 and l.service_to > $3),
            unbilled as materialized (
              select * from used u
               where not exists (select from billed b where b.account_id = u.account_id and b.offering_id = u.offering_id))
            select a.number as account, o.key as offering, u.unit, u.quantity, count(*) over () as all,
                   (select string_agg(trim_scale(s.quantity) || ' ' || s.unit, ', ' order by s.unit)
                      from (select unit, sum(quantity) as quantity from unbilled group by unit) s) as sums
              from unbilled u
              join billing_account a on a.id = u.account_id
              join product_offering o on o.id = u.offering_id
             order by a.number, o.key, u.unit limit $8
            """.replace("DAY", DAY);
}
