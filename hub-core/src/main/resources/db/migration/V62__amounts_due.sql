-- What a bill asks for: amounts that are not asked for now stand on the account's next bill, and what is paid in cash is rounded.

create table amount_due_rule (
  tenant_id     integer not null,
  cycle_id      bigint not null references bill_cycle,
  currency      char(3) not null,
  minimum       numeric check (minimum > 0),
  cash_rounding numeric check (cash_rounding > 0),
  primary key (tenant_id, cycle_id, currency)
);
call secure_tenant_table('amount_due_rule');
call hide_table('amount_due_rule', true, true);
grant select, insert, update on amount_due_rule to ${appRole};
comment on table amount_due_rule is 'For bills of a cycle in a currency.';
comment on column amount_due_rule.minimum is 'A bill that comes to less is not asked for; its amount stands on the account''s next bill.';
comment on column amount_due_rule.cash_rounding is 'The amount due is a multiple of it, e.g. 0.05 for Swiss francs.';

alter table customer_bill add column rounding numeric not null default 0;
alter table customer_bill add column carries boolean not null default false;
do $$
declare
  old_check text;
begin
  select conname into strict old_check from pg_constraint
  where conrelid = 'customer_bill'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%balance_forward%';
  execute format('alter table customer_bill drop constraint %I', old_check);
end $$;
alter table customer_bill add constraint customer_bill_amount_due check (amount_due = net + tax + balance_forward + rounding);
comment on column customer_bill.balance_forward is 'Amounts due of bills before it that were not asked for, see carried_balance.';
comment on column customer_bill.rounding is 'By how much the amount due was rounded to what can be paid in cash.';
comment on column customer_bill.carries is 'Its amount due is not asked for: it stands on the account''s next bill.';
create index customer_bill_carries on customer_bill (account_id) where carries;

-- Who was in credit was told so, and that it is set off.
alter table customer_bill no force row level security;
update customer_bill set carries = true where amount_due_minor < 0;
alter table customer_bill force row level security;

alter table tax_invoice add column rounding numeric not null default 0;
comment on column tax_invoice.rounding is 'BT-114, the bill''s rounding, which stands on one of its invoices.';

create table carried_balance (
  tenant_id  integer not null,
  bill_id    bigint primary key references customer_bill,
  account_id bigint not null,
  run_id     bigint not null references bill_run
);
call secure_tenant_table('carried_balance', null, 'account_id');
call hide_table('carried_balance', true, false);
create index carried_balance_run on carried_balance (run_id, account_id); -- what a bill has taken on
grant select, insert, delete on carried_balance to ${appRole};
comment on table carried_balance is 'Bills whose amount due stands on a later bill of the account, each on one only.';
comment on column carried_balance.run_id is 'The run whose bill of the account has taken the amount on.';
