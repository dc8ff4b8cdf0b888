-- Mails that tell people how the runs of a template get on.

alter table bill_run_template add column mail_to text[] not null default '{}';
alter table bill_run_template add column mail_on text[] not null default '{}'
  check (mail_on <@ array['IN_REVIEW', 'APPROVED', 'PUBLISHED', 'CLOSED', 'FAILED', 'CANCELLED', 'TASK_FAILED']);
alter table bill_run_template add check ((cardinality(mail_to) = 0) = (cardinality(mail_on) = 0));
comment on column bill_run_template.mail_to is 'Addresses; each gets a mail of its own.';
comment on column bill_run_template.mail_on is 'What they are told of: states that a run gets to, and failed tasks.';
