package io.billinghub.onboarding.party;

/** The statements of personal data; {@code :party} is the id of the party's row. */
final class PersonalDataSql {

    private PersonalDataSql() {}

    static final String EXPORT = """
            select jsonb_build_object(
              'party', (select to_jsonb(p) - array['tenant_id', 'id', 'version', 'engaged'] from party p where p.id = :party),
              'roles', (select jsonb_agg(jsonb_build_object('id', r.uuid, 'role', r.role, 'key', r.key, 'validFrom', r.valid_from,
                          'validTo', r.valid_to, 'kept', r.extension) order by r.id) from party_role r where r.party_id = :party),
              'taxRegistrations', (select jsonb_agg(jsonb_build_object('country', t.country, 'scheme', t.scheme, 'number', t.number) order by t.id)
                          from tax_registration t where t.party_id = :party),
              'accounts', (select jsonb_agg(jsonb_build_object('id', a.uuid, 'number', a.number, 'name', a.name, 'currency', a.currency,
                          'language', a.language, 'buyerReference', a.buyer_reference, 'kept', a.extension) order by a.id)
                          from billing_account a where a.party_id = :party),
              'otherAccounts', (select jsonb_agg(jsonb_build_object('id', a.uuid, 'kind', a.kind, 'name', a.name, 'kept', a.extension) order by a.id)
                          from party_account a where a.party_id = :party),
              'partnerAccounts', (select jsonb_agg(jsonb_build_object('account', a.number, 'partner', r.key, 'number', l.partner_account) order by a.id, r.id)
                          from billing_account a join account_link l on l.account_id = a.id join party_role r on r.id = l.partner_id
                         where a.party_id = :party),
              'products', (select jsonb_agg(jsonb_build_object('id', p.uuid, 'account', a.number, 'offering', o.name, 'startedOn', p.started_on,
                          'endedOn', p.ended_on, 'kept', p.extension) order by p.id)
                          from billing_account a join product p on p.account_id = a.id join product_offering o on o.id = p.offering_id
                         where a.party_id = :party),
              'bills', (select jsonb_agg(jsonb_build_object('id', b.uuid, 'number', b.payment_reference, 'issued', b.issue_date, 'state', b.state,
                          'amountDue', b.amount_due, 'currency', b.currency) order by b.id)
                          from billing_account a join customer_bill b on b.account_id = a.id where a.party_id = :party),
              'usageQueries', (select jsonb_agg(jsonb_build_object('id', q.uuid, 'account', a.number, 'askedAt', q.asked_at, 'askedBy', q.asked_by,
                          'kept', q.extension) order by q.id)
                          from billing_account a join usage_consumption_query q on q.account_id = a.id where a.party_id = :party),
              'usageLimits', (select jsonb_agg(jsonb_build_object('id', l.uuid, 'account', a.number, 'unit', l.unit, 'currency', l.currency,
                          'value', l.value, 'thresholds', l.thresholds, 'description', l.description, 'createdBy', l.created_by,
                          'createdAt', l.created_at) order by l.id)
                          from billing_account a join usage_limit l on l.account_id = a.id where a.party_id = :party),
              'prepaid', (select jsonb_agg(jsonb_build_object('id', b.uuid, 'account', a.number, 'name', b.name, 'description', b.description,
                          'unit', coalesce(b.unit, b.currency), 'balance', b.balance, 'validFrom', b.valid_from, 'validTo', b.valid_to,
                          'kept', b.extension, 'movements', (select jsonb_agg(jsonb_build_object('id', m.uuid, 'at', m.made_at, 'kind', m.kind,
                            'amount', m.amount, 'description', m.description, 'reason', m.reason, 'kept', m.extension) order by m.id)
                            from prepaid_movement m where m.bucket_id = b.id)) order by b.id)
                          from billing_account a join prepaid_bucket b on b.account_id = a.id where a.party_id = :party),
              'memberships', (select jsonb_agg(jsonb_build_object('account', a.number, 'segment', m.segment, 'groups', m.groups) order by a.id)
                          from billing_account a join account_membership m on m.account_id = a.id where a.party_id = :party),
              'coupons', (select jsonb_agg(jsonb_build_object('id', c.uuid, 'account', a.number, 'code', c.code, 'day', c.day,
                          'handedInBy', c.handed_in_by, 'withdrawnOn', c.withdrawn_on) order by c.id)
                          from billing_account a join account_coupon c on c.account_id = a.id where a.party_id = :party),
              'pointsRequests', (select jsonb_agg(jsonb_build_object('id', r.uuid, 'account', a.number, 'points', r.points, 'day', r.day,
                          'askedBy', r.asked_by, 'withdrawnAt', r.withdrawn_at) order by r.id)
                          from billing_account a join points_request r on r.account_id = a.id where a.party_id = :party),
              'deliveryPreferences', (select jsonb_agg(jsonb_build_object('account', a.number, 'channel', d.channel, 'target', d.target) order by a.id)
                          from billing_account a join account_delivery d on d.account_id = a.id where a.party_id = :party),
              'deliveries', (select jsonb_agg(jsonb_build_object('id', d.uuid, 'account', a.number, 'channel', d.channel, 'target', d.target,
                          'state', d.state, 'queuedAt', d.queued_at, 'endedAt', d.ended_at, 'messageId', d.message_id) order by d.id)
                          from billing_account a join document_delivery d on d.account_id = a.id where a.party_id = :party),
              'before', (select jsonb_agg(jsonb_build_object('until', h.until, 'was', h.was - 'party_id') order by h.id) from past_master_data h
                          where h.kind = 'party' and h.row_id = :party
                             or h.kind = 'billing_account' and h.row_id in (select a.id from billing_account a where a.party_id = :party)
                             or h.kind = 'tax_registration' and h.row_id in (select t.id from tax_registration t where t.party_id = :party)),
              'changes', (select jsonb_agg(jsonb_build_object('at', e.occurred_at, 'by', e.actor, 'action', e.action, 'before', e.before, 'after', e.after)
                          order by e.id) from audit_event e, party p
                          where p.id = :party and e.subject = 'individual/' || p.uuid))\\:\\:text
            """;

