package io.billinghub.api.usage;

import io.billinghub.api.tmf630.PagedQuery;

/** The statement behind the list of usage: accepted records, and what was rejected of usage. */
final class UsageQueries {

    /**
     * The first open finding of each usage that is not accepted. Findings of bills have a partner bill; of a document that was refused as a whole
     * only one that was sent by itself is one usage.
     */
    private static final String REJECTED = """
            select distinct on (q.document_id, coalesce(q.position, 1))
                   q.document_id, coalesce(q.position, 1) as position, q.partner_id, q.detail || '. ' || q.what_to_do as reason
              from quarantine_entry q
             where q.partner_bill_id is null and q.status = 'OPEN'
               and (q.severity = 'QUARANTINE' and q.position is not null
                    or q.severity = 'REFUSE' and exists (select from received_document d
                                                          where d.id = q.document_id and d.transport = 'usage'))
             order by q.document_id, coalesce(q.position, 1), q.id
            """;

    private static final String RECORDS = """
            select r.document_id, r.position, false as rejected, r.bill_period, r.partner_id, r.account_id, r.offering_id,
                   r.grouping_key, r.occurred_at, r.quantity, r.unit, null::text as reason
              from usage_record r
            """;

    /**
     * A customer's records are read by the index of accounts: the policy alone would look at all records for the few that are its
     * own. The one branch is empty for customers, the other one for everybody else.
     */
    private static final String FROM = """
            from (
              RECORDS where (select hub_account()) is null
              union all
              RECORDS where r.account_id = any (array(select paid_accounts()))
              union all
              select q.document_id, q.position, true, null::date, q.partner_id, null::bigint, null::bigint, null::text,
                     x.occurred_at, null::numeric, null::text, q.reason
                from (REJECTED) q
                left join usage_extension x on x.document_id = q.document_id and x.position = q.position
            ) u
            left join usage_extension x on x.document_id = u.document_id and x.position = u.position
            left join usage_specification s on s.id = x.specification_id
            left join party_role pr on pr.id = u.partner_id
            left join party p on p.id = pr.party_id
            left join billing_account ba on ba.id = u.account_id
            left join product_offering o on o.id = u.offering_id
            where
            """.replace("REJECTED", REJECTED).replace("RECORDS", RECORDS);

    static final PagedQuery USAGE = new PagedQuery("""
            select usage_uuid(u.document_id, u.position) as uuid, coalesce(x.extension, '{}')::text as extension, u.rejected,
                   u.occurred_at, u.quantity, u.unit, u.grouping_key, u.reason, s.uuid as specification_uuid,
                   s.name as specification_name, p.uuid as party_uuid, p.name as party_name, p.kind as party_kind,
                   ba.uuid as account_uuid, ba.name as account_name, ba.number as account_number, o.uuid as offering_uuid,
                   o.name as offering_name, STATUS as status
            """.replace("STATUS", UsageStatus.SQL), FROM);

    private UsageQueries() {}
}
