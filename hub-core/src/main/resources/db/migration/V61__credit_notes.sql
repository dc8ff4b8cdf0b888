-- Credit notes: runs of their own that take back what invoices have charged, line by line, with the tax of the invoice.

alter table bill_run drop constraint bill_run_kind_check;
alter table bill_run add constraint bill_run_kind_check check (kind in ('CYCLE', 'ON_DEMAND', 'TRIAL', 'CREDIT_NOTE'));
alter table bill_run drop constraint bill_run_check;
alter table bill_run add constraint bill_run_of_account
  check ((kind in ('ON_DEMAND', 'CREDIT_NOTE')) = (account_id is not null and account_run is not null));
create unique index bill_run_credit_note on bill_run (tenant_id, account_id, account_run) where kind = 'CREDIT_NOTE';
comment on column bill_run.account_id is 'The one root account that a run on demand or a credit note bills; null for a run of the whole cycle.';
comment on column bill_run.account_run is 'The how manieth run of its kind and account this is, from 1; part of the payment reference.';

alter table charge drop constraint charge_source_check;
alter table charge add constraint charge_source_check
  check (source in ('PARTNER_BILL', 'USAGE', 'RECURRING', 'MODIFIER', 'SPONSORED', 'CREDIT', 'REBILL'));
comment on column charge.source_id is 'partner_bill.id, the partner role of usage, product.id, the agreement version of a modifier (0 for the host''s own products), sponsored_charge.id, or credited_line.id, by source.';

alter table tax_invoice add column corrects bigint;
comment on column tax_invoice.corrects is 'The tax_invoice that a credit note takes something back of (BG-3).';

create table credit_note (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  run_id       bigint not null references bill_run,
  invoice_id   bigint not null references tax_invoice,
  reason       text not null,
  rebill       boolean not null,
  requested_by text not null,
  requested_at timestamptz not null,
  unique (tenant_id, uuid),
  unique (run_id)
);
call secure_tenant_table('credit_note');
call hide_table('credit_note', true, true);
create index credit_note_invoice on credit_note (invoice_id); -- the credit notes of an invoice
grant select, insert on credit_note to ${appRole};
comment on column credit_note.invoice_id is 'The invoice that it takes something back of; what comes of it refers to it by tax_invoice.corrects.';
comment on column credit_note.rebill is 'What is taken back is invoiced again, by what is known of buyer and tax then.';

create table credited_line (
  tenant_id      integer not null,
  id             bigint generated always as identity primary key,
  credit_note_id bigint not null references credit_note,
  bill_period    date not null,
  bill_id        bigint not null,
  position       integer not null,
  net            numeric not null check (net <> 0),
  unique (credit_note_id, position)
);
call secure_tenant_table('credited_line');
call hide_table('credited_line', true, true);
create index credited_line_of on credited_line (bill_period, bill_id); -- what was taken back of a bill's lines
grant select, insert on credited_line to ${appRole};
comment on column credited_line.net is 'How much of the line is taken back, of the line''s own sign.';
