-- What a bill run begins with where the hub prices all: bench.lines usage records of each account, each of a device (grouping key) of its own,
-- so that each becomes one line of a bill; the price is that of its zone and band, bench.dimensions of them. Needs the settings hub.tenant,
-- bench.accounts, bench.lines and bench.dimensions, after tenant.sql.
insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
  select hub_tenant(), gen_random_uuid(), 'traffic', 'Traffic', a.id, 'megabyte', 'standard' from agreement a where a.key = 'cloud';
insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
  select hub_tenant(), gen_random_uuid(), o.id, o.key, 1, 'EUR', '2026-01-01',
         jsonb_build_object('key', o.key, 'version', 1, 'name', o.name, 'currency', 'EUR', 'unit', 'megabyte', 'model', jsonb_build_object(
           'type', 'matrix', 'dimensions', '["zone", "band"]'::jsonb, 'cells', c.cells))
  from product_offering o,
       (select jsonb_agg(jsonb_build_object(
                 'when', jsonb_build_object('zone', 'zone-' || n / 30, 'band', 'band-' || n % 30),
                 'model', jsonb_build_object('type', 'perUnit', 'unitPrice', ((n + 1) * 0.0001)::text)) order by n) as cells
          from generate_series(0, current_setting('bench.dimensions')::integer - 1) n) c
  where o.key = 'traffic';
insert into received_document (tenant_id, uuid, partner_id, sha256, size, transport, received_at, received_by, status, accepted_lines)
  select hub_tenant(), gen_random_uuid(), r.id, sha256('traffic'), 0, 'usage-events', now(), 'bench', 'ACCEPTED',
         current_setting('bench.accounts')::integer * current_setting('bench.lines')::integer
  from party_role r where r.key = 'cloud';
call ensure_period('2026-10-01');
insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
  select hub_tenant(), d.partner_id, 'mediation-1' || chr(31) || 'cdr-' || lpad(n::text, 12, '0'), d.id, n
  from received_document d, generate_series(1, d.accepted_lines) n order by n;
insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, grouping_key, occurred_at,
                          quantity, unit, dimensions)
  select hub_tenant(), '2026-10-01', d.id, a.place * current_setting('bench.lines')::integer + n + 1, d.partner_id, a.id, o.id, 'device-' || n,
         timestamptz '2026-10-01 00:00+00' + make_interval(secs => n * 25), (1 + n % 1000) + (n % 10) * 0.1, o.unit,
         jsonb_build_object('zone', 'zone-' || (n % current_setting('bench.dimensions')::integer) / 30,
                            'band', 'band-' || (n % current_setting('bench.dimensions')::integer) % 30)
  from received_document d
  cross join product_offering o
  cross join (select id, (row_number() over (order by id) - 1)::integer as place from billing_account) a
  cross join generate_series(0, current_setting('bench.lines')::integer - 1) n
  where o.key = 'traffic'
  order by a.place, n;
