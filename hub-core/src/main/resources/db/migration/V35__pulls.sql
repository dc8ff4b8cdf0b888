-- Pulls of adapters: who is at one, what came of it, when the next one is due, and how far an adapter has read.

create table adapter_pull (
  tenant_id       integer not null,
  adapter_id      bigint primary key references adapter on delete cascade,
  partner_id      bigint not null references party_role,
  adapter_version integer,
  holder          text,
  fence           bigint not null default 0,
  leased_until    timestamptz not null default '-infinity',
  on_demand       boolean not null default false,
  state           text not null default 'NEVER' check (state in ('NEVER', 'RUNNING', 'DONE', 'FAILED')),
  started_at      timestamptz,
  ended_at        timestamptz,
  succeeded_at    timestamptz,
  failures        integer not null default 0 check (failures >= 0),
  error_code      text,
  detail          text,
  next_at         timestamptz not null default '-infinity',
  cursor          text check (length(cursor) <= 10000)
);
call secure_tenant_table('adapter_pull', 'partner_id');
call hide_table('adapter_pull', false, true);
grant select, insert, update on adapter_pull to ${appRole};
comment on table adapter_pull is 'One row per adapter that was pulled at least once; the row''s lock is held only to take, renew and give back the lease.';
comment on column adapter_pull.fence is 'Grows with each lease: what a process notes whose lease another one has taken over changes nothing.';
comment on column adapter_pull.adapter_version is 'The version that was pulled last; a newer one is due at once.';
comment on column adapter_pull.next_at is 'When a scheduled pull is due: by the schedule after a success, by the back-off after a failure.';
comment on column adapter_pull.cursor is 'How far the partner''s data has been stored, in the form of the transport.';

create table adapter_pull_log (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  adapter_id      bigint not null references adapter on delete cascade,
  partner_id      bigint not null references party_role,
  adapter_version integer,
  holder          text not null,
  on_demand       boolean not null,
  started_at      timestamptz not null,
  ended_at        timestamptz not null,
  outcome         text not null check (outcome in ('DONE', 'FAILED', 'LOST')),
  documents       integer not null default 0,
  duplicates      integer not null default 0,
  error_code      text,
  detail          text
);
create index adapter_pull_log_of on adapter_pull_log (adapter_id, id); -- an adapter's log, newest first
call secure_tenant_table('adapter_pull_log', 'partner_id');
call hide_table('adapter_pull_log', false, true);
grant select, insert, delete on adapter_pull_log to ${appRole};
comment on column adapter_pull_log.outcome is 'LOST: the process went away in the midst, and another one has taken over.';

create table adapter_pulled_file (
  tenant_id  integer not null,
  adapter_id bigint not null references adapter on delete cascade,
  name       text not null check (length(name) <= 1000),
  size       bigint not null,
  modified   timestamptz not null,
  pulled_at  timestamptz not null default now(),
  primary key (adapter_id, name, size, modified)
);
call secure_tenant_table('adapter_pulled_file');
call hide_table('adapter_pulled_file', true, true);
grant select, insert, delete on adapter_pulled_file to ${appRole};
comment on table adapter_pulled_file is 'Files that stay where they are after they were stored: those are not read again until name, size or time differ.';
