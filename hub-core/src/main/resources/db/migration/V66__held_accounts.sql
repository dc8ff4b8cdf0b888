-- Accounts that are not billed before a partner's bill is there.

alter table agreement_version drop constraint agreement_version_late_bill_check;
alter table agreement_version add constraint agreement_version_late_bill_check
  check (late_bill in ('PROCEED_AND_CARRY_OVER', 'WAIT', 'HOLD_ACCOUNT'));
comment on column agreement_version.late_bill is 'WAIT: the run of a period begins to bill when the partner''s bill is there, or its days have passed. HOLD_ACCOUNT: it bills all accounts but those that the partner has as customers; they wait for the bill. PROCEED_AND_CARRY_OVER: it bills without; the bill is in the next period.';

alter table bill_run_late_bill drop constraint bill_run_late_bill_policy_check;
alter table bill_run_late_bill add constraint bill_run_late_bill_policy_check
  check (policy in ('PROCEED_AND_CARRY_OVER', 'WAIT', 'HOLD_ACCOUNT'));
alter table bill_run_late_bill drop constraint bill_run_late_bill_outcome_check;
alter table bill_run_late_bill add constraint bill_run_late_bill_outcome_check
  check (outcome in ('WAITING', 'HELD', 'ARRIVED', 'CARRIED_OVER'));
alter table bill_run_late_bill drop constraint bill_run_late_bill_check;
alter table bill_run_late_bill add constraint bill_run_late_bill_check
  check ((outcome in ('WAITING', 'HELD')) = (settled_at is null));
create index bill_run_late_bill_held on bill_run_late_bill (tenant_id, partner_id) where outcome = 'HELD'; -- by each bill that is read

alter table bill_run_account add column held boolean not null default false;
alter table bill_run_account add check (not held or parked_reason is not null);
comment on column bill_run_account.held is 'Parked before it was rated, for bills of partners that are missing: for the period of the run it still takes in lines of those.';
create index bill_run_account_held on bill_run_account (run_id, root_id) where held;
