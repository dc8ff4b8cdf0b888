-- What a bill of the partner cloud needs to be taken in: links of its customer numbers and products, and agreed prices. Needs the setting
-- hub.tenant, after tenant.sql.
insert into account_link (tenant_id, partner_id, partner_account, account_id)
  select hub_tenant(), r.id, a.number, a.id from party_role r cross join billing_account a where r.key = 'cloud' order by a.id;
insert into offering_link (tenant_id, partner_id, partner_product, offering_id)
  select hub_tenant(), r.id, o.key, o.id from party_role r, product_offering o where r.key = 'cloud' and o.key in ('compute', 'storage', 'books');
insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
  select hub_tenant(), gen_random_uuid(), id, key, 1, 'EUR', '2026-01-01',
         jsonb_build_object('key', key, 'version', 1, 'name', name, 'currency', 'EUR', 'unit', unit, 'model',
           '{"type":"perUnit","unitPrice":"0.0125"}'::jsonb)
  from product_offering where key in ('compute', 'storage');
call ensure_period('2026-10-01');
