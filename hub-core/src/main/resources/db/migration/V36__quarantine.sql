-- The life of what was quarantined: why it waits, who is at it, what was said of it, and how documents are judged again.

alter table quarantine_entry
  add column cause text check (length(cause) <= 200),
  add column assignee text check (length(assignee) between 1 and 120),
  add column settled_at timestamptz,
  add column settled_by text,
  add column reason text check (length(reason) between 1 and 2000),
  drop constraint quarantine_entry_status_check,
  add constraint quarantine_entry_status_check check (status in ('OPEN', 'RELEASED', 'WAIVED', 'REJECTED'));
comment on column quarantine_entry.cause is 'The value that is missing or wrong: what is fixed once for all entries of the partner that share rule and cause.';
create index quarantine_entry_cause on quarantine_entry (partner_id, rule_code, cause) where status = 'OPEN'; -- the causes, and what a replay touches

create table quarantine_comment (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  entry_id    bigint not null references quarantine_entry,
  partner_id  bigint not null references party_role,
  author      text not null,
  by_partner  boolean not null,
  staff_only  boolean not null default false,
  text        text not null check (length(text) between 1 and 4000),
  document_id bigint references received_document,
  written_at  timestamptz not null,
  check (not (by_partner and staff_only)),
  unique (tenant_id, uuid)
);
call secure_tenant_table('quarantine_comment', 'partner_id');
call hide_table('quarantine_comment', false, true);
create policy not_among_staff on quarantine_comment as restrictive using ((select hub_partner()) is null or not staff_only);
create index quarantine_comment_entry on quarantine_comment (entry_id, id); -- an entry's thread
grant select, insert on quarantine_comment to ${appRole};
comment on column quarantine_comment.document_id is 'The document that answers the entry: a corrected bill.';

create table quarantine_replay (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  requested_by text not null,
  requested_at timestamptz not null,
  selection    jsonb not null,
  unique (tenant_id, uuid)
);
call secure_tenant_table('quarantine_replay');
call hide_table('quarantine_replay', true, true);
grant select, insert on quarantine_replay to ${appRole};

create table quarantine_replay_document (
  tenant_id   integer not null,
  replay_id   bigint not null references quarantine_replay,
  document_id bigint not null references received_document,
  status      text not null default 'PENDING' check (status in ('PENDING', 'DONE', 'FAILED')),
  leased_until timestamptz,
  accepted    integer not null default 0 check (accepted >= 0),
  waiting     integer not null default 0 check (waiting >= 0),
  code        text,
  detail      text,
  primary key (replay_id, document_id)
);
call secure_tenant_table('quarantine_replay_document');
call hide_table('quarantine_replay_document', true, true);
create index quarantine_replay_pending on quarantine_replay_document (replay_id, document_id) where status = 'PENDING'; -- the queue
grant select, insert, update on quarantine_replay_document to ${appRole};
comment on column quarantine_replay_document.leased_until is 'Until when a process is reading the document; that no line is accepted twice is held by the lock of the document, not by this.';
comment on column quarantine_replay_document.waiting is 'Lines that are still not accepted.';
