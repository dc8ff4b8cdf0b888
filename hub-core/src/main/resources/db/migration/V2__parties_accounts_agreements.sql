-- Parties, roles, agreements and billing accounts (SID: Party, PartyRole, Agreement, BillingAccount).

create table party (
  tenant_id          integer not null,
  id                 bigint generated always as identity primary key,
  uuid               uuid not null,
  key                text not null,
  kind               text not null check (kind in ('ORGANIZATION', 'INDIVIDUAL')),
  name               text not null,
  legal_id           text,
  street             text,
  city               text,
  postcode           text,
  country            char(2) not null,
  email              text,
  electronic_address text,
  address_scheme     text,
  bank_iban          text,
  bank_bic           text,
  version            integer not null default 0,
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('party');
grant select, insert, update on party to ${appRole};

create table party_role (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  party_id   bigint not null references party,
  role       text not null check (role in ('CSP', 'MARKETPLACE', 'PARTNER', 'SUB_PARTNER', 'CUSTOMER')),
  key        text not null,
  valid_from date not null default '-infinity',
  valid_to   date not null default 'infinity',
  unique (tenant_id, uuid),
  unique (tenant_id, role, key)
);
call secure_tenant_table('party_role');
grant select, insert, update on party_role to ${appRole};
comment on column party_role.key is 'The name by which tokens, paths and descriptors call the role, e.g. the partner in /hub/v1/partners/{partner}.';

create table tax_registration (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  party_id   bigint not null references party,
  country    char(2) not null,
  scheme     text not null default 'VAT',
  number     text not null,
  unique (tenant_id, party_id, country, scheme)
);
call secure_tenant_table('tax_registration');
grant select, insert, update on tax_registration to ${appRole};

create table tax_rate (
  tenant_id             integer not null,
  id                    bigint generated always as identity primary key,
  country               char(2) not null,
  tax_class             text not null,
  category              text not null check (category in ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
  rate                  numeric(6, 3) not null check (rate >= 0 and rate <= 100),
  exemption_reason_code text,
  exemption_reason      text,
  valid_from            date not null,
  valid_to              date not null default 'infinity',
  check (valid_from < valid_to),
  unique (tenant_id, country, tax_class, valid_from)
);
call secure_tenant_table('tax_rate');
grant select, insert, update on tax_rate to ${appRole};

create table agreement (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  key        text not null,
  name       text not null,
  partner_id bigint not null references party_role,
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('agreement', 'partner_id');
grant select, insert, update on agreement to ${appRole};

create table agreement_version (
  tenant_id      integer not null,
  id             bigint generated always as identity primary key,
  agreement_id   bigint not null references agreement,
  version        integer not null check (version > 0),
  valid_from     date not null,
  valid_to       date not null default 'infinity',
  selling_model  text not null check (selling_model in ('RESALE', 'AGENCY')),
  currency       char(3) not null,
  share_model    jsonb not null,
  residue_party  text not null,
  rule_severity  jsonb not null default '{}',
  check (valid_from < valid_to),
  unique (tenant_id, agreement_id, version)
);
call secure_tenant_table('agreement_version');
grant select, insert, update on agreement_version to ${appRole};
comment on column agreement_version.share_model is 'Percentage share of each line: {"type":"percentage","shares":[{"party":key,"percent":"80"}]}; percents add up to 100.';
comment on column agreement_version.residue_party is 'Key of the party that takes the last cent of an allotment.';
comment on column agreement_version.rule_severity is 'Validation rule code -> REFUSE, QUARANTINE or WARN, where the agreement differs from the catalogue.';

create table bill_cycle (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  key          text not null,
  name         text not null,
  day_of_month smallint not null check (day_of_month between 1 and 31),
  time_zone    text not null,
  payment_days smallint not null check (payment_days between 0 and 365),
  open_from    date not null,
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('bill_cycle');
grant select, insert, update on bill_cycle to ${appRole};
comment on column bill_cycle.open_from is 'First day of the earliest period that still takes lines in; what arrives for an earlier one is billed in this one.';

create table billing_account (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  uuid            uuid not null,
  number          text not null,
  name            text not null,
  party_id        bigint not null references party,
  parent_id       bigint references billing_account,
  root_id         bigint not null references billing_account deferrable initially deferred,
  cycle_id        bigint not null references bill_cycle,
  currency        char(3) not null,
  language        text not null default 'en',
  buyer_reference text,
  version         integer not null default 0,
  unique (tenant_id, uuid),
  unique (tenant_id, number)
);
call secure_tenant_table('billing_account');
create index billing_account_root on billing_account (root_id); -- all accounts that one bill consolidates
grant select, insert, update on billing_account to ${appRole};
comment on column billing_account.root_id is 'The account whose bill this one consolidates into: itself, or the nearest ancestor that is billed by itself.';

-- A customer login's own account and those that consolidate into it: what it pays for, it sees.
create function paid_accounts() returns setof bigint language sql stable parallel safe
  as $$ select id from billing_account where root_id = hub_account() or id = hub_account() $$;

create table account_link (
  tenant_id       integer not null,
  partner_id      bigint not null references party_role,
  partner_account text not null,
  account_id      bigint not null references billing_account,
  valid_from      date not null default '-infinity',
  valid_to        date not null default 'infinity',
  check (valid_from < valid_to),
  primary key (tenant_id, partner_id, partner_account, valid_from)
);
call secure_tenant_table('account_link', 'partner_id');
call hide_table('account_link', false, true);
grant select, insert, update on account_link to ${appRole};
