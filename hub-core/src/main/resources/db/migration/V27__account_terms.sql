-- What stands around all price plans of an account, and what an account brings to it: segment, groups, coupons, points to burn.

create table account_terms (
  tenant_id      integer not null,
  id             bigint generated always as identity primary key,
  key            text not null check (key ~ '^[a-z0-9._-]{1,64}$'),
  version        integer not null check (version > 0),
  name           text not null,
  currency       char(3),
  valid_from     date not null,
  valid_to       date not null default 'infinity',
  names_accounts boolean not null,
  groups         text[] not null,
  segments       text[] not null,
  definition     jsonb not null,
  edit           integer not null default 1,
  changed_at     timestamptz not null,
  changed_by     text not null,
  check (valid_from < valid_to),
  unique (tenant_id, key, version)
);
call secure_tenant_table('account_terms');
call hide_table('account_terms', true, false);
create index account_terms_general on account_terms (tenant_id, valid_from) where not names_accounts; -- terms in force for an account, without those by name
grant select, insert, update, delete on account_terms to ${appRole};
comment on table account_terms is 'Versions of the terms that stand around all price plans of an account; those of one key never overlap.';
comment on column account_terms.currency is 'Of all amounts, and so of the accounts that are reached; null where there are none.';
comment on column account_terms.names_accounts is 'Whether they are for the accounts in account_terms_account alone.';
comment on column account_terms.edit is 'Counts changes of all versions of the key, in the last one, for If-Match.';

create table account_terms_account (
  tenant_id  integer not null,
  terms_id   bigint not null references account_terms on delete cascade,
  account_id bigint not null references billing_account on delete cascade,
  primary key (account_id, terms_id)
);
call secure_tenant_table('account_terms_account', null, 'account_id');
call hide_table('account_terms_account', true, false);
create index account_terms_account_terms on account_terms_account (terms_id); -- deleting terms
grant select, insert, delete on account_terms_account to ${appRole};
create policy of_account on account_terms as restrictive
  using ((select hub_account()) is null or not names_accounts or id in (select terms_id from account_terms_account));
comment on table account_terms_account is 'The accounts that terms are for by name.';

create table account_membership (
  tenant_id  integer not null,
  account_id bigint primary key references billing_account on delete cascade,
  segment    text check (segment ~ '^[a-z0-9._-]{1,64}$'),
  groups     text[] not null default '{}' check (cardinality(groups) <= 50),
  version    integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null
);
call secure_tenant_table('account_membership', null, 'account_id');
call hide_table('account_membership', true, false);
grant select, insert, update on account_membership to ${appRole};
comment on table account_membership is 'Segment and groups of an account, by which terms and discounts choose accounts.';

create table account_coupon (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  account_id   bigint not null references billing_account on delete cascade,
  code         text not null check (code ~ '^[A-Za-z0-9._-]{1,64}$'),
  day          date not null,
  handed_in_at timestamptz not null,
  handed_in_by text not null,
  withdrawn_on date,
  withdrawn_at timestamptz,
  withdrawn_by text,
  check ((withdrawn_on is null) = (withdrawn_at is null) and (withdrawn_on is null) = (withdrawn_by is null)),
  unique (tenant_id, uuid)
);
call secure_tenant_table('account_coupon', null, 'account_id');
call hide_table('account_coupon', true, false);
create unique index account_coupon_once on account_coupon (account_id, code) where withdrawn_on is null; -- a code counts once for an account
create index account_coupon_account on account_coupon (account_id, id); -- the coupons of an account
grant select, insert, update on account_coupon to ${appRole};
comment on table account_coupon is 'Coupons that accounts have handed in.';
comment on column account_coupon.day is 'Of handing in, in the time zone of the cycle; periods that end by then do not know the coupon.';
comment on column account_coupon.withdrawn_on is 'Day of taking back, in the same time zone; periods that end by then still count the coupon.';

create table points_request (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  account_id   bigint not null references billing_account on delete cascade,
  points       numeric(15) not null check (points > 0),
  day          date not null,
  asked_at     timestamptz not null,
  asked_by     text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  unique (tenant_id, uuid)
);
call secure_tenant_table('points_request', null, 'account_id');
call hide_table('points_request', true, false);
create index points_request_account on points_request (account_id, day); -- what an account wants to burn in a period
grant select, insert, update on points_request to ${appRole};
comment on table points_request is 'Loyalty points that accounts want to burn in the bill of one period.';
comment on column points_request.day is 'A day of that period: the first one of the period that was open when it was asked for.';
