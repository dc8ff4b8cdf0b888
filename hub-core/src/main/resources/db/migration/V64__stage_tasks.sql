-- Tasks of a run's stages: checks that have to hold before it goes on.

alter table bill_run_template add column tasks jsonb not null default '[]';
alter table bill_run_template add column tasks_version integer not null default 0;
comment on column bill_run_template.tasks is 'The checks of its runs, in order; a run takes them over when it begins.';

alter table bill_run add column tasks integer not null default 0;
comment on column bill_run.tasks is 'How many tasks its stages have.';

create table bill_run_task (
  tenant_id     integer not null,
  id            bigint generated always as identity primary key,
  uuid          uuid not null,
  run_id        bigint not null references bill_run,
  position      integer not null,
  gate          smallint not null,
  stage         text not null,
  moment        text not null check (moment in ('BEFORE', 'AFTER')),
  name          text not null,
  definition    jsonb not null,
  on_failure    text not null check (on_failure in ('STOP', 'WARN')),
  status        text not null default 'OPEN' check (status in ('OPEN', 'RUNNING', 'PASSED', 'WARNED', 'FAILED', 'WAIVED')),
  attempts      integer not null default 0,
  leased_until  timestamptz,
  retried_by    text,
  waived_by     text,
  waived_at     timestamptz,
  waiver_reason text,
  unique (tenant_id, uuid),
  unique (run_id, position),
  check ((status = 'RUNNING') = (leased_until is not null)),
  check ((status = 'WAIVED') = (waived_by is not null and waived_at is not null and waiver_reason is not null))
);
call secure_tenant_table('bill_run_task');
call hide_table('bill_run_task', true, true);
grant select, insert, update on bill_run_task to ${appRole};
comment on column bill_run_task.gate is 'Where in the run''s way it stands: twice the number of its stage, and one more behind it.';
comment on column bill_run_task.attempts is 'How often it was begun; what is not the last attempt any more changes nothing.';
comment on column bill_run_task.status is 'WARNED has failed and lets the run go on; FAILED keeps it until somebody retries or waives the task.';

create table bill_run_task_attempt (
  tenant_id  integer not null,
  task_id    bigint not null references bill_run_task,
  attempt    integer not null,
  asked_by   text not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  outcome    text check (outcome in ('PASSED', 'FAILED', 'LOST')),
  message    text,
  primary key (task_id, attempt),
  check ((outcome is null) = (ended_at is null))
);
call secure_tenant_table('bill_run_task_attempt');
call hide_table('bill_run_task_attempt', true, true);
grant select, insert, update on bill_run_task_attempt to ${appRole};
comment on column bill_run_task_attempt.outcome is 'LOST: whoever had begun it did not end it in its time, or the run has gone back behind it. Null: it is under way.';

create table bill_run_sample (
  tenant_id    integer not null,
  run_id       bigint not null references bill_run,
  bill         uuid not null,
  risks        text[] not null,
  looked_at_by text,
  looked_at    timestamptz,
  note         text,
  primary key (run_id, bill),
  check ((looked_at is null) = (looked_at_by is null)),
  check (note is null or looked_at is not null)
);
call secure_tenant_table('bill_run_sample');
call hide_table('bill_run_sample', true, true);
grant select, insert, update on bill_run_sample to ${appRole};
comment on table bill_run_sample is 'Bills of a run that people are to look at before it is approved.';
comment on column bill_run_sample.bill is 'The bill''s id outside; drafts come and go.';
comment on column bill_run_sample.risks is 'Why it was rather drawn than others.';
