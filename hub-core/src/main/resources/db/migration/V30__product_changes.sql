-- What of a product matters to its fees, and from which day on: its quantity, and whether it is paused. A product that never changed
-- has no rows; it has always stood as it does.
create table product_change (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  product_id bigint not null references product on delete cascade,
  account_id bigint not null,
  changed_on date not null,
  quantity   numeric check (quantity > 0),
  paused     boolean,
  changed_at timestamptz not null default now(),
  check (quantity is not null or paused is not null)
);
call secure_tenant_table('product_change', null, 'account_id');
call hide_table('product_change', true, false);
create index product_change_of on product_change (product_id, id); -- how a product stood, for its fees
create index product_change_at on product_change (account_id, changed_at); -- what changed since the run before
grant select, insert, delete on product_change to ${appRole};
comment on table product_change is 'In the order in which it was told: what is told later for a day holds from that day on, whatever was told before of that day and those after it.';
comment on column product_change.changed_on is 'The first day on which it holds; -infinity in the row that tells how the product stood before its first change.';
comment on column product_change.quantity is 'Null where it did not change.';
comment on column product_change.paused is 'Null where it did not change.';

-- The day is today in the time zone of the account's cycle, unless the transaction has said another one in hub.change_day. Only
-- "active" ends a pause: who waits suspended for the termination stays paused.
create function note_product_change() returns trigger language plpgsql as $$
declare
  day        date := nullif(current_setting('hub.change_day', true), '')::date;
  noted      boolean := exists (select from product_change c where c.product_id = old.id);
  was_paused boolean := coalesce(
    (select c.paused from product_change c where c.product_id = old.id and c.paused is not null order by c.id desc limit 1),
    old.status = 'suspended');
  is_paused  boolean := case when new.status = 'suspended' then true
                             when new.status in ('pendingTerminate', 'terminated') then was_paused else false end;
begin
  if was_paused and not noted and new.status <> 'suspended' then -- paused since before changes were noted: no state will tell it any more
    insert into product_change (tenant_id, product_id, account_id, changed_on, quantity, paused)
    values (old.tenant_id, old.id, old.account_id, '-infinity', old.quantity, true);
    noted := true;
  end if;
  if new.quantity = old.quantity and is_paused = was_paused then
    return null;
  end if;
  if day is null then
    select (now() at time zone c.time_zone)::date into day
    from billing_account a join bill_cycle c on c.id = a.cycle_id where a.id = new.account_id;
  end if;
  if not noted then
    insert into product_change (tenant_id, product_id, account_id, changed_on, quantity, paused)
    values (old.tenant_id, old.id, old.account_id, '-infinity', old.quantity, was_paused);
  end if;
  insert into product_change (tenant_id, product_id, account_id, changed_on, quantity, paused)
  values (new.tenant_id, new.id, new.account_id, day, nullif(new.quantity, old.quantity), nullif(is_paused, was_paused));
  return null;
end $$;
create trigger product_changed after update of quantity, status on product for each row execute function note_product_change();
