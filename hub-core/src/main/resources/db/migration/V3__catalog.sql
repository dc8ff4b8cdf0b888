-- Product offerings, price plans, subscriptions and exchange rates.

create table product_offering (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  key          text not null,
  name         text not null,
  agreement_id bigint references agreement,
  unit         text not null,
  tax_class    text not null,
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('product_offering');
grant select, insert, update on product_offering to ${appRole};
comment on column product_offering.agreement_id is 'The partner agreement under which it is sold; null for the host''s own products.';

create table offering_link (
  tenant_id       integer not null,
  partner_id      bigint not null references party_role,
  partner_product text not null,
  offering_id     bigint not null references product_offering,
  primary key (tenant_id, partner_id, partner_product)
);
call secure_tenant_table('offering_link', 'partner_id');
grant select, insert, update on offering_link to ${appRole};
comment on column offering_link.partner_product is 'The partner''s own product key; * stands for each product that has no link of its own.';

create table price_plan (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  offering_id bigint not null references product_offering,
  key         text not null,
  version     integer not null check (version > 0),
  currency    char(3) not null,
  definition  jsonb not null,
  valid_from  date not null,
  valid_to    date not null default 'infinity',
  check (valid_from < valid_to),
  unique (tenant_id, uuid),
  unique (tenant_id, key, version)
);
call secure_tenant_table('price_plan');
create index price_plan_offering on price_plan (offering_id, valid_from); -- the plan in force for an offering
grant select, insert, update on price_plan to ${appRole};

create table product (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  key         text not null,
  account_id  bigint not null references billing_account,
  offering_id bigint not null references product_offering,
  quantity    numeric not null default 1 check (quantity > 0),
  started_on  date not null,
  ended_on    date not null default 'infinity',
  check (started_on <= ended_on),
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('product', null, 'account_id');
create index product_account on product (account_id); -- recurring charges of a shard's accounts
grant select, insert, update on product to ${appRole};

create table exchange_rate (
  tenant_id integer not null,
  id        bigint generated always as identity primary key,
  source    text not null,
  base      char(3) not null,
  quote     char(3) not null,
  rate      numeric not null check (rate > 0),
  rate_date date not null,
  unique (tenant_id, source, base, quote, rate_date)
);
call secure_tenant_table('exchange_rate');
grant select, insert on exchange_rate to ${appRole};
comment on table exchange_rate is '1 unit of base costs rate units of quote; rows are never changed, a later date is a new row.';
