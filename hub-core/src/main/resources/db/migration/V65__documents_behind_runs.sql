-- What becomes of bills behind their run: the archive of their documents, the words they are found by, the delivery of the documents.

create table kept_document (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  bill_id    bigint not null,
  account_id bigint not null,
  invoice_id bigint,
  form       text not null check (form in ('BILL_PDF', 'UBL', 'FACTUR_X')),
  path       text not null,
  media_type text not null,
  size       bigint not null,
  sha256     bytea not null check (length(sha256) = 32),
  written_at timestamptz not null,
  keep_until date not null,
  checked_at timestamptz not null,
  damage     text,
  unique nulls not distinct (bill_id, invoice_id, form),
  check ((form = 'BILL_PDF') = (invoice_id is null))
);
call secure_tenant_table('kept_document', null, 'account_id');
call hide_table('kept_document', true, false);
create index kept_document_check on kept_document (tenant_id, checked_at); -- those whose check is the longest ago
create index kept_document_damaged on kept_document (tenant_id) where damage is not null; -- coherence
grant select, insert, update (checked_at, damage) on kept_document to ${appRole};
comment on column kept_document.path is 'Of the file, below hub.documents.dir.';
comment on column kept_document.keep_until is 'The last day on which the law has it kept.';
comment on column kept_document.checked_at is 'When its bytes were last held against the hash; at first when they were written.';
comment on column kept_document.damage is 'What was wrong with the file when it was last looked at; null: nothing.';

-- What bills are found by that stands in their lines. The application reads and writes it through the functions below alone, each of which
-- keeps to the tenant itself: operators of words and arrays are not leakproof, and behind row-level security they would use no index.
create table bill_content (
  tenant_id   integer not null,
  bill_id     bigint primary key,
  partner_ids bigint[] not null,
  words       tsvector not null
);
alter table bill_content enable row level security;
alter table bill_content force row level security;
create policy owner_all on bill_content to current_user using (true) with check (true);
create index bill_content_partners on bill_content using gin (partner_ids); -- bills_of_partner
create index bill_content_words on bill_content using gin (words); -- bills_with_words

-- Letters and digits; all else separates words.
create function words_of(said text) returns tsvector language sql immutable parallel safe
  as $$ select strip(to_tsvector('simple', regexp_replace(left(said, 200000), '[^[:alnum:]]+', ' ', 'g'))) $$;

create function note_bill_content(of_run bigint, of_shard integer, period date) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into bill_content (tenant_id, bill_id, partner_ids, words)
  select hub_tenant(), b.id, coalesce(array_agg(distinct g.partner_id) filter (where g.partner_id is not null), '{}'),
         words_of(string_agg(distinct o.name || ' ' || c.description, ' '))
    from customer_bill b
    join bill_line l on l.bill_period = period and l.bill_id = b.id
    join charge c on c.bill_period = period and c.id = l.charge_id
    join product_offering o on o.id = c.offering_id
    left join agreement g on g.id = o.agreement_id
   where b.run_id = of_run and b.shard = of_shard and b.bill_period = period and coalesce(b.held_from, b.state) not in ('new', 'validated')
     and b.tenant_id = hub_tenant()
   group by b.id
  on conflict (bill_id) do nothing
$$;
create function bills_of_partner(partner bigint) returns setof bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$ select bill_id from bill_content where partner_ids @> array[partner] and tenant_id = hub_tenant() $$;
create function bills_with_words(wanted text) returns setof bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$ select bill_id from bill_content where words @@ to_tsquery('simple', wanted) and tenant_id = hub_tenant() $$;
revoke all on function note_bill_content(bigint, integer, date), bills_of_partner(bigint), bills_with_words(text) from public;
grant execute on function note_bill_content(bigint, integer, date), bills_of_partner(bigint), bills_with_words(text) to ${appRole};

create table account_delivery (
  tenant_id  integer not null,
  account_id bigint primary key references billing_account,
  uuid       uuid not null,
  channel    text not null check (channel in ('EMAIL', 'PORTAL_LINK', 'WEBHOOK', 'SFTP')),
  target     text not null check (length(target) <= 2000),
  host_keys  text[] not null default '{}',
  credential text,
  version    integer not null,
  changed_by text not null,
  changed_at timestamptz not null
);
call secure_tenant_table('account_delivery');
call hide_table('account_delivery', true, true);
grant select, insert, update, delete on account_delivery to ${appRole};
comment on table account_delivery is 'How an account gets its documents; no row: it reads them in the portal.';
comment on column account_delivery.uuid is 'What a webhook''s secret is derived from.';
comment on column account_delivery.credential is 'secret:NAME, never the secret itself.';

create table document_delivery (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null default gen_random_uuid(),
  bill_id      bigint not null unique,
  account_id   bigint not null,
  channel      text not null,
  target       text not null,
  state        text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts     integer not null default 0,
  queued_at    timestamptz not null,
  due_since    timestamptz not null,
  next_attempt timestamptz not null,
  ended_at     timestamptz,
  failure      text,
  answer       text,
  message_id   text,
  documents    jsonb,
  unique (tenant_id, uuid),
  check ((state = 'PENDING') = (ended_at is null)),
  check ((state = 'DELIVERED') = (answer is not null and documents is not null))
);
call secure_tenant_table('document_delivery');
call hide_table('document_delivery', true, true);
create index document_delivery_due on document_delivery (tenant_id, next_attempt) where state = 'PENDING'; -- the queue
create index document_delivery_failed on document_delivery (tenant_id, id) where state = 'FAILED'; -- what somebody has to look at
grant select, insert, update on document_delivery to ${appRole};
comment on column document_delivery.due_since is 'From when its age counts: its queueing, or when somebody last asked for it again.';
comment on column document_delivery.next_attempt is 'From when on it is tried; while a process is at it, until when no other one tries.';
comment on column document_delivery.documents is 'What was handed over: names, media types, sizes, SHA-256.';

create index customer_bill_amount on customer_bill (tenant_id, amount_due_minor); -- bills by amount
create index invoice_number_text on invoice_number (tenant_id, text); -- bills by the number of an invoice

do $$
declare
  each_tenant integer;
begin
  for each_tenant in select id from tenant loop
    perform set_config('hub.tenant', each_tenant::text, true);
    perform note_bill_content(r.id, s.shard, r.bill_period) from bill_run r join bill_run_shard s on s.run_id = r.id
      where s.done in ('PUBLISHED', 'WRITTEN');
  end loop;
  perform set_config('hub.tenant', '', true);
end $$;
