-- Months made ahead, a close that waits in a queue, and what is deleted when its time is over.

-- Makes the partitions of one month, once. A table that is made by itself and then attached takes a lock on its parent that neither readers nor
-- writers wait for; "create table ... partition of" would wait for all of them, and all that come later for it. Who makes a month keeps the
-- others that need it waiting until it commits: so whoever calls this has locked no row that any of those might need.
create or replace procedure ensure_period(period date) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month date := date_trunc('month', period)::date;
  parent text;
  partition text;
begin
  if period < date '2000-01-01' or period >= date '2200-01-01' then
    raise exception 'period % is not between 2000 and 2200', period using errcode = '22008';
  end if;
  foreach parent in array array['partner_bill_line', 'usage_record', 'charge', 'bill_line', 'share'] loop
    partition := parent || to_char(month, '_YYYYMM');
    if to_regclass(partition) is null then
      perform pg_advisory_xact_lock(hashtext('ensure_period'));
      -- asked of the catalogue, as it is behind the lock: to_regclass may answer what it knew before somebody else made it
      if not exists (select from pg_class where relname = partition and relnamespace = 'public'::regnamespace) then
        execute format('create table %I (like %I including defaults including constraints including storage)', partition, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                       parent, partition, month, (month + interval '1 month')::date);
      end if;
    end if;
  end loop;
end $$;

-- The same for several months, in one order.
create procedure ensure_periods(periods date[]) language plpgsql as $$
declare
  month date;
begin
  for month in select distinct date_trunc('month', p)::date from unnest(periods) p order by 1 loop
    call ensure_period(month);
  end loop;
end $$;

-- The months in which the tenant's cycles are open, and those from this day on until so many months later.
create procedure ensure_periods_ahead(today date, months integer) language plpgsql as $$
declare
  needed date[] := array(
    select open_from from bill_cycle where open_from between date '2000-01-01' and today + interval '1 year'
    union
    select generate_series(date_trunc('month', today::timestamp), today::timestamp + months * interval '1 month', interval '1 month')::date);
begin
  call ensure_periods(needed);
end $$;

-- Who takes lines in holds the cycle open until its transaction ends; who closes a period waits for those that do so at that moment, and those
-- that come later wait for it. Shared locks of the row itself would let them pass: a close would then wait as long as one of them follows another.
create function cycle_intake(cycle_id bigint) returns bigint language sql immutable parallel safe
  as $$ select hashtextextended('intake of bill_cycle ' || cycle_id, 0) $$;

create function cycles_for_intake(cycles bigint[]) returns setof bill_cycle language plpgsql as $$
declare
  cycle_id bigint;
begin
  for cycle_id in select distinct c from unnest(cycles) c order by c loop -- one order, so that none waits for another one in a circle
    perform pg_advisory_xact_lock_shared(cycle_intake(cycle_id));
  end loop;
  return query select * from bill_cycle where id = any(cycles) order by id; -- as they are now, behind the locks
end $$;

-- Whoever closes periods, a run or an import, waits for the intake that is under way.
create function wait_for_intake() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(cycle_intake(old.id));
  return new;
end $$;
create trigger closes_behind_intake before update of open_from on bill_cycle for each row
  when (old.open_from is distinct from new.open_from) execute function wait_for_intake();

-- Answers are kept for repeated requests, not for ever.
grant delete on idempotency_key to ${appRole};
create index idempotency_key_age on idempotency_key (tenant_id, created_at); -- those whose time is over

-- Ended jobs, with the files of exports.
create index import_job_ended on import_job (tenant_id, completed_at) where completed_at is not null;
create index export_job_ended on export_job (tenant_id, completed_at) where completed_at is not null;

-- Who has asked about usage: a customer sees what its own logins have asked, not what the host has asked about it.
alter table usage_consumption_query add column asked_by text not null default '';
alter table usage_consumption_query add column by_customer boolean not null default false;
comment on column usage_consumption_query.asked_by is 'The login; empty for queries of before it was kept.';
comment on column usage_consumption_query.by_customer is 'Whether it was a login of the account.';
create policy of_customers_own on usage_consumption_query as restrictive using ((select hub_account()) is null or by_customer);
drop policy not_of_partners on usage_consumption_query;
create index usage_consumption_query_age on usage_consumption_query (tenant_id, asked_at); -- those whose time is over

-- What is asked and limited of a person's accounts is the person's, too.
create or replace function erase_traces(party_uuid text) returns integer
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
               where p.uuid::text = party_uuid
    union all select 'queryUsageConsumption', q.uuid from usage_consumption_query q join billing_account a on a.id = q.account_id
               join party p on p.id = a.party_id where p.uuid::text = party_uuid
    union all select 'usage-limit', l.uuid from usage_limit l join billing_account a on a.id = l.account_id
               join party p on p.id = a.party_id where p.uuid::text = party_uuid
    union all select k, m.uuid from prepaid_movement m join billing_account a on a.id = m.account_id join party p on p.id = a.party_id,
                     unnest(array['topupBalance', 'adjustBalance']) as k where p.uuid::text = party_uuid
    union all select 'bucket', b.uuid from prepaid_bucket b join billing_account a on a.id = b.account_id join party p on p.id = a.party_id
               where p.uuid::text = party_uuid) named;
  -- what accounts bring to their terms is told by their number
  subjects := subjects || array(select 'account/' || a.number from billing_account a join party p on p.id = a.party_id
                                 where p.tenant_id = hub_tenant() and p.uuid::text = party_uuid);
  update audit_event set before = null, after = null where tenant_id = hub_tenant() and subject = any (subjects);
  get diagnostics erased = row_count;
  -- questions about usage that are deleted already: only their text tells whose they were
  update audit_event e set before = null, after = null
   where tenant_id = hub_tenant() and subject like 'queryUsageConsumption/%'
     and exists (select from unnest(ids) as id where e.before::text like '%' || id || '%' or e.after::text like '%' || id || '%');
  delete from idempotency_key k where tenant_id = hub_tenant() and exists (select from unnest(ids) as id where k.body like '%' || id || '%');
  update event_delivery d set body = '{}'
   where tenant_id = hub_tenant() and ended_at is not null and exists (select from unnest(ids) as id where d.body like '%' || id || '%');
  return erased;
end $$;
