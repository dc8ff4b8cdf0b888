-- What a year of bill runs leaves behind, for reading: one published bill with bench.lines lines for each account whose place among the
-- accounts is from bench.from to before bench.to. Net 10.00 a line, 25.5 % VAT; three of five lines are on the host's invoice, the others on
-- the agent's. Needs the settings hub.tenant, bench.lines, bench.from and bench.to, after tenant.sql.
call ensure_period('2026-10-01');
insert into bill_run (tenant_id, id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by, approved_by, created_at)
  overriding system value
  select hub_tenant(), 1, gen_random_uuid(), id, '2026-10-01', '2026-11-01', '2026-11-02', '2026-11-16', 'CLOSED', 'bench', 'bench 2', now()
  from bill_cycle on conflict do nothing;
create temporary table bench_account on commit drop as
  select id, place from (select id, (row_number() over (order by id) - 1)::integer as place from billing_account) a
  where place >= current_setting('bench.from')::integer and place < current_setting('bench.to')::integer;
analyze bench_account;
insert into customer_bill (tenant_id, id, uuid, run_id, shard, account_id, bill_period, period_to, issue_date, due_date, state, currency,
                           net, tax, amount_due, amount_due_minor, payment_reference, line_count)
  select hub_tenant(), place + 1, gen_random_uuid(), 1, place / 250, id, '2026-10-01', '2026-11-01', date '2025-11-03' + place % 365,
         date '2025-11-17' + place % 365, case when place % 20 = 0 then 'settled' else 'sent' end, 'EUR', net, tax, net + tax,
         ((net + tax) * 100)::bigint, 'RF18A' || lpad(place::text, 7, '0') || '2610', lines
  from bench_account, (select lines, lines * 10.00 as net, round(lines * 2.55, 2) as tax
                         from (select current_setting('bench.lines')::integer as lines) l) amounts
  order by place;
insert into tax_invoice (tenant_id, id, uuid, bill_id, position, run_id, seller_party_id, buyer_party_id, agency, type_code, currency, net,
                         tax, gross, number)
  select hub_tenant(), place * 2 + position, gen_random_uuid(), place + 1, position, 1, s.id, b.party_id, position = 2, '380', 'EUR',
         i.net, round(i.net * 0.255, 2), i.net + round(i.net * 0.255, 2), s.key || '-' || place
  from bench_account a
  join billing_account b using (id)
  cross join (select case when n % 5 < 3 then 1 else 2 end as position, count(*) * 10.00 as net
                from generate_series(0, current_setting('bench.lines')::integer - 1) n group by 1) i
  join party s on s.key = case i.position when 1 then 'host' else 'market' end
  order by place, position;
insert into tax_item (tenant_id, invoice_id, category, rate, taxable, tax)
  select hub_tenant(), i.id, 'S', 25.5, i.net, i.tax
  from bench_account a join tax_invoice i on i.bill_id = a.place + 1 order by i.id;
insert into charge (tenant_id, bill_period, id, account_id, offering_id, agreement_version_id, source, source_id, source_key, grouping_key,
                    description, quantity, unit, amount, currency, tax_category, tax_rate, service_from, service_to, detail_rows, run_id)
  select hub_tenant(), '2026-10-01', a.place::bigint * current_setting('bench.lines')::integer + n + 1, a.id, o.id, null, 'PARTNER_BILL', 1,
         'bench', 'sku-' || n, o.name || ' sku ' || n, 1 + n, o.unit, 10.00, 'EUR', 'S', 25.5, '2026-10-01', '2026-11-01', 1, 1
  from bench_account a
  cross join generate_series(0, current_setting('bench.lines')::integer - 1) n
  join (select id, name, unit, (row_number() over (order by id) - 1)::integer as place from product_offering) o on o.place = n % 5
  order by a.place, n;
insert into bill_line (tenant_id, bill_period, bill_id, position, invoice_id, charge_id, net, tax_category, tax_rate, residue)
  select hub_tenant(), '2026-10-01', a.place + 1, n + 1, a.place * 2 + case when n % 5 < 3 then 1 else 2 end,
         a.place::bigint * current_setting('bench.lines')::integer + n + 1, 10.00, 'S', 25.5, 0
  from bench_account a cross join generate_series(0, current_setting('bench.lines')::integer - 1) n
  order by a.place, n;
