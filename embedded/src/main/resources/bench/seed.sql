-- The benchmark's tenant: a host, one partner whose products the host resells, one for whom it sells as an agent, and
-- bench.accounts root accounts with bench.lines accepted partner lines each: no two of an account with the same product and
-- grouping key, so that each becomes one line of a bill. A partner bill covers 1,000 accounts. Amounts are finer than a cent.
-- Needs the settings hub.tenant, bench.accounts and bench.lines.
insert into party (tenant_id, uuid, key, kind, name, country) values
  (hub_tenant(), gen_random_uuid(), 'host', 'ORGANIZATION', 'Host Telecom Oy', 'FI'),
  (hub_tenant(), gen_random_uuid(), 'cloud', 'ORGANIZATION', 'Cloud Oy', 'FI'),
  (hub_tenant(), gen_random_uuid(), 'market', 'ORGANIZATION', 'Market Oy', 'FI');
insert into party (tenant_id, uuid, key, kind, name, country)
  select hub_tenant(), gen_random_uuid(), 'customer-' || n, 'ORGANIZATION', 'Customer ' || n, 'FI'
  from generate_series(1, current_setting('bench.accounts')::integer) n;
insert into party_role (tenant_id, uuid, party_id, role, key)
  select hub_tenant(), gen_random_uuid(), id, case key when 'host' then 'CSP' else 'PARTNER' end, key
  from party where key in ('host', 'cloud', 'market');
insert into tax_registration (tenant_id, party_id, country, number)
  select hub_tenant(), id, country, 'FI' || lpad(id::text, 8, '0') from party where key in ('host', 'cloud', 'market');
insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from) values
  (hub_tenant(), 'FI', 'standard', 'S', 25.5, '2024-09-01'), (hub_tenant(), 'FI', 'reduced', 'S', 13.5, '2026-01-01');
insert into agreement (tenant_id, uuid, key, name, partner_id)
  select hub_tenant(), gen_random_uuid(), key, key, id from party_role where role = 'PARTNER';
insert into agreement_version (tenant_id, agreement_id, version, valid_from, selling_model, currency, share_model, residue_party)
  select hub_tenant(), id, 1, '2026-01-01', case key when 'cloud' then 'RESALE' else 'AGENCY' end, 'EUR',
         format('{"type":"percentage","shares":[{"party":%s,"percent":"80"},{"party":"host","percent":"20"}]}', to_json(key))::jsonb,
         'host'
  from agreement;
insert into bill_cycle (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
  values (hub_tenant(), gen_random_uuid(), 'monthly', 'Monthly', 1, 'Europe/Helsinki', 14, '2026-10-01');
insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
  select hub_tenant(), gen_random_uuid(), 'A-' || lpad(n::text, 7, '0'), 'Account ' || n, p.id, 0, c.id, 'EUR'
  from generate_series(1, current_setting('bench.accounts')::integer) n
  join party p on p.key = 'customer-' || n
  cross join bill_cycle c
  order by n;
update billing_account set root_id = id;
insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
  select hub_tenant(), gen_random_uuid(), o.key, o.name, a.id, o.unit, o.tax_class
  from (values (0, 'compute', 'Compute', 'cloud', 'hour', 'standard'), (1, 'storage', 'Storage', 'cloud', 'gigabyte', 'standard'),
               (2, 'books', 'Online library', 'cloud', 'seat', 'reduced'), (3, 'seats', 'Seats', 'market', 'seat', 'standard'),
               (4, 'support', 'Support', 'market', 'hour', 'standard'))
       as o (place, key, name, agreement, unit, tax_class)
  join agreement a on a.key = o.agreement
  order by o.place;
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
