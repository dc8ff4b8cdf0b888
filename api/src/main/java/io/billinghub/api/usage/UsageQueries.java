package io.billinghub.api.usage;

import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.Operator;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;

/**
 * The statement behind the list of usage: accepted records, and what was rejected of usage. Nothing is joined to so large a table: what a page shows
 * of other tables is looked up for its rows alone, and a filter on another table finds that table's ids first.
 */
final class UsageQueries {

    /** What is kept of usage u. */
    static final String EXTENSION =
            "(select x.extension from usage_extension x where x.document_id = u.document_id and x.position = u.position)";

    private static final String RECORDS = """
            select r.document_id, r.position, false as rejected, r.bill_period, r.partner_id, r.account_id, r.offering_id,
                   r.grouping_key, r.occurred_at, r.quantity, r.unit, r.ended_at, r.dimensions, r.amount,
                   r.reverses_document, r.reverses_position, null::text as reason, r.evidence
              from usage_record r
            """;

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

    /**
     * A customer's records are read by the index of accounts, a partner's by that of ranges: the policies alone would look at all
     * records for the few that are its own. For each login all branches but one are empty.
     */
    private static final String FROM = """
            from (
              RECORDS where (select hub_account()) is null and (select hub_partner()) is null
              union all
              RECORDS where (select hub_account()) is null and r.partner_id = (select hub_partner())
              union all
              RECORDS where r.account_id = any (array(select paid_accounts()))
              union all
              select q.document_id, q.position, true, null::date, q.partner_id, null::bigint, null::bigint, null::text,
                     x.occurred_at, null::numeric, null::text, null::timestamptz, null::jsonb, null::numeric,
                     null::bigint, null::integer, q.reason, false
                from (REJECTED) q
                left join usage_extension x on x.document_id = q.document_id and x.position = q.position
            ) u
            where
            """.replace("REJECTED", REJECTED).replace("RECORDS", RECORDS);

    static final PagedQuery USAGE =
            new PagedQuery("""
            select usage_uuid(u.document_id, u.position) as uuid, u.occurred_at, u.quantity, u.unit, u.grouping_key, u.reason,
                   u.ended_at, u.dimensions::text as dimensions, u.amount,
                   usage_uuid(u.reverses_document, u.reverses_position) as reverses,
                   coalesce(EXTENSION, '{}')::text as extension, STATUS as status,
                   (select jsonb_build_object('id', s.uuid, 'name', s.name) from usage_extension x
                      join usage_specification s on s.id = x.specification_id
                     where x.document_id = u.document_id and x.position = u.position)::text as specification,
                   (select jsonb_build_object('id', p.uuid, 'name', p.name, 'kind', p.kind) from party_role r
                      join party p on p.id = r.party_id where r.id = u.partner_id)::text as partner,
                   (select jsonb_build_object('id', a.uuid, 'name', a.name, 'number', a.number) from billing_account a
                     where a.id = u.account_id)::text as account,
                   (select jsonb_build_object('id', o.uuid, 'name', o.name) from product_offering o
                     where o.id = u.offering_id)::text as offering
            """.replace("STATUS", UsageStatus.SQL).replace("EXTENSION", EXTENSION), FROM);

    private UsageQueries() {}

    /**
     * Usage by what it refers to, whose ids are found first.
     *
     * @param column of u that refers to it
     * @param ids a statement that answers them, up to its condition
     * @param compared what the condition compares
     */
    static Filter referring(String column, String ids, String compared, ValueType type) {
        Filter inner = Filter.column(compared, type);
        return (attribute, operator, values, binds) -> {
            boolean not = operator == Operator.NE;
            String condition = inner.compile(attribute, not ? Operator.EQ : operator, values, binds);
            String found = column + " = any (array(" + ids + " where " + condition + "))";
            return not ? "(" + found + ") is not true" : "(" + found + ")";
        };
    }

    /** Usage of a specification; few usages have one. */
    static Filter specified() {
        Filter inner = Filter.column("s.uuid", ValueType.UUID);
        return (attribute, operator, values, binds) -> {
            boolean not = operator == Operator.NE;
            String condition = inner.compile(attribute, not ? Operator.EQ : operator, values, binds);
            return (not ? "not " : "")
                    + "exists (select from usage_extension x join usage_specification s on s.id = x.specification_id "
                    + "where x.document_id = u.document_id and x.position = u.position and " + condition + ")";
        };
    }
}
