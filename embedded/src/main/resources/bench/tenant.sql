-- The benchmark's tenant: a host, one partner whose products the host resells, one for whom it sells as an agent, and
-- bench.accounts root accounts. Needs the settings hub.tenant and bench.accounts.
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
