-- What people have noted about a run while they looked at it.

create table bill_run_note (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  run_id     bigint not null references bill_run,
  written_by text not null,
  written_at timestamptz not null,
  note       text not null check (length(note) between 1 and 2000),
  unique (tenant_id, uuid)
);
call secure_tenant_table('bill_run_note');
call hide_table('bill_run_note', true, true);
create index bill_run_note_run on bill_run_note (run_id, id);
grant select, insert on bill_run_note to ${appRole};
comment on table bill_run_note is 'Notes stay as they were written.';
