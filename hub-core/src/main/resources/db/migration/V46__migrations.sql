-- Customers, accounts, products, balances and open bills that come from another billing system, with a report per row and totals that are
-- held against each other.

alter table product add column billed_through date;
comment on column product.billed_through is 'The last day that another billing system has billed; fees are charged from the day after. Null for none.';

create table migration (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  key          text not null,
  source       text not null,
  cut_over     date not null,
  state        text not null default 'OPEN' check (state in ('OPEN', 'COMPLETED')),
  created_by   text not null,
  created_at   timestamptz not null,
  completed_by text,
  completed_at timestamptz,
  check ((state = 'COMPLETED') = (completed_at is not null)),
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('migration');
call hide_table('migration', true, true);
grant select, insert, update on migration to ${appRole};
comment on column migration.source is 'The old system; its references are unique within it, also over several migrations.';
comment on column migration.cut_over is 'The first day that the hub bills; opening balances are posted on it.';

create table migration_file (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  migration_id bigint not null references migration,
  kind         text not null check (kind in ('CUSTOMERS', 'ACCOUNTS', 'PRODUCTS', 'BALANCES', 'OPEN_BILLS')),
  sha256       bytea not null,
  stored       boolean not null,
  taken        integer not null,
  duplicates   integer not null,
  refused      integer not null,
  sent_by      text not null,
  sent_at      timestamptz not null,
  unique (tenant_id, uuid)
);
call secure_tenant_table('migration_file');
call hide_table('migration_file', true, true);
create index migration_file_of on migration_file (migration_id, id); -- the files of a migration
grant select, insert, update on migration_file to ${appRole};
comment on column migration_file.stored is 'False where all rows or none were asked for, and one was refused.';

-- What became of each row; written in bulk, in the order of the file.
create table migration_row (
  tenant_id integer not null,
  file_id   bigint not null,
  line      integer not null,
  reference text,
  fate      text not null check (fate in ('TAKEN', 'DUPLICATE', 'REFUSED')),
  field     text,
  code      text,
  message   text,
  primary key (file_id, line),
  check ((fate = 'REFUSED') = (code is not null))
);
call secure_tenant_table('migration_row');
call hide_table('migration_row', true, true);
grant select, insert on migration_row to ${appRole};

-- What was taken, by the old system's reference: sent again, it is known.
create table migrated_item (
  tenant_id    integer not null,
  source       text not null,
  kind         text not null,
  reference    text not null,
  migration_id bigint not null,
  file_id      bigint not null,
  line         integer not null,
  content      uuid not null,
  item_id      bigint not null,
  primary key (tenant_id, source, kind, reference)
);
call secure_tenant_table('migrated_item');
call hide_table('migrated_item', true, true);
create index migrated_item_of on migrated_item (migration_id, kind); -- what a migration holds
grant select, insert, update on migrated_item to ${appRole};
comment on column migrated_item.content is 'Hash of the row''s values: the same reference with other values is refused.';
comment on column migrated_item.item_id is 'party, billing_account, product, migrated_balance or migrated_bill, by kind.';

create table migrated_balance (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  migration_id bigint not null,
  account_id   bigint not null,
  reference    text not null,
  type         text not null check (type in ('OWED', 'CREDIT')),
  amount       numeric not null check (amount > 0),
  currency     char(3) not null,
  unique (tenant_id, uuid)
);
call secure_tenant_table('migrated_balance');
call hide_table('migrated_balance', true, true);
create index migrated_balance_account on migrated_balance (account_id); -- what an account brought along
grant select, insert on migrated_balance to ${appRole};
comment on table migrated_balance is 'What a customer owed without a bill, or had to its credit, at the cut-over; its posting has the same uuid.';

create table migrated_bill (
  tenant_id         integer not null,
  id                bigint generated always as identity primary key,
  uuid              uuid not null,
  migration_id      bigint not null,
  account_id        bigint not null,
  source            text not null,
  number            text not null,
  issued_on         date not null,
  due_on            date not null,
  amount            numeric not null,
  open_amount       numeric not null check (open_amount > 0 and open_amount <= amount),
  currency          char(3) not null,
  payment_reference text,
  check (issued_on <= due_on),
  unique (tenant_id, uuid),
  unique (tenant_id, source, number)
);
call secure_tenant_table('migrated_bill');
call hide_table('migrated_bill', true, true);
create index migrated_bill_account on migrated_bill (account_id); -- what an account brought along
create index migrated_bill_reference on migrated_bill (tenant_id, payment_reference) where payment_reference is not null; -- payments
grant select, insert on migrated_bill to ${appRole};
comment on table migrated_bill is 'A bill of the old system that was open at the cut-over: a receivable under its own number, which is none of the hub''s series. '
  'Its tax was declared by the old system. Its posting has the same uuid.';
comment on column migrated_bill.open_amount is 'What was still to be paid at the cut-over.';

create table migration_total (
  tenant_id    integer not null,
  migration_id bigint not null references migration,
  kind         text not null check (kind in ('CUSTOMERS', 'ACCOUNTS', 'PRODUCTS', 'OWED', 'CREDIT', 'OPEN_BILLS')),
  currency     text not null,
  count        bigint not null check (count >= 0),
  sum          numeric,
  given_by     text not null,
  given_at     timestamptz not null,
  primary key (migration_id, kind, currency)
);
call secure_tenant_table('migration_total');
call hide_table('migration_total', true, true);
grant select, insert, delete on migration_total to ${appRole};
comment on table migration_total is 'What the old system says that there is to be.';
comment on column migration_total.currency is 'Empty for customers, who have none.';

create table migration_acceptance (
  tenant_id      integer not null,
  id             bigint generated always as identity primary key,
  migration_id   bigint not null references migration,
  kind           text not null,
  currency       text not null,
  expected_count bigint,
  expected_sum   numeric,
  held_count     bigint not null,
  held_sum       numeric,
  reason         text not null check (length(reason) between 1 and 500),
  accepted_by    text not null,
  accepted_at    timestamptz not null
);
call secure_tenant_table('migration_acceptance');
call hide_table('migration_acceptance', true, true);
create index migration_acceptance_of on migration_acceptance (migration_id, kind, currency, id); -- the last word on a difference
grant select, insert on migration_acceptance to ${appRole};
comment on table migration_acceptance is 'A difference that somebody else than who migrated has accepted; it holds for these very figures.';

-- Opening balances belong to no run, but to a billing account. What earlier migrations allow stays allowed.
alter table ledger_transaction alter column run_id drop not null;
alter table ledger_transaction add column account_id bigint;
comment on column ledger_transaction.account_id is 'The billing account whose balance is opened; null for what belongs to a run.';
create procedure allow_value(target regclass, check_name text, also text) language plpgsql as $$
declare
  allowed text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = target and conname = check_name);
begin
  if allowed is null then
    raise exception 'no check % on %', check_name, target;
  end if;
  execute format('alter table %s drop constraint %I', target, check_name);
  execute format('alter table %s add constraint %I check ((%s) or (%s))', target, check_name, allowed, also);
end $$;
call allow_value('ledger_transaction', 'ledger_transaction_kind_check', 'kind = ''OPENING_BALANCE''');
call allow_value('ledger_entry', 'ledger_entry_account_check', 'account = ''MIGRATION_CLEARING''');
drop procedure allow_value;
alter table ledger_transaction add constraint ledger_transaction_of_run
  check ((kind = 'OPENING_BALANCE') = (account_id is not null) and (run_id is not null or kind = 'OPENING_BALANCE'));
create index ledger_transaction_account on ledger_transaction (account_id) where account_id is not null; -- what an account began with

-- A migration fills tables in one transaction: without statistics the planner takes them for as small as they were.
create procedure refresh_migrated_statistics() language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze party, party_role, billing_account, product, migrated_item;
end $$;
revoke all on procedure refresh_migrated_statistics() from public;
grant execute on procedure refresh_migrated_statistics() to ${appRole};
