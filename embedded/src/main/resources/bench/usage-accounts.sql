-- What usage needs to be taken in: the partner cloud knows the accounts by their numbers and sells five meters. Needs the setting
-- hub.tenant, after tenant.sql.
insert into account_link (tenant_id, partner_id, partner_account, account_id)
  select hub_tenant(), r.id, a.number, a.id from party_role r cross join billing_account a where r.key = 'cloud' order by a.id;
insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
  select hub_tenant(), gen_random_uuid(), 'meter-' || n, 'Meter ' || n, a.id, 'unit', 'standard'
  from generate_series(0, 4) n, agreement a where a.key = 'cloud' order by n;
insert into offering_link (tenant_id, partner_id, partner_product, offering_id)
  select hub_tenant(), r.id, o.key, o.id from party_role r, product_offering o where r.key = 'cloud' and o.key like 'meter-%';
insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
  select hub_tenant(), gen_random_uuid(), id, key, 1, 'EUR', '2026-01-01',
         jsonb_build_object('key', key, 'version', 1, 'name', name, 'currency', 'EUR', 'unit', 'unit', 'model',
           '{"type":"graduated","tiers":[{"upTo":"1000","unitPrice":"0"},{"upTo":"10000","unitPrice":"0.0013"},{"unitPrice":"0.0007"}]}'::jsonb)
  from product_offering where key like 'meter-%';
call ensure_period('2026-10-01');
