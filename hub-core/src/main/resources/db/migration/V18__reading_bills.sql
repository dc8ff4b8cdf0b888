-- Indexes for what callers look bills up by. Each costs an insert for each bill of a run.
create index customer_bill_account on customer_bill (account_id, issue_date); -- filter billingAccount.id; a customer's own bills
create index customer_bill_reference on customer_bill (tenant_id, payment_reference); -- filter billNo; payments
create index customer_bill_day on customer_bill (tenant_id, issue_date, id); -- filter and order billDate

-- Erasure of a natural person: the audit log keeps who did what and when, but no longer what the person was called; kept answers that show
-- the person are forgotten. The hub itself may only add to the audit log.
create function erase_traces(segment text, party_uuid text) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  erased integer;
begin
  if hub_tenant() is null or not exists (
       select from party p where p.tenant_id = hub_tenant() and p.uuid::text = party_uuid and p.kind = 'INDIVIDUAL') then
    raise exception 'no natural person of the tenant' using errcode = '22023';
  end if;
  update audit_event set before = null, after = null where tenant_id = hub_tenant() and subject = segment || '/' || party_uuid;
  get diagnostics erased = row_count;
  delete from idempotency_key where tenant_id = hub_tenant() and body like '%' || party_uuid || '%';
  return erased;
end $$;
revoke all on function erase_traces(text, text) from public;
grant execute on function erase_traces(text, text) to ${appRole};
grant update (name, description, extension) on customer_bill_on_demand to ${appRole};
