-- Indexes for what callers look bills up by. Each costs an insert for each bill of a run.
create index customer_bill_account on customer_bill (account_id, issue_date); -- filter billingAccount.id; a customer's own bills
create index customer_bill_reference on customer_bill (tenant_id, payment_reference); -- filter billNo; payments
create index customer_bill_day on customer_bill (tenant_id, issue_date, id); -- filter and order billDate

-- Erasure of a natural person: the audit log keeps who did what and when, but no longer what the person was called; kept answers and the
-- bodies of notifications that show the person, or what belongs to it, are forgotten. The hub itself may only add to the audit log.
create function erase_traces(party_uuid text) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subjects text[];
  ids text[];
  erased integer;
begin
  if hub_tenant() is null or not exists (
       select from party p where p.tenant_id = hub_tenant() and p.uuid::text = party_uuid and p.kind = 'INDIVIDUAL') then
    raise exception 'no natural person of the tenant' using errcode = '22023';
  end if;
  select array_agg(kind || '/' || uuid), array_agg(uuid::text) into subjects, ids from (
    select 'individual' as kind, p.uuid from party p where p.uuid::text = party_uuid
    union all select 'partyRole', r.uuid from party_role r join party p on p.id = r.party_id where p.uuid::text = party_uuid
    union all select 'billingAccount', a.uuid from billing_account a join party p on p.id = a.party_id where p.uuid::text = party_uuid
    union all select k, a.uuid from party_account a join party p on p.id = a.party_id,
                     unnest(array['partyAccount', 'settlementAccount', 'financialAccount']) as k where p.uuid::text = party_uuid
    union all select 'product', s.uuid from product s join billing_account a on a.id = s.account_id join party p on p.id = a.party_id
               where p.uuid::text = party_uuid) named;
  update audit_event set before = null, after = null where tenant_id = hub_tenant() and subject = any (subjects);
  get diagnostics erased = row_count;
  delete from idempotency_key k where tenant_id = hub_tenant() and exists (select from unnest(ids) as id where k.body like '%' || id || '%');
  update event_delivery d set body = '{}'
   where tenant_id = hub_tenant() and ended_at is not null and exists (select from unnest(ids) as id where d.body like '%' || id || '%');
  return erased;
end $$;
revoke all on function erase_traces(text) from public;
grant execute on function erase_traces(text) to ${appRole};
grant update (name, description, extension) on customer_bill_on_demand to ${appRole};
