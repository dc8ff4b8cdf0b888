-- Accounts of TMF666 beside billing accounts, how bills are made and sent, and what is known of usage beyond its record.

call create_resource_table('bill_format', 'name text not null');
call hide_table('bill_format', true, false);
call create_resource_table('bill_presentation_media', 'name text not null');
call hide_table('bill_presentation_media', true, false);

call create_resource_table('party_account',
  'kind text not null check (kind in (''PARTY'', ''SETTLEMENT'', ''FINANCIAL'')), name text not null, '
  'party_id bigint references party, financial_id bigint references party_account, '
  'check (kind = ''FINANCIAL'' or party_id is not null)');
create index party_account_party on party_account (party_id); -- filter relatedParty.id, and deleting a party
create index party_account_financial on party_account (financial_id); -- filter financialAccount.id, and deleting one
comment on table party_account is 'Accounts of parties that are not billed by themselves: whose money, where partners are settled with, and which books.';

alter table billing_account add column format_id bigint references bill_format;
alter table billing_account add column financial_account_id bigint references party_account;
create index billing_account_format on billing_account (format_id) where format_id is not null; -- deleting a format
create index billing_account_financial on billing_account (financial_account_id) where financial_account_id is not null; -- filter financialAccount.id
create index billing_account_party on billing_account (party_id); -- filter relatedParty.id, and deleting a party
create index billing_account_parent on billing_account (parent_id); -- filter accountRelationship.account.id, and deleting an account
create index billing_account_cycle on billing_account (cycle_id); -- filter billStructure.cycleSpecification.id, and deleting a cycle
create table billing_account_media (
  tenant_id  integer not null,
  account_id bigint not null references billing_account on delete cascade,
  media_id   bigint not null references bill_presentation_media,
  primary key (account_id, media_id)
);
call secure_tenant_table('billing_account_media', null, 'account_id');
call hide_table('billing_account_media', true, false);
create index billing_account_media_media on billing_account_media (media_id); -- deleting a medium
comment on table billing_account_media is 'By which media the bills of an account are presented.';

-- A partner's login sees the accounts that one of its customer numbers stands for, and no party's account but its own for settlement.
create index account_link_account on account_link (account_id, partner_id); -- deleting an account, and a partner's accounts
create function accounts_of_partner() returns setof bigint language sql stable parallel safe
  as $$ select account_id from account_link where partner_id = hub_partner() $$;
create policy of_partner on billing_account as restrictive using (
  (select hub_partner()) is null
  or id in (select accounts_of_partner()));
create policy of_partner on party_account as restrictive using (
  (select hub_partner()) is null
  or kind = 'SETTLEMENT' and party_id in (select party_id from party_role where id = (select hub_partner())));
create policy of_account on party_account as restrictive using (
  (select hub_account()) is null
  or kind <> 'SETTLEMENT' and party_id in (select party_id from billing_account where id = (select hub_account()))
  or id in (select financial_account_id from billing_account where id = (select hub_account()) or root_id = (select hub_account())));

call create_resource_table('usage_specification', 'name text, version text, lifecycle_status text');

-- Usage: a customer's login sees what its accounts have used.
create policy of_account on usage_record as restrictive using (
  (select hub_account()) is null or account_id in (select paid_accounts()));
-- Documents come in one after the other, so blocks of the table hold few documents, partners and hours: a small index for the filters
-- id, relatedParty.id and usageDate that costs next to nothing where usage is written.
create index usage_record_ranges on usage_record using brin (document_id, partner_id, occurred_at) with (autosummarize = on);

create table usage_extension (
  tenant_id        integer not null,
  document_id      bigint not null references received_document,
  position         integer not null,
  partner_id       bigint not null references party_role,
  account_id       bigint,
  specification_id bigint references usage_specification,
  occurred_at      timestamptz,
  primary key (document_id, position)
);
call secure_tenant_table('usage_extension', 'partner_id', 'account_id');
call keep_extension('usage_extension');
create index usage_extension_specification on usage_extension (specification_id); -- filter usageSpecification.id, and deleting one
comment on table usage_extension is 'What was said of one usage beyond its record; also all that is known of a usage that was sent by itself and rejected.';
comment on column usage_extension.occurred_at is 'As it was said; of a rejected usage nothing else holds it.';

-- The id of a usage is no column of so large a table: it is its document and the position in it, as a UUID of version 8 (RFC 9562).
create function usage_uuid(document_id bigint, "position" integer) returns uuid language sql immutable strict parallel safe
  as $$ select (lpad(to_hex(document_id >> 28), 8, '0') || '-' || lpad(to_hex((document_id >> 12) & 65535), 4, '0')
                || '-8' || lpad(to_hex(document_id & 4095), 3, '0') || '-8000-' || lpad(to_hex("position"), 12, '0'))::uuid $$;
create function usage_document(id uuid) returns bigint language sql immutable strict parallel safe
  as $$ select ('x' || substr(id::text, 1, 8) || substr(id::text, 10, 4) || substr(id::text, 16, 3))::bit(60)::bigint $$;
create function usage_position(id uuid) returns integer language sql immutable strict parallel safe
  as $$ select ('x' || substr(id::text, 25, 12))::bit(48)::bigint::integer $$;

grant select, insert, update, delete on bill_format, bill_presentation_media, party_account, billing_account_media, usage_specification,
                                        usage_extension to ${appRole};
