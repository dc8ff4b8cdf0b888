-- Tenancy, events and audit: what every other feature stands on.
-- Roles: the owner runs the migrations; ${appRole} is what the hub connects as; ${relayRole} drains the outbox of all tenants.
-- Neither may bypass row-level security; tables are secured with secure_tenant_table() in the migration that creates them.

create function hub_tenant() returns integer language sql stable parallel safe
  as $$ select nullif(current_setting('hub.tenant', true), '')::integer $$;
create function hub_partner() returns bigint language sql stable parallel safe
  as $$ select nullif(current_setting('hub.partner', true), '')::bigint $$;
create function hub_account() returns bigint language sql stable parallel safe
  as $$ select nullif(current_setting('hub.account', true), '')::bigint $$;
comment on function hub_tenant() is 'The tenant of this transaction; null (so: no row is seen) where none was set.';

-- Row-level security for one table: its tenant only; partner and customer logins see their own rows alone. The settings are
-- read in sub-selects: once per statement, not once per row.
create procedure secure_tenant_table(target regclass, partner_column text default null, account_column text default null)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy of_tenant on %s using (tenant_id = (select hub_tenant())) with check (tenant_id = (select hub_tenant()))', target);
  if partner_column is not null then
    execute format('create policy of_partner on %s as restrictive using ((select hub_partner()) is null or %I = (select hub_partner()))', target, partner_column);
  end if;
  if account_column is not null then
    execute format('create policy of_account on %s as restrictive using ((select hub_account()) is null or %I in (select paid_accounts()))',
                   target, account_column);
  end if;
end $$;

-- Keeps a table from partner logins, from customer logins, or from both, whatever a query asks for.
create procedure hide_table(target regclass, from_partners boolean, from_customers boolean) language plpgsql as $$
begin
  if from_partners then
    execute format('create policy not_for_partners on %s as restrictive using ((select hub_partner()) is null)', target);
  end if;
  if from_customers then
    execute format('create policy not_for_customers on %s as restrictive using ((select hub_account()) is null)', target);
  end if;
end $$;

create table tenant (
  id         integer generated always as identity primary key,
  key        text not null unique check (key ~ '^[a-z][a-z0-9-]{1,38}$'),
  name       text not null,
  time_zone  text not null,
  created_at timestamptz not null default now()
);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy own_tenant on tenant for select to ${appRole} using (id = hub_tenant());
create policy all_tenants on tenant to ${relayRole} using (true);
create policy owner_all on tenant to current_user using (true) with check (true);
grant select on tenant to ${appRole}, ${relayRole};

-- The only two ways by which a login without a tenant yet learns or makes one.
create function tenant_id_of(tenant_key text) returns integer language sql stable security definer set search_path = public, pg_temp
  as $$ select id from tenant where key = tenant_key $$;
create function create_tenant(tenant_key text, tenant_name text, tenant_zone text) returns integer
  language sql security definer set search_path = public, pg_temp
  as $$ insert into tenant (key, name, time_zone) values (tenant_key, tenant_name, tenant_zone)
        on conflict (key) do update set name = excluded.name, time_zone = excluded.time_zone returning id $$;
create function tenant_keys() returns table (id integer, key text) language sql stable security definer set search_path = public, pg_temp
  as $$ select id, key from tenant order by id $$;
revoke all on function tenant_id_of(text), create_tenant(text, text, text), tenant_keys() from public;
grant execute on function tenant_id_of(text), create_tenant(text, text, text), tenant_keys() to ${appRole};

-- Events on their way to Kafka; written in the business transaction, drained by status under one lease per bucket.
create table outbox (
  tenant_id   integer not null,
  occurred_on date not null,
  id          bigint generated always as identity,
  bucket      smallint not null check (bucket between 0 and 15),
  event_id    uuid not null,
  topic       text not null,
  key         text not null,
  type        text not null,
  subject     text not null,
  occurred_at timestamptz not null,
  data        text not null,
  sent_at     timestamptz,
  primary key (occurred_on, id)
) partition by range (occurred_on);
create table outbox_default partition of outbox default;
create index outbox_pending on outbox (bucket, id) where sent_at is null; -- the relay's read
call secure_tenant_table('outbox');
create policy relay_all on outbox to ${relayRole} using (true) with check (true);
grant select, insert on outbox to ${appRole};
grant select, update (sent_at) on outbox to ${relayRole};

create table outbox_lease (
  bucket       smallint primary key,
  holder       text not null,
  fence        bigint not null default 0,
  leased_until timestamptz not null
);
grant select, insert, update on outbox_lease to ${relayRole};

-- What a consumer has already done: written in the transaction of the effect.
create table inbox (
  tenant_id  integer not null,
  consumer   text not null,
  event_id   uuid not null,
  handled_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
call secure_tenant_table('inbox');
grant select, insert on inbox to ${appRole};

create table idempotency_key (
  tenant_id    integer not null,
  client       text not null,
  key          text not null,
  request_hash bytea not null,
  status       smallint not null,
  location     text,
  body         text not null,
  created_at   timestamptz not null default now(),
  primary key (tenant_id, client, key)
);
call secure_tenant_table('idempotency_key');
grant select, insert on idempotency_key to ${appRole};

create table audit_event (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  occurred_at timestamptz not null default now(),
  actor       text not null,
  action      text not null,
  subject     text not null,
  before      jsonb,
  after       jsonb
);
call secure_tenant_table('audit_event');
create index audit_event_subject on audit_event (tenant_id, subject, id); -- "who did what to this"
grant select, insert on audit_event to ${appRole};
