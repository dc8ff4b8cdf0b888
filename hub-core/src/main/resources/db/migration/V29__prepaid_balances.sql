-- What accounts have paid for in advance: money and packs of units, and each movement of them.

create table prepaid_bucket (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  account_id  bigint not null references billing_account,
  name        text not null check (length(name) between 1 and 100),
  description text check (length(description) <= 250),
  unit        text check (length(unit) between 1 and 40),
  currency    char(3),
  usage_type  text not null check (usage_type in ('monetary', 'voice', 'data', 'sms', 'other')),
  priority    integer not null check (priority between 0 and 1000000),
  valid_from  date not null,
  valid_to    date check (valid_to > valid_from),
  products    text[] not null default '{}',
  partners    text[] not null default '{}',
  balance     numeric not null default 0 check (balance >= 0),
  reserved    numeric not null default 0 check (reserved >= 0),
  low_at      numeric not null check (low_at >= 0),
  told        text not null default 'ENOUGH' check (told in ('ENOUGH', 'LOW', 'EXHAUSTED')),
  tellings    integer not null default 0,
  opened_by   text not null,
  opened_at   timestamptz not null,
  version     integer not null default 1,
  total_uuid  uuid not null generated always as (md5(account_id || '/' || coalesce(unit, '') || '/' || coalesce(currency::text, ''))::uuid) stored,
  unique (tenant_id, uuid),
  check ((unit is null) <> (currency is null)),
  check ((unit is null) = (usage_type = 'monetary'))
);
call secure_tenant_table('prepaid_bucket', null, 'account_id');
call hide_table('prepaid_bucket', true, false);
call keep_extension('prepaid_bucket');
create index prepaid_bucket_account on prepaid_bucket (account_id); -- a bill run's draws, and whether usage of an account is reserved
create index prepaid_bucket_ending on prepaid_bucket (valid_to) where valid_to is not null and balance > 0; -- what is to be written off
create index prepaid_bucket_total on prepaid_bucket (total_uuid); -- what an account has of one currency or unit
comment on table prepaid_bucket is 'Each change of the balance is one movement, made under the lock of this row; the balance is their sum.';
comment on column prepaid_bucket.unit is 'What a pack counts; null where it is money.';
comment on column prepaid_bucket.priority is 'Lower ones are drawn first.';
comment on column prepaid_bucket.valid_from is 'The first day of service that it pays for, in the zone of the account''s cycle.';
comment on column prepaid_bucket.valid_to is 'The first day of service that it does not pay for; null if it has no end.';
comment on column prepaid_bucket.products is 'Keys of the offerings that it pays for; empty for all.';
comment on column prepaid_bucket.partners is 'Keys of the party roles whose products it pays for; empty for all.';
comment on column prepaid_bucket.reserved is 'What usage that no bill run has priced yet costs of it, as last seen: sum of prepaid_reservation; no movement.';
comment on column prepaid_bucket.low_at is 'Once what is left without the reserved part is no more than this, it is told.';
comment on column prepaid_bucket.told is 'What was told last.';
comment on column prepaid_bucket.total_uuid is 'The same for all buckets of an account in one currency or unit.';
comment on column prepaid_bucket.version is 'Counts movements, for ETag.';

create table prepaid_movement (
  tenant_id     integer not null,
  id            bigint generated always as identity primary key,
  uuid          uuid not null default gen_random_uuid(),
  bucket_id     bigint not null references prepaid_bucket,
  account_id    bigint not null,
  kind          text not null check (kind in ('TOP_UP', 'ADJUST', 'DEDUCT', 'DRAW', 'RELEASE', 'EXPIRY')),
  amount        numeric not null check (amount <> 0),
  balance_after numeric not null check (balance_after >= 0),
  run_id        bigint references bill_run,
  description   text check (length(description) <= 250),
  reason        text check (length(reason) <= 250),
  made_by       text not null,
  made_at       timestamptz not null default now(),
  unique (tenant_id, uuid),
  check ((kind in ('TOP_UP', 'ADJUST', 'RELEASE')) = (amount > 0)),
  check ((run_id is not null) = (kind in ('DRAW', 'RELEASE')))
);
call secure_tenant_table('prepaid_movement', null, 'account_id');
call hide_table('prepaid_movement', true, false);
call keep_extension('prepaid_movement');
create index prepaid_movement_bucket on prepaid_movement (bucket_id, id); -- what has moved a bucket
create index prepaid_movement_run on prepaid_movement (run_id, account_id) where run_id is not null; -- what a run has drawn
comment on table prepaid_movement is 'Only added to. What a bill run has drawn of a bucket is the sum of its DRAWs and RELEASEs, with the other sign.';
comment on column prepaid_movement.amount is 'With its sign, in the bucket''s currency or unit.';

create table prepaid_reservation (
  tenant_id   integer not null,
  bucket_id   bigint not null references prepaid_bucket,
  period_from date not null,
  account_id  bigint not null,
  amount      numeric not null check (amount > 0),
  primary key (bucket_id, period_from)
);
call secure_tenant_table('prepaid_reservation', null, 'account_id');
call hide_table('prepaid_reservation', true, false);
comment on table prepaid_reservation is 'What the usage of a billing period that no run has priced yet costs of a bucket.';

grant select, insert, update on prepaid_bucket to ${appRole};
grant select, insert, update (description, reason, extension) on prepaid_movement to ${appRole};
grant select, insert, update, delete on prepaid_reservation to ${appRole};

-- What an account with prepaid money or packs uses is looked at like usage that counts towards a limit.
create or replace function note_usage(accounts bigint[], bill_periods date[]) returns void language plpgsql as $$
declare
  partner text := coalesce(current_setting('hub.partner', true), '');
  account text := coalesce(current_setting('hub.account', true), '');
begin
  perform set_config('hub.partner', '', true), set_config('hub.account', '', true);
  insert into usage_note (tenant_id, account_id, bill_period)
  select hub_tenant(), n.account_id, n.bill_period
  from (select distinct u.account_id, u.bill_period from unnest(accounts, bill_periods) as u (account_id, bill_period)) n
  where exists (select from billing_account a join usage_limit l on l.account_id in (a.id, a.root_id) where a.id = n.account_id)
     or exists (select from prepaid_bucket b where b.account_id = n.account_id);
  perform set_config('hub.partner', partner, true), set_config('hub.account', account, true);
end $$;
