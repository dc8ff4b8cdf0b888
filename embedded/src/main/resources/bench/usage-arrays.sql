-- The limit for inserting usage with a duplicate check: arrays of bench.batch rows, made from rows that were just taken in, into the very
-- same tables, by the server alone on one connection, without row-level security; a commit after each. Begins with the number
-- bench.from of new events and takes bench.rows of them; the time without making the arrays is left in bench_spent.
create temporary table bench_rows as
  select row_number() over () - 1 as n, t.* from (
    select r.* from usage_record r where r.bill_period = '2026-10-01' order by r.document_id desc limit current_setting('bench.rows')::integer) t;
create temporary table bench_spent (seconds double precision);
do $$
declare
  batch integer := current_setting('bench.batch')::integer;
  begun timestamptz;
  spent interval := '0';
  a_tenant integer; a_partner bigint; a_position integer[]; a_event text[]; a_account bigint[]; a_offering bigint[];
  a_at timestamptz[]; a_quantity numeric[];
begin
  for b in 0 .. (select (max(n) / batch)::integer from bench_rows) loop
    select min(tenant_id), min(partner_id), array_agg((n % batch)::integer), array_agg(event order by event), array_agg(account_id),
           array_agg(offering_id), array_agg(occurred_at), array_agg(quantity)
      into a_tenant, a_partner, a_position, a_event, a_account, a_offering, a_at, a_quantity
      from (select *, 'mediation-1' || chr(31)
                      || case when current_setting('bench.random')::boolean then md5((current_setting('bench.from')::bigint + n)::text)
                              else 'cdr-' || lpad((current_setting('bench.from')::bigint + n)::text, 12, '0') end as event
            from bench_rows where n >= b::bigint * batch and n < (b + 1)::bigint * batch) rows;
    begun := clock_timestamp();
    insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
      select a_tenant, a_partner, k.event_id, -b - 1, k.position from unnest(a_event, a_position) k (event_id, position)
      on conflict do nothing;
    insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, grouping_key,
                              occurred_at, quantity, unit)
      select a_tenant, '2026-10-01', -b - 1, u.position, a_partner, u.account_id, u.offering_id, '', u.at, u.quantity, 'unit'
      from unnest(a_position, a_account, a_offering, a_at, a_quantity) u (position, account_id, offering_id, at, quantity);
    commit;
    spent := spent + (clock_timestamp() - begun);
  end loop;
  insert into bench_spent values (extract(epoch from spent));
end $$;
