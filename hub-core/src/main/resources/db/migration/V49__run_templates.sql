-- Runs that begin by the clock: templates with a schedule, runs that wait for their time, runs that are paused.

create table bill_run_template (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  key        text not null,
  name       text not null,
  cycle_id   bigint not null references bill_cycle,
  cron       text,
  enabled    boolean not null default true,
  next_at    timestamptz,
  waits_for  text,
  version    integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  unique (tenant_id, uuid),
  unique (tenant_id, key),
  check (cron is not null or next_at is null)
);
call secure_tenant_table('bill_run_template');
call hide_table('bill_run_template', true, true);
grant select, insert, update on bill_run_template to ${appRole};
create index bill_run_template_due on bill_run_template (tenant_id, next_at) where enabled and next_at is not null; -- what is due
comment on table bill_run_template is 'Which runs of a cycle begin by themselves, and when.';
comment on column bill_run_template.cron is 'Minute, hour, day of month, month, day of week, in the time zone of the cycle; null for a template that is started by hand.';
comment on column bill_run_template.next_at is 'When the schedule begins the next run; in the past while that run waits, or while missed periods are caught up.';
comment on column bill_run_template.waits_for is 'Why a run that is due has not begun.';

alter table bill_run add column template_id bigint references bill_run_template;
alter table bill_run add column starts_at timestamptz;
alter table bill_run add column paused_by text;
comment on column bill_run.starts_at is 'Before this time no worker takes the run up; what was received by then is billed. Null: from its creation on.';
comment on column bill_run.paused_by is 'Who has paused the run: no worker takes up a shard of it until it is resumed.';
