-- Bills on demand: a run of one account. Bills on hold: kept back before they are sent, or from dunning afterwards.

alter table bill_run add column kind text not null default 'CYCLE' check (kind in ('CYCLE', 'ON_DEMAND'));
alter table bill_run add column account_id bigint references billing_account;
alter table bill_run add column account_run integer;
alter table bill_run add check ((kind = 'ON_DEMAND') = (account_id is not null and account_run is not null));
drop index bill_run_once;
create unique index bill_run_once on bill_run (tenant_id, cycle_id, bill_period)
  where kind = 'CYCLE' and state not in ('FAILED', 'CANCELLED');
create unique index bill_run_on_demand on bill_run (tenant_id, account_id, account_run) where kind = 'ON_DEMAND';
comment on column bill_run.account_id is 'The one root account that a run on demand bills; null for a run of the whole cycle.';
comment on column bill_run.account_run is 'The how manieth run on demand of its account this is, from 1; part of the payment reference.';

alter table customer_bill add column held_from text check (held_from in ('new', 'validated', 'sent', 'partiallyPaid'));
alter table customer_bill add check ((state = 'onHold') = (held_from is not null));
comment on column customer_bill.held_from is 'The state from which a bill on hold was taken, and to which it goes back.';

create table customer_bill_on_demand (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  account_id   bigint not null references billing_account,
  root_id      bigint not null references billing_account,
  run_id       bigint references bill_run,
  name         text,
  description  text,
  extension    jsonb not null default '{}',
  rejection    text,
  requested_by text not null,
  requested_at timestamptz not null,
  unique (tenant_id, uuid),
  check ((run_id is null) = (rejection is not null))
);
call secure_tenant_table('customer_bill_on_demand', null, 'root_id');
call hide_table('customer_bill_on_demand', true, false);
create index customer_bill_on_demand_account on customer_bill_on_demand (account_id); -- filter billingAccount.id
grant select, insert on customer_bill_on_demand to ${appRole};
comment on column customer_bill_on_demand.root_id is 'The account whose bill it is; its logins see the request, as they see the bill.';
comment on column customer_bill_on_demand.extension is 'What the request said and the hub does not interpret, given back as it came.';
comment on column bill_run_shard.reopened is 'An earlier rating, of this run or of one on demand, may have left charges for its accounts.';
