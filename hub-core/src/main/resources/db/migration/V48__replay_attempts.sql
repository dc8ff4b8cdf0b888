-- A replay that fails by a bug is tried a few times, ever more seldom, and is given up then; an operator may start another one.

alter table quarantine_replay_document add column attempts integer not null default 0 check (attempts >= 0);
comment on column quarantine_replay_document.attempts is 'How often a process has begun with it.';
comment on column quarantine_replay_document.leased_until is
  'Until when a process is reading the document, or, behind a failure, is to leave it alone; that no line is accepted twice is held by the lock of its row.';
comment on column quarantine_replay_document.code is 'Why it could not be replayed; while PENDING, why it could not the last time.';
