-- The planner's statistics of what a run writes in bulk, now also of tables without periods. Without them it takes a shard of
-- 250 accounts for one row and loops over all partner bills for each of its accounts.
create or replace procedure refresh_statistics(period date, tables text[])
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  target text;
begin
  foreach target in array tables loop
    if target in ('partner_bill_line', 'usage_record', 'charge', 'bill_line', 'share') then
      target := target || to_char(period, '_YYYYMM');
    elsif target not in ('bill_run_account', 'customer_bill', 'tax_invoice', 'tax_item', 'invoice_number') then
      raise exception 'not a table that runs write in bulk: %', target using errcode = '22023';
    end if;
    if to_regclass(target) is not null then
      execute format('analyze %I', target);
    end if;
  end loop;
end $$;
