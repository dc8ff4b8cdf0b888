-- Assurance: what partners' bills are held to beyond themselves - agreed prices, bills of before, their numbers, and when they are due.

alter table agreement_version add column price_tolerance jsonb not null default '{}';
comment on column agreement_version.price_tolerance is 'How far a billed amount may be from the agreed price: {"amount":"0.01","percent":"0.5"}, whichever is more; without amount half a minor unit.';

alter table quarantine_entry add column evidence jsonb;
comment on column quarantine_entry.evidence is 'What was expected, what is stated and the likely cause, where a rule compares: {"expected":"65.00","stated":"288.00","difference":"223.00","cause":"VOLUME_FOR_GRADUATED"}; null else.';

create index partner_bill_recent on partner_bill (partner_id, id); -- the numbers of the bills before, for gaps in their sequence

-- Numbers that are missing in the row of an adapter's bills, from the bill behind the gap on until one of that number comes.
create table missing_bill (
  tenant_id  integer not null,
  adapter_id bigint not null references adapter,
  partner_id bigint not null references party_role,
  number     text not null,
  found_by   bigint not null references partner_bill,
  found_at   timestamptz not null default now(),
  arrived_at timestamptz,
  primary key (adapter_id, number)
);
call secure_tenant_table('missing_bill', 'partner_id');
call hide_table('missing_bill', false, true);
create index missing_bill_found_by on missing_bill (found_by); -- whether all of a gap have come
grant select, insert, update on missing_bill to ${appRole};

-- What was told of documents that are late, once per adapter, document and level, whoever of several hub processes was first.
create table expected_document_notice (
  tenant_id  integer not null,
  adapter_id bigint not null references adapter,
  partner_id bigint not null references party_role,
  period     date not null,
  level      text not null check (level in ('LATE', 'MISSING')),
  noted_at   timestamptz not null,
  primary key (adapter_id, period, level)
);
call secure_tenant_table('expected_document_notice', 'partner_id');
call hide_table('expected_document_notice', false, true);
grant select, insert on expected_document_notice to ${appRole};
comment on column expected_document_notice.period is 'First day of the period that the document is expected for.';
