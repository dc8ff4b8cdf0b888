-- What a run does without a partner's bill that is expected.

alter table agreement_version add column late_bill text not null default 'PROCEED_AND_CARRY_OVER'
  check (late_bill in ('PROCEED_AND_CARRY_OVER', 'WAIT'));
alter table agreement_version add column wait_for_bill_days integer check (wait_for_bill_days >= 0);
alter table agreement_version add check ((late_bill = 'WAIT') = (wait_for_bill_days is not null));
comment on column agreement_version.late_bill is 'WAIT: the run of a period begins to bill when the partner''s bill is there, or its days have passed. PROCEED_AND_CARRY_OVER: it bills without; the bill is in the next period.';
comment on column agreement_version.wait_for_bill_days is 'For how many days behind the one on which the bill is due a run waits.';

alter table bill_run add column stopped_waiting_by text;
comment on column bill_run.stopped_waiting_by is 'Who has decided that the run waits for no partner any longer.';

create table bill_run_late_bill (
  tenant_id  integer not null,
  run_id     bigint not null references bill_run,
  partner_id bigint not null references party_role,
  adapter    text not null,
  policy     text not null check (policy in ('PROCEED_AND_CARRY_OVER', 'WAIT')),
  due_on     date not null,
  wait_until date not null,
  outcome    text not null check (outcome in ('WAITING', 'ARRIVED', 'CARRIED_OVER')),
  noted_at   timestamptz not null,
  settled_at timestamptz,
  primary key (run_id, partner_id, adapter),
  check ((outcome = 'WAITING') = (settled_at is null))
);
call secure_tenant_table('bill_run_late_bill', 'partner_id');
call hide_table('bill_run_late_bill', false, true);
grant select, insert, update on bill_run_late_bill to ${appRole};
comment on column bill_run_late_bill.wait_until is 'The last day on which the run waits; due_on where it does not.';
