package io.billinghub.adapters.assurance;

/** What the rules beyond one line ask; each once per bill, over the lines as they are stored. */
final class AssuranceSql {

    private AssuranceSql() {}

    // two bills with the same lines that come at once: the second one sees the first
    static final String ONE_AFTER_THE_OTHER =
            "select pg_advisory_xact_lock(hashtextextended('bills of partner ' || $1, 0))";

    static final String ACCOUNTS = """
            select array_agg(distinct account_id) from partner_bill_line where partner_bill_id = $1 and bill_period = any($2) and accepted
            """;

    // A bill of many accounts is planned for the accounts that it has: the array of them is looked up by a hash then,
    // and is not taken for ten.
    // Its lines have no statistics yet: a nested loop that was planned for one row would look at each of a million
    // lines once per line.
    static final String LARGE = """
            set local plan_cache_mode = force_custom_plan; set local enable_nestloop = off; set local enable_mergejoin = off;
            set local work_mem = '64MB'
            """;
    static final String AS_BEFORE = """
            set local plan_cache_mode = default; set local enable_nestloop = default; set local enable_mergejoin = default;
            set local work_mem = default
            """;

    // lines of other bills first, of which there mostly are none; then only those of this bill that equal one are
    // grouped. Those of earlier months were billed in the periods of their days, whatever period the bill names
    static final String BILLED_BEFORE = """
            with other as materialized (
              select account_id, offering_id, grouping_key, description, quantity, unit, net, service_from, service_to, partner_bill_id
                from partner_bill_line
               where account_id = any($7) and offering_id = any($6)
                 and partner_bill_id <> $1 and accepted
                   and bill_period between least($4, (select min(service_from) - 31 from partner_bill_line
                                                       where partner_bill_id = $1 and bill_period = any($2) and accepted)) and $5),
            mine as materialized (
              select row_number() over () as id, g.* from (
                select account_id, offering_id, grouping_key, description, quantity, unit, net, service_from, service_to,
                       array_agg(position order by position) as positions, array_agg(place order by position) as places
                  from partner_bill_line l
                 where partner_bill_id = $1 and bill_period = any($2) and accepted
                   and exists (select from other o
                                where o.account_id = l.account_id and o.offering_id = l.offering_id and o.grouping_key = l.grouping_key
                                  and o.description = l.description and o.quantity = l.quantity and o.unit = l.unit and o.net = l.net
                                  and o.service_from = l.service_from and o.service_to = l.service_to)
                 group by 1, 2, 3, 4, 5, 6, 7, 8, 9) g),
            theirs as materialized (
              select m.id, o.partner_bill_id, count(*)::integer as times
                from mine m
                join other o using (account_id, offering_id, grouping_key, description, quantity, unit, net, service_from, service_to)
               group by 1, 2)
            select u.position, u.place, m.net, b.id, b.number, b.accepted_lines as lines
              from theirs t
              join mine m on m.id = t.id
              join partner_bill b on b.id = t.partner_bill_id and b.partner_id = $3 and b.replaced_by is null
             cross join lateral unnest(m.positions[1:t.times], m.places[1:t.times]) as u (position, place)
             order by u.position, b.id
            """;

    static final String OUTSIDE_PERIOD = """
            select l.position, l.place, l.net, l.service_from, l.service_to
              from partner_bill_line l
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted
               and (l.service_to <= $3 or l.service_from >= $4)
             order by l.position
            """;

    static final String OVERLAPPING = """
            with other as materialized (
              select account_id, offering_id, grouping_key, description, quantity, service_from, service_to, partner_bill_id
                from partner_bill_line
               where account_id = any($9) and offering_id = any($6)
                 and bill_period between $4 and $5 and partner_bill_id <> $1 and accepted and net > 0
                 and service_to - service_from >= 7 and service_to > $7 and service_from < $8),
            pair as materialized (
              select m.position, m.place, m.net, m.service_from, m.service_to, o.partner_bill_id, o.service_from as other_from,
                     o.service_to as other_to
                from partner_bill_line m
                join other o using (account_id, offering_id, grouping_key, description, quantity)
               where m.partner_bill_id = $1 and m.bill_period = any($2) and m.accepted and m.net > 0 and m.service_to - m.service_from >= 7
                 and o.service_from < m.service_to and m.service_from < o.service_to
                 and (o.service_from <> m.service_from or o.service_to <> m.service_to))
            select distinct on (p.position) p.*, b.number
              from pair p join partner_bill b on b.id = p.partner_bill_id and b.partner_id = $3 and b.replaced_by is null
             order by p.position, b.id
            """;

    // a day of grace for a single day: whether the last one is billed, systems see differently
    static final String NOT_SUBSCRIBED = """
            with mine as materialized (
              select position, place, net, account_id, offering_id, service_from, service_to
                from partner_bill_line
               where partner_bill_id = $1 and bill_period = any($2) and accepted and net > 0
                 and offering_id = any(array(
                   select o from unnest($3::bigint[]) o
                    where exists (select from product p
                                   where p.offering_id = o and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted'))))),
            subscribed as materialized (
              select account_id, offering_id, started_on, ended_on from product
               where account_id = any(array(select distinct account_id from mine)) and offering_id = any($3)
                 and status not in ('created', 'pendingActive', 'cancelled', 'aborted')),
            of_account as (
              select account_id, offering_id, min(started_on) as started_on, max(ended_on) as ended_on from subscribed group by 1, 2)
            select m.position, m.place, m.net, m.service_from, m.service_to, s.account_id is not null as known,
                   greatest(s.started_on, date '0001-01-01') as started_on, least(s.ended_on, date '9999-12-31') as ended_on
              from mine m
              left join of_account s on s.account_id = m.account_id and s.offering_id = m.offering_id
             where not exists (select from subscribed x
                                where x.account_id = m.account_id and x.offering_id = m.offering_id
                                  and x.started_on < m.service_to
                                  and x.ended_on + (m.service_to - m.service_from = 1)::integer > m.service_from)
             order by m.position
            """;