    /** In words, what stands against an erasure. */
    static final String OPEN_BUSINESS = """
            select count(*) || ' running products' from billing_account a join product p on p.account_id = a.id
             where a.party_id = :party and p.ended_on > current_date and p.status not in ('cancelled', 'aborted')
            having count(*) > 0
            union all
            select count(*) || ' bills that are not sent' from billing_account a join customer_bill b on b.account_id = a.id
             where a.party_id = :party and b.state in ('new', 'onHold', 'validated') having count(*) > 0
            """;

    /** Each with {@code :party}, {@code :uuid} and {@code :pseudonym}, of which it needs not all. */
    static final String TRACES = """
            with person as (select p.id, cast(:uuid as text) as uuid, cast(:pseudonym as text) as pseudonym from party p where p.id = :party),
            accounts as (update billing_account a set name = p.pseudonym, buyer_reference = null, extension = '{}'
                           from person p where a.party_id = p.id returning a.id),
            others as (update party_account a set name = p.pseudonym, extension = '{}' from person p where a.party_id = p.id),
            roles as (update party_role r set key = 'erased-' || p.uuid, extension = '{}' from person p
                       where r.party_id = p.id and r.role = 'CUSTOMER'),
            registrations as (update tax_registration t set number = 'erased' from person p where t.party_id = p.id),
            products as (update product s set extension = '{}' from billing_account a, person p where s.account_id = a.id and a.party_id = p.id),
            requests as (update customer_bill_on_demand d set name = null, description = null, extension = '{}'
                           from billing_account a, person p where d.account_id = a.id and a.party_id = p.id),
            queries as (delete from usage_consumption_query q using billing_account a, person p where q.account_id = a.id and a.party_id = p.id),
            limits as (delete from usage_limit l using billing_account a, person p where l.account_id = a.id and a.party_id = p.id),
            buckets as (update prepaid_bucket b set name = p.pseudonym, description = null, extension = '{}'
                          from billing_account a, person p where b.account_id = a.id and a.party_id = p.id),
            movements as (update prepaid_movement m set description = null, reason = null, extension = '{}'
                            from billing_account a, person p where m.account_id = a.id and a.party_id = p.id),
            memberships as (update account_membership m set segment = null, groups = '{}', version = m.version + 1
                              from billing_account a, person p where m.account_id = a.id and a.party_id = p.id),
            coupons as (update account_coupon c set handed_in_by = 'erased', withdrawn_by = case when c.withdrawn_by is not null then 'erased' end
                          from billing_account a, person p where c.account_id = a.id and a.party_id = p.id),
            preferences as (delete from account_delivery d using billing_account a, person p where d.account_id = a.id and a.party_id = p.id),
            deliveries as (update document_delivery d
                              set target = 'erased', failure = case when d.failure is not null then 'erased' end,
                                  answer = case when d.answer is not null then 'erased' end, message_id = null,
                                  state = case d.state when 'PENDING' then 'FAILED' else d.state end, ended_at = coalesce(d.ended_at, now())
                             from billing_account a, person p where d.account_id = a.id and a.party_id = p.id),
            points as (update points_request r set asked_by = 'erased', withdrawn_by = case when r.withdrawn_by is not null then 'erased' end
                         from billing_account a, person p where r.account_id = a.id and a.party_id = p.id),
            kept as (update party q set extension = '{}' from person p where q.id = p.id)
            select cast(erase_traces(p.uuid) as text) from person p
            """;

    /** What the person and its accounts were before: also what the erasure itself has changed. */
    static final String PAST = """
            delete from past_master_data h
             where h.kind = 'party' and h.row_id = :party
                or h.kind = 'billing_account' and h.row_id in (select a.id from billing_account a where a.party_id = :party)
                or h.kind = 'tax_registration' and h.row_id in (select t.id from tax_registration t where t.party_id = :party)
            """;

    /** What holds the name still and is kept by law: kind, how many, and the day of the last. */
    static final String RETAINED = """
            select 'bills and tax invoices as they were issued (PDF, UBL)', count(*), max(b.issue_date)
              from billing_account a join customer_bill b on b.account_id = a.id where a.party_id = :party having count(*) > 0
            union all
            select 'raw documents of partners that name its numbers with them', count(distinct pb.document_id), max(pb.period_to)
              from billing_account a join partner_bill_line l on l.account_id = a.id join partner_bill pb on pb.id = l.partner_bill_id
             where a.party_id = :party having count(*) > 0
            """;

    static final String AUDIT = """
            insert into audit_event (tenant_id, actor, action, subject) values (hub_tenant(), :actor, :action, :subject)
            """;
}
