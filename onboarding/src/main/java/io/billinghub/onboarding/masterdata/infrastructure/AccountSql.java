package io.billinghub.onboarding.masterdata.infrastructure;

/**
 * Accounts name one another as parents and roots, so they are stored in three steps: the new ones without parent and
 * root (the foreign key of the root is deferred), then what differs, then the roots of the whole tree.
 */
final class AccountSql {
    private AccountSql() {}

    private static final String INPUT = """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, number text, name text,
                party text, parent text, consolidates boolean, cycle text, currency text, language text,
                "buyerReference" text))
            """;

    /** Answers the numbers of the accounts that are new. */
    static final String CREATE = INPUT + """
            , written as (
              insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency, language,
                                           buyer_reference)
              select hub_tenant(), i.uuid, i.number, i.name, p.id, 0, c.id, i.currency, i.language, i."buyerReference"
                from input i join party p on p.key = i.party join bill_cycle c on c.key = i.cycle order by i.number
              on conflict (tenant_id, number) do nothing
              returning number)
            select coalesce(array_agg(number), '{}') as numbers from written
            """;

    /**
     * Brings all accounts of the document up to what it says; {@code $2} are the numbers that are new. A consolidating
     * account's root is its parent for now; one that is billed by itself is its own.
     */
    static final String UPDATE = INPUT + """
            , written as (
              update billing_account a
                 set name = i.name, party_id = p.id, parent_id = parent.id, cycle_id = c.id, language = i.language,
                     buyer_reference = i."buyerReference",
                     root_id = case when not i.consolidates then a.id
                                    when a.root_id in (0, a.id) then parent.id else a.root_id end,
                     version = case when a.root_id = 0 then 0 else a.version + 1 end
                from input i join party p on p.key = i.party join bill_cycle c on c.key = i.cycle
                left join billing_account parent on parent.number = i.parent
               where a.number = i.number
                 and (a.root_id = 0 or (a.name, a.party_id, a.parent_id, a.cycle_id, a.language, a.buyer_reference,
                                        a.root_id <> a.id)
                      is distinct from (i.name, p.id, parent.id, c.id, i.language, i."buyerReference", i.consolidates))
              returning a.number)
            select coalesce(cardinality($2::text[]), 0) as created,
                   count(*) filter (where number <> all ($2::text[]))::int as updated,
                   ((select count(*) from input) - count(*))::int as unchanged
              from written
            """;

    /**
     * Sets each account's root to the nearest one, from itself upwards, that is billed by itself. Begins with those that are not: most
     * accounts are their own root, and need no look.
     */
    static final String ROOTS = """
            with recursive tree (id, root) as (
              select child.id, parent.id from billing_account child join billing_account parent on parent.id = child.parent_id
               where child.root_id <> child.id and parent.root_id = parent.id
              union all
              select child.id, tree.root from billing_account child join tree on child.parent_id = tree.id
               where child.root_id <> child.id)
            update billing_account a set root_id = tree.root from tree where tree.id = a.id and a.root_id <> tree.root
            """;
}
