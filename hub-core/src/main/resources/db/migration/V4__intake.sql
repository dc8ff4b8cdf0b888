-- How partner-native bills and usage get in: adapters, raw documents, partner bills and their lines, usage, quarantine.

create table adapter (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  uuid       uuid not null,
  key        text not null,
  partner_id bigint not null references party_role,
  version    integer not null check (version > 0),
  enabled    boolean not null default true,
  unique (tenant_id, uuid),
  unique (tenant_id, key)
);
call secure_tenant_table('adapter', 'partner_id');
call hide_table('adapter', false, true);
grant select, insert, update on adapter to ${appRole};

create table adapter_version (
  tenant_id  integer not null,
  adapter_id bigint not null references adapter,
  version    integer not null check (version > 0),
  descriptor jsonb not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (adapter_id, version)
);
call secure_tenant_table('adapter_version');
call hide_table('adapter_version', false, true);
grant select, insert on adapter_version to ${appRole};

create table received_document (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  uuid            uuid not null,
  partner_id      bigint not null references party_role,
  adapter_id      bigint references adapter,
  adapter_version integer,
  sha256          bytea not null check (length(sha256) = 32),
  size            bigint not null check (size >= 0),
  content_type    text,
  file_name       text,
  transport       text not null,
  received_at     timestamptz not null,
  received_by     text not null,
  status          text not null check (status in ('RECEIVED', 'ACCEPTED', 'PARTLY_ACCEPTED', 'QUARANTINED', 'REFUSED')),
  rule_code       text,
  place           text,
  detail          text,
  accepted_lines  integer not null default 0,
  quarantined_lines integer not null default 0,
  unique (tenant_id, uuid),
  unique (tenant_id, partner_id, sha256)
);
call secure_tenant_table('received_document', 'partner_id');
call hide_table('received_document', false, true);
create index received_document_pending on received_document (id) where status = 'RECEIVED'; -- what a crash left unprocessed
grant select, insert, update on received_document to ${appRole};

create table document_chunk (
  tenant_id   integer not null,
  document_id bigint not null references received_document,
  position    integer not null,
  bytes       bytea not null,
  primary key (document_id, position)
);
call secure_tenant_table('document_chunk');
call hide_table('document_chunk', false, true);
grant select, insert on document_chunk to ${appRole};
comment on table document_chunk is 'The raw bytes of a document in pieces of at most 1 MiB, so that neither side holds it whole.';

create table partner_bill (
  tenant_id            integer not null,
  id                   bigint generated always as identity primary key,
  uuid                 uuid not null,
  document_id          bigint not null references received_document,
  partner_id           bigint not null references party_role,
  agreement_version_id bigint not null references agreement_version,
  number               text not null,
  currency             char(3) not null,
  period_from          date not null,
  period_to            date not null,
  stated_net           numeric,
  stated_tax           numeric,
  accepted_net         numeric not null,
  quarantined_net      numeric not null,
  accepted_lines       integer not null,
  quarantined_lines    integer not null,
  check (period_from < period_to),
  unique (tenant_id, uuid),
  unique (tenant_id, partner_id, number)
);
call secure_tenant_table('partner_bill', 'partner_id');
call hide_table('partner_bill', false, true);
create index partner_bill_document on partner_bill (document_id); -- trace, and the document's page
grant select, insert, update on partner_bill to ${appRole};

create table partner_bill_line (
  tenant_id       integer not null,
  bill_period     date not null,
  partner_bill_id bigint not null,
  position        integer not null,
  accepted        boolean not null,
  account_id      bigint,
  offering_id     bigint,
  grouping_key    text not null default '',
  description     text not null,
  quantity        numeric not null,
  unit            text not null,
  net             numeric not null,
  tax_category    text,
  tax_rate        numeric,
  service_from    date not null,
  service_to      date not null,
  place           text not null,
  check (not accepted or (account_id is not null and offering_id is not null)),
  primary key (bill_period, partner_bill_id, position)
) partition by range (bill_period);
call secure_tenant_table('partner_bill_line');
call hide_table('partner_bill_line', false, true);
create index partner_bill_line_account on partner_bill_line (account_id); -- rating reads a shard's accounts
grant select, insert, update on partner_bill_line to ${appRole};
comment on column partner_bill_line.net is 'Unrounded, in the currency of the partner bill.';
comment on column partner_bill_line.place is 'Where in the raw document: "row 17", or the XPath, JSON pointer or segment.';

create table usage_record (
  tenant_id    integer not null,
  bill_period  date not null,
  document_id  bigint not null,
  position     integer not null,
  partner_id   bigint not null,
  account_id   bigint not null,
  offering_id  bigint not null,
  grouping_key text not null default '',
  occurred_at  timestamptz not null,
  quantity     numeric not null,
  unit         text not null,
  primary key (bill_period, document_id, position)
) partition by range (bill_period);
call secure_tenant_table('usage_record', 'partner_id');
create index usage_record_account on usage_record (account_id); -- rating aggregates a shard's accounts
grant select, insert on usage_record to ${appRole};

-- The duplicate check of usage: a unique key cannot stand on a table partitioned by period.
create table usage_key (
  tenant_id  integer not null,
  partner_id bigint not null,
  event_id   text not null,
  document_id bigint not null,
  position   integer not null,
  primary key (tenant_id, partner_id, event_id)
) partition by hash (tenant_id, partner_id, event_id);
create table usage_key_0 partition of usage_key for values with (modulus 4, remainder 0);
create table usage_key_1 partition of usage_key for values with (modulus 4, remainder 1);
create table usage_key_2 partition of usage_key for values with (modulus 4, remainder 2);
create table usage_key_3 partition of usage_key for values with (modulus 4, remainder 3);
call secure_tenant_table('usage_key', 'partner_id');
call hide_table('usage_key', false, true);
grant select, insert on usage_key to ${appRole};

create table quarantine_entry (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  uuid            uuid not null,
  document_id     bigint not null references received_document,
  partner_id      bigint not null references party_role,
  partner_bill_id bigint references partner_bill,
  position        integer,
  place           text not null,
  rule_code       text not null,
  severity        text not null check (severity in ('REFUSE', 'QUARANTINE', 'WARN')),
  detail          text not null,
  what_to_do      text not null,
  amount          numeric,
  currency        char(3),
  status          text not null default 'OPEN' check (status in ('OPEN', 'RELEASED', 'REJECTED')),
  created_at      timestamptz not null default now(),
  unique (tenant_id, uuid)
);
call secure_tenant_table('quarantine_entry', 'partner_id');
call hide_table('quarantine_entry', false, true);
create index quarantine_entry_document on quarantine_entry (document_id); -- the document's findings
grant select, insert, update on quarantine_entry to ${appRole};
