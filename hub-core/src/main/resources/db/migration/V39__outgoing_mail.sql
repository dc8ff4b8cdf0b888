-- Mails of the hub, in a queue that any process works on.
create table outgoing_mail (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  about        text not null,
  recipient    text not null,
  subject      text not null,
  body         text not null,
  state        text not null default 'PENDING' check (state in ('PENDING', 'SENT', 'GIVEN_UP')),
  attempts     integer not null default 0,
  next_attempt timestamptz not null,
  failure      text,
  queued_at    timestamptz not null,
  ended_at     timestamptz,
  unique (tenant_id, about),
  check ((state = 'PENDING') = (ended_at is null))
);
call secure_tenant_table('outgoing_mail');
call hide_table('outgoing_mail', true, true);
create index outgoing_mail_pending on outgoing_mail (tenant_id, next_attempt) where state = 'PENDING'; -- the queue
create index outgoing_mail_ended on outgoing_mail (tenant_id, ended_at) where state <> 'PENDING'; -- housekeeping
grant select, insert, update, delete on outgoing_mail to ${appRole};
comment on column outgoing_mail.about is 'What the mail tells, so that it is queued once.';
comment on column outgoing_mail.next_attempt is 'From when on it is tried; while a process sends it, until when no other one tries.';
