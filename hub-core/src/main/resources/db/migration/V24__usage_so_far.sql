-- Usage so far: what was asked about it (TMF677), and limits of it.

create table usage_consumption_query (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  account_id bigint not null references billing_account on delete cascade,
  partner_id bigint references party_role on delete cascade,
  asked_at   timestamptz not null,
  unique (tenant_id, uuid)
);
call secure_tenant_table('usage_consumption_query', 'partner_id', 'account_id');
call keep_extension('usage_consumption_query');
create policy not_of_partners on usage_consumption_query as restrictive using ((select hub_account()) is null or partner_id is null);
create index usage_consumption_query_account on usage_consumption_query (account_id); -- a customer's queries, and deleting an account
create index usage_consumption_query_partner on usage_consumption_query (partner_id) where partner_id is not null; -- a partner's queries
comment on table usage_consumption_query is 'A question about the usage of an account, with the answer of that moment in extension.';
comment on column usage_consumption_query.partner_id is 'The partner that asked, whose answer holds its own products alone; null for all others.';

create table usage_limit (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  account_id  bigint not null references billing_account on delete cascade,
  offering_id bigint references product_offering,
  unit        text check (length(unit) between 1 and 40),
  currency    char(3),
  value       numeric not null check (value > 0),
  thresholds  numeric[] not null check (cardinality(thresholds) between 1 and 10),
  description text check (length(description) <= 250),
  created_by  text not null,
  created_at  timestamptz not null default now(),
  version     integer not null default 1,
  revision    integer not null default 1,
  unique (tenant_id, uuid),
  check ((unit is null) <> (currency is null))
);
call secure_tenant_table('usage_limit', null, 'account_id');
call hide_table('usage_limit', true, false);
create index usage_limit_account on usage_limit (account_id); -- whether usage of an account is limited, and deleting one
create index usage_limit_offering on usage_limit (offering_id) where offering_id is not null; -- deleting an offering
comment on table usage_limit is 'How much an account, with those it pays for, means to use or to spend on usage in a period; nothing is stopped.';
comment on column usage_limit.unit is 'What a quantity counts; null where an amount is limited.';
comment on column usage_limit.thresholds is 'In percent of the value, ascending.';
comment on column usage_limit.version is 'Counts changes, for If-Match.';
comment on column usage_limit.revision is 'Counts changes of what is limited: with each of them all thresholds can be reached anew.';

create table usage_threshold_reached (
  tenant_id   integer not null,
  limit_id    bigint not null references usage_limit on delete cascade,
  revision    integer not null,
  period_from date not null,
  threshold   numeric not null,
  account_id  bigint not null,
  period_to   date not null,
  used        numeric not null,
  reached_at  timestamptz not null,
  primary key (limit_id, revision, period_from, threshold)
);
call secure_tenant_table('usage_threshold_reached', null, 'account_id');
call hide_table('usage_threshold_reached', true, false);
comment on table usage_threshold_reached is 'Each was told once, by the event that was written with it.';

-- Accounts whose usage is to be held against their limits. Only added to and taken from: who takes usage in never waits for who
-- looks at it, and a row that is written while its account is being looked at stays for the next look.
create table usage_note (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  account_id  bigint not null,
  bill_period date not null,
  noted_at    timestamptz not null default now()
);
call secure_tenant_table('usage_note');
call hide_table('usage_note', true, true);
comment on column usage_note.bill_period is 'A day of the billing period in which the usage counts.';

grant select, insert, update, delete on usage_consumption_query, usage_limit to ${appRole};
grant select, insert on usage_threshold_reached to ${appRole};
grant select, insert, update, delete on usage_note to ${appRole};

-- Called with what was just taken in, in the same transaction. A partner's login sees neither limits nor accounts that pay for others, so
-- the login is lifted for the one statement that needs them.
create function note_usage(accounts bigint[], bill_periods date[]) returns void language plpgsql as $$
declare
  partner text := coalesce(current_setting('hub.partner', true), '');
  account text := coalesce(current_setting('hub.account', true), '');
begin
  perform set_config('hub.partner', '', true), set_config('hub.account', '', true);
  insert into usage_note (tenant_id, account_id, bill_period)
  select hub_tenant(), n.account_id, n.bill_period
  from (select distinct u.account_id, u.bill_period from unnest(accounts, bill_periods) as u (account_id, bill_period)) n
  where exists (select from billing_account a join usage_limit l on l.account_id in (a.id, a.root_id) where a.id = n.account_id);
  perform set_config('hub.partner', partner, true), set_config('hub.account', account, true);
end $$;

-- A second look, when all that was being taken in at the time has ended.
create function note_usage_later(account bigint, bill_period date) returns void language plpgsql as $$
declare
  login text := coalesce(current_setting('hub.account', true), '');
begin
  perform set_config('hub.account', '', true);
  insert into usage_note (tenant_id, account_id, bill_period, noted_at)
  values (hub_tenant(), account, bill_period, clock_timestamp() + interval '5 minutes');
  perform set_config('hub.account', login, true);
end $$;
