-- What a bill run begins with: bench.lines accepted partner lines for each account, no two of an account with the same product
-- and grouping key, so that each becomes one line of a bill. A partner bill covers 1,000 accounts. Amounts are finer than a cent.
-- Needs the settings hub.tenant, bench.accounts and bench.lines, after tenant.sql.
insert into received_document (tenant_id, uuid, partner_id, sha256, size, transport, received_at, received_by, status)
  select hub_tenant(), gen_random_uuid(), r.id, sha256((r.key || '/' || block)::bytea), 0, 'push', now(), 'bench', 'ACCEPTED'
  from party_role r
  cross join generate_series(0, (current_setting('bench.accounts')::integer - 1) / 1000) block
  where r.role = 'PARTNER' order by r.id, block;
insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from, period_to,
                          accepted_net, quarantined_net, accepted_lines, quarantined_lines)
  select hub_tenant(), gen_random_uuid(), d.id, r.id, v.id,
         r.key || '-2026-10-' || row_number() over (partition by r.id order by d.id) - 1, v.currency, '2026-10-01', '2026-11-01', 0, 0, 0, 0
  from received_document d
  join party_role r on r.id = d.partner_id
  join agreement a on a.partner_id = r.id
  join agreement_version v on v.agreement_id = a.id;
call ensure_period('2026-10-01');
-- the tables have no statistics yet, and a nested loop would look at each partner bill once per line
set local enable_nestloop = off;
-- line n is of product n % 5; the agency's products state their tax, as such partners do
insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, grouping_key,
                               description, quantity, unit, net, tax_category, tax_rate, service_from, service_to, place)
  select hub_tenant(), '2026-10-01', b.id, row_number() over (partition by b.id order by a.id, n), true, a.id, o.id, 'sku-' || n / 5,
         o.name || ' sku ' || n / 5, n * 0.25, o.unit, n * 0.7131 + 0.000008 * (a.place % 1000),
         case when r.key = 'market' then 'S' end, case when r.key = 'market' then 25.5 end,
         '2026-10-01', '2026-11-01', 'row ' || n
  from (select id, (row_number() over (order by id) - 1)::integer as place from billing_account) a
  cross join generate_series(0, current_setting('bench.lines')::integer - 1) n
  join (select id, name, unit, agreement_id, (row_number() over (order by id) - 1)::integer as place from product_offering) o
    on o.place = n % 5
  join agreement g on g.id = o.agreement_id
  join party_role r on r.id = g.partner_id
  join partner_bill b on b.number = r.key || '-2026-10-' || a.place / 1000;
update partner_bill b set accepted_net = l.net, accepted_lines = l.lines
  from (select partner_bill_id, sum(net) as net, count(*) as lines from partner_bill_line group by partner_bill_id) l
  where l.partner_bill_id = b.id;
