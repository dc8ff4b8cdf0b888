-- A bill of a month before with as many lines as the one that is measured, for the same accounts and products. Needs the settings
-- hub.tenant, bench.accounts, bench.lines (of the bill) and bench.month, after bill-terms.sql.
insert into received_document (tenant_id, uuid, partner_id, sha256, size, transport, received_at, received_by, status)
  select hub_tenant(), gen_random_uuid(), r.id, sha256(current_setting('bench.month')::bytea), 0, 'push', now(), 'bench', 'ACCEPTED'
  from party_role r where r.key = 'cloud';
insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from, period_to,
                          accepted_net, quarantined_net, accepted_lines, quarantined_lines)
  select hub_tenant(), gen_random_uuid(), d.id, r.id, v.id, 'cloud-' || current_setting('bench.month'), 'EUR',
         current_setting('bench.month')::date, (current_setting('bench.month')::date + interval '1 month')::date,
         0, 0, current_setting('bench.lines')::integer, 0
  from received_document d
  join party_role r on r.id = d.partner_id
  join agreement a on a.partner_id = r.id
  join agreement_version v on v.agreement_id = a.id
  where d.sha256 = sha256(current_setting('bench.month')::bytea);
call ensure_period(current_setting('bench.month')::date);
insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, grouping_key,
                               description, quantity, unit, net, service_from, service_to, place)
  select hub_tenant(), b.period_from, b.id, n + 1, true, a.id, o.id, 'sku-' || n / accounts / 3, o.name || ' of ' || o.unit,
         q.quantity, o.unit, q.quantity * 0.0125, b.period_from, b.period_to, 'row ' || n + 2
  from (select current_setting('bench.accounts')::integer as accounts) s
  cross join generate_series(0, current_setting('bench.lines')::integer - 1) n
  cross join lateral (select (1 + (n * 7 + extract(month from current_setting('bench.month')::date)::integer) % 997) * 0.25 as quantity) q
  join (select id, (row_number() over (order by id) - 1)::integer as place from billing_account) a on a.place = n % accounts
  join (select id, name, unit, (row_number() over (order by id) - 1)::integer as place from product_offering
         where key in ('compute', 'storage', 'books')) o on o.place = n / accounts % 3
  join partner_bill b on b.number = 'cloud-' || current_setting('bench.month');
update partner_bill b set accepted_net = (select sum(net) from partner_bill_line l where l.partner_bill_id = b.id)
  where b.number = 'cloud-' || current_setting('bench.month');
