package io.billinghub.adapters.intake;

/** What bills that take the place of others ask and write; each once per such bill. */
final class RestatementSql {

    private RestatementSql() {}

    // a bill inherits what those that it replaces have replaced: such as one that waited and took no place. What is
    // named may
    // come behind the bill that replaces it, under a number of its own; of several that replace the same number, the
    // last one
    // to be received counts
    private static final String NAMES = """
            with recursive names (number) as (
              select $2::text where $2 <> ''
              union
              select b.replaces from names n join partner_bill b on b.partner_id = $1 and b.number = n.number
               where b.replaces <> '' and b.document_id <> $3)
            """;

    static final String NAMED = NAMES + """
            , named as (
              select coalesce(b.replaced_by, b.id) as head
                from names n join partner_bill b on b.partner_id = $1 and b.document_id <> $3
                 and (b.number = n.number and (b.number <> $4 or b.document_id < $3) or b.replaces = n.number and b.document_id < $3))
            select b.id, b.document_id, b.number, b.replaced_by
              from partner_bill b
             where b.partner_id = $1 and b.document_id <> $3
               and (b.id in (select head from named) or b.replaced_by in (select head from named))
             order by b.id
            """;

    /** A bill that was received later, replaces the same and counts. */
    static final String LATER = NAMES + """
            select b.number from names n join partner_bill b on b.partner_id = $1 and b.replaces = n.number and b.document_id > $3
             where b.replaced_by is null and b.accepted_lines > 0
             order by b.id desc limit 1
            """;

    static final String LOCK_DOCUMENTS = "select id from received_document where id = any($1) order by id for update";

    static final String CYCLES = """
            select distinct a.cycle_id from partner_bill_line l join billing_account a on a.id = l.account_id
             where l.partner_bill_id = any($1) and l.accepted
            """;

    /** The lock under which bills of a partner are held against each other. */
    static final String LOCK_PARTNER = "select pg_advisory_xact_lock(hashtextextended('bills of partner ' || $1, 0))";

    static final String HOLD_OPEN = "select id from cycles_for_intake($1)";

    static final String MARK = "update partner_bill set replaced_by = $1 where id = any($2)";

    static final String AS_BEFORE = """
            update partner_bill b set replaced_by = w.before from unnest($1::bigint[], $2::bigint[]) as w (id, before) where b.id = w.id
            """;

    // behind a bill on demand that charges lines of the open period
    static final String HOLD_CYCLES = """
            select c.open_from
              from (select i.id, pg_advisory_xact_lock(cycle_restatement(i.id))
                      from (select id from unnest($1::bigint[]) id order by id) i) held
              join bill_cycle c on c.id = held.id
            """;

    // lines of an open period, or of an account that waits for a bill, are withdrawn, unless a bill on demand has
    // charged them; the others are given back in the
    // open one
    static final String GIVE_BACK = """
            with line as materialized (
              select l.*, greatest(l.bill_period, c.open_from) as back_in,
                     (l.bill_period >= c.open_from
                        or exists (select from bill_run r
                                     join bill_run_account x on x.run_id = r.id and x.root_id = a.root_id and x.held
                                    where r.cycle_id = c.id and r.bill_period = l.bill_period and r.kind = 'CYCLE' and r.state <> 'CANCELLED'))
                       and not exists (select from charge h
                                        where h.account_id = l.account_id and h.source = 'PARTNER_BILL' and h.source_id = l.partner_bill_id
                                          and h.offering_id = l.offering_id and h.grouping_key = l.grouping_key and h.unit = l.unit
                                          and h.tax_category is not distinct from l.tax_category and h.tax_rate is not distinct from l.tax_rate
                                          and h.bill_period > l.bill_period - 28 and h.bill_period <= l.bill_period) as open
                from partner_bill_line l
                join billing_account a on a.id = l.account_id
                join bill_cycle c on c.id = a.cycle_id
               where l.partner_bill_id = any($1) and l.accepted and l.position > 0),
            withdrawn as (
              update partner_bill_line l set accepted = false
                from line w
               where w.open and l.bill_period = w.bill_period and l.partner_bill_id = w.partner_bill_id and l.position = w.position),
            given_back as (
              insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id,
                                             grouping_key, description, quantity, unit, net, tax_category, tax_rate, service_from,
                                             service_to, place)
              select tenant_id, back_in, partner_bill_id, -position, true, account_id, offering_id, grouping_key, description,
                     -quantity, unit, -net, tax_category, tax_rate, service_from, service_to, 'given back: ' || place
                from line where not open
              returning partner_bill_id, net)
            update partner_bill b set given_back_net = g.net, given_back_by = $2
              from (select partner_bill_id, -sum(net) as net from given_back group by 1) g
             where b.id = g.partner_bill_id
            """;

    // what a bill that is replaced itself was to be netted with, as long as no bill has charged it
    static final String NET_WITH_THIS = """
            update partner_bill o set given_back_by = $2
             where o.given_back_by = any($1)
               and not exists (
                 select from partner_bill_line m
                   join billing_account a on a.id = m.account_id
                   join bill_cycle c on c.id = a.cycle_id
                  where m.partner_bill_id = o.id and m.position < 0
                    and (m.bill_period < c.open_from
                         or exists (select from charge h
                                     where h.account_id = m.account_id and h.source = 'PARTNER_BILL' and h.source_id = o.given_back_by
                                       and h.bill_period > m.bill_period - 28 and h.bill_period <= m.bill_period)))
            """;

    static final String SETTLE_ENTRIES = """
            update quarantine_entry set status = 'REPLACED', settled_at = $2, settled_by = $3
             where document_id = any($1) and status = 'OPEN'
            """;

    static final String REPLACE_DOCUMENTS = """
            update received_document d set status = 'REPLACED'
              from received_document o
              join party_role r on r.id = o.partner_id
              join partner_bill b on b.document_id = o.id
              left join adapter a on a.id = o.adapter_id
             where o.id = d.id and d.id = any($1)
            returning d.id, d.uuid, r.key as partner, a.key as adapter, b.number, d.accepted_lines, d.quarantined_lines
            """;

    /** A later bill that counts in the place of one of this number. */
    static final String REPLACED_ALREADY = """
            select h.number from partner_bill b join partner_bill h on h.id = coalesce(b.replaced_by, b.id)
             where b.partner_id = $1 and b.replaces = $2 and b.number <> $2 and h.accepted_lines > 0
             order by h.id desc limit 1
            """;

    // a bill that waits for the number is judged again
    static final String AWAITED = """
            with waiting as (
              select distinct document_id from quarantine_entry
               where partner_id = $1 and rule_code = 'REPLACED_BILL_UNKNOWN' and cause = $2 and status = 'OPEN'),
            replay as (
              insert into quarantine_replay (tenant_id, uuid, requested_by, requested_at, selection)
              select hub_tenant(), gen_random_uuid(), 'adapters', now(), '{"rule":"REPLACED_BILL_UNKNOWN"}'
               where exists (select from waiting)
              returning id)
            insert into quarantine_replay_document (tenant_id, replay_id, document_id)
            select hub_tenant(), r.id, w.document_id from replay r, waiting w
            """;
}
