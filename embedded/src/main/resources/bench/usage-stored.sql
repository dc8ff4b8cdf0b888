-- Usage that was taken in before: the records from bench.from to before bench.to, 5,000 of each batch, whose raw bytes are left out. The
-- superuser writes it; needs the settings hub.tenant, bench.accounts, bench.from, bench.to, bench.all and bench.random ('true' or 'false').
with batch as (
  insert into received_document (tenant_id, uuid, partner_id, sha256, size, transport, received_at, received_by, status, accepted_lines)
    select hub_tenant(), gen_random_uuid(), r.id, sha256(('stored-' || n)::bytea), 0, 'usage-events', now(), 'bench', 'ACCEPTED',
           least(5000, current_setting('bench.to')::bigint - n)
    from party_role r, generate_series(current_setting('bench.from')::bigint, current_setting('bench.to')::bigint - 1, 5000) n
    where r.key = 'cloud' and r.tenant_id = hub_tenant()
    order by n
    returning id, partner_id
), batches as (
  select id, partner_id, current_setting('bench.from')::bigint + (row_number() over (order by id) - 1) * 5000 as begin from batch
), record as (
  select b.id, b.partner_id, n, (n - b.begin + 1)::integer as position, (n * 2654435761) & 140737488355327 as spread
  from batches b,
       generate_series(b.begin, least(b.begin + 5000, current_setting('bench.to')::bigint) - 1) n
), keyed as (
  insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
    select hub_tenant(), partner_id,
           'mediation-1' || chr(31)
             || case when current_setting('bench.random')::boolean then md5(n::text) else 'cdr-' || lpad(n::text, 12, '0') end,
           id, position
    from record order by n
)
insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, grouping_key, occurred_at,
                          quantity, unit)
  select hub_tenant(), '2026-10-01', r.id, r.position, r.partner_id, a.first + (spread >> 8) % current_setting('bench.accounts')::integer, o.first + spread % 5, '',
         timestamptz '2026-10-01 00:00+00' + make_interval(secs => floor(n::double precision / current_setting('bench.all')::bigint * 2500000)),
         (1 + spread % 1000)::numeric + (n % 10) * 0.1, 'unit'
  from record r,
       (select min(id) as first from billing_account where tenant_id = hub_tenant()) a,
       (select min(id) as first from product_offering where tenant_id = hub_tenant() and key like 'meter-%') o
  order by r.id, r.position;