    /** Lines beside which the hub charges a recurring fee; the first one of each account and product stands for all. */
    static final String FEE_CHARGED = """
            select distinct on (l.account_id, l.offering_id)
                   l.position, l.place, l.net, p.key, p.started_on
              from partner_bill_line l
              join product_offering o on o.id = l.offering_id and o.fees_billed_by = 'HUB'
              join product p on p.account_id = l.account_id and p.offering_id = l.offering_id
               and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
               and p.started_on < l.service_to and p.ended_on > l.service_from
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted and l.net > 0
               and exists (select from price_plan f
                            where f.offering_id = l.offering_id and f.valid_from < l.service_to and f.valid_to > l.service_from
                              and f.valid_from < f.valid_to
                              and f.definition #>> '{model,type}' = 'flat' and f.definition #>> '{model,timing}' <> 'ONE_TIME')
             order by l.account_id, l.offering_id, l.position
            """;

    static final String HISTORY = """
            with mine as materialized (
              select account_id, offering_id, sum(net) as net, min(position) as position from partner_bill_line
               where partner_bill_id = $1 and bill_period = any($2) and accepted group by 1, 2 having sum(net) > 5),
            before as materialized (
              select l.account_id, l.offering_id, l.bill_period, sum(l.net) as net
                from partner_bill_line l
                join partner_bill b on b.id = l.partner_bill_id and b.partner_id = $3 and b.currency = $7 and b.replaced_by is null
               where l.account_id = any($8) and l.offering_id = any($6)
                 and l.bill_period >= $4 and l.bill_period < $5 and l.accepted
               group by 1, 2, 3),
            unusual as materialized (
              select m.account_id, m.offering_id, m.position, m.net, string_agg(h.net::text, ' ') as before
                from mine m join before h on h.account_id = m.account_id and h.offering_id = m.offering_id
               group by m.account_id, m.offering_id, m.position, m.net
              having count(*) >= 4 and m.net > 3 * min(h.net))
            select u.account_id, u.offering_id, u.position, u.net, u.before, l.place
              from unusual u
              join partner_bill_line l on l.partner_bill_id = $1 and l.bill_period = any($2) and l.position = u.position
             order by u.position
            """;

    static final String ADAPTER = "select adapter_id from received_document where id = $1";

    static final String EARLIER_NUMBERS = """
            select b.number from partner_bill b join received_document d on d.id = b.document_id and d.adapter_id = $3
             where b.partner_id = $1 and b.id <> $2 order by b.id desc limit 500
            """;

    static final String MISSING_NUMBERS =
            "select number from missing_bill where adapter_id = $1 and arrived_at is null order by found_at desc limit 500";

    static final String NOTE_MISSING = """
            insert into missing_bill (tenant_id, adapter_id, partner_id, number, found_by)
            select hub_tenant(), $1, $2, n, $3 from unnest($4::text[]) n on conflict do nothing
            """;

    static final String STILL_MISSING =
            "select number from missing_bill where found_by = $1 and arrived_at is null order by number limit 500";

    // a note is closed; a bill that waits for the number is judged again, which closes its entry
    static final String ARRIVED = """
            with arrived as (
              update missing_bill set arrived_at = now() where adapter_id = $1 and number = $2 and arrived_at is null returning found_by),
            whole as (
              select q.id, q.document_id, q.severity
                from (select distinct found_by from arrived) a
                join partner_bill b on b.id = a.found_by
                join quarantine_entry q on q.document_id = b.document_id and q.rule_code = 'SEQUENCE_GAP' and q.status = 'OPEN'
               where not exists (select from missing_bill m
                                  where m.found_by = a.found_by and m.arrived_at is null and m.number <> $2)),
            noted as (
              update quarantine_entry q set status = 'RELEASED' from whole w where q.id = w.id and w.severity = 'WARN'),
            replay as (
              insert into quarantine_replay (tenant_id, uuid, requested_by, requested_at, selection)
              select hub_tenant(), gen_random_uuid(), 'adapters', now(), '{"rule":"SEQUENCE_GAP"}'
               where exists (select from whole where severity <> 'WARN')
              returning id)
            insert into quarantine_replay_document (tenant_id, replay_id, document_id)
            select distinct hub_tenant(), r.id, w.document_id from replay r, whole w where w.severity <> 'WARN'
            """;

    static final String HOLD = """
            with held as (
              update partner_bill_line set accepted = false
               where partner_bill_id = $1 and bill_period = any($2) and accepted and ($3 or position = any($4))
              returning net)
            select count(*)::integer, coalesce(sum(net), 0) from held
            """;
}
