-- Usage that belongs to a period that is billed, and what its price was made of.

alter table usage_record add column amount numeric;
alter table usage_record add column rated_period date;
alter table usage_record add column reverses_document bigint;
alter table usage_record add column reverses_position integer;
comment on column usage_record.amount is 'The amount, or the price of a unit, that the event itself carries; null where it carries none.';
comment on column usage_record.rated_period is 'First day of the earlier period whose price it changes; the difference is billed in bill_period. Null where it counts in bill_period itself.';
comment on column usage_record.reverses_document is 'With reverses_position: the record that this one takes back, of the same time, dimensions and the other sign; null else.';

alter table charge add column rated_from date;
alter table charge add column price_steps jsonb;
comment on column charge.rated_from is 'First day on which the usage was rated by the price plan; null for what is no usage.';
comment on column charge.price_steps is 'How the amount came to be, where price plan, quantity and days alone do not give it again; null else.';
-- a price that changes in the middle of a period gives two charges, and a correction one
drop index charge_once;
-- for each period that it corrects; two plans may price usage in the same unit, and a price may change its currency
create unique index charge_once on charge (bill_period, account_id, source, source_id, offering_id, grouping_key, unit, tax_category, tax_rate,
                                           rated_from, currency, (case when source = 'USAGE' then price_plan_id end)) nulls not distinct;

-- From which day on the prices of an offering have changed, so that the next run looks at what is billed from then on.
create table price_change (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  offering_id  bigint not null references product_offering on delete cascade,
  changed_from date not null,
  changed_at   timestamptz not null default now()
);
call secure_tenant_table('price_change');
call hide_table('price_change', true, true);
create index price_change_at on price_change (changed_at); -- what changed since the run before
grant select, insert, delete on price_change to ${appRole};

create function note_price_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.offering_id is not null then
      insert into price_change (tenant_id, offering_id, changed_from) values (new.tenant_id, new.offering_id, new.valid_from);
    end if;
    return null;
  end if;
  if new.offering_id is distinct from old.offering_id or new.definition is distinct from old.definition
     or new.valid_from <> old.valid_from then
    insert into price_change (tenant_id, offering_id, changed_from)
    select distinct new.tenant_id, o.id, least(old.valid_from, new.valid_from)
    from unnest(array[old.offering_id, new.offering_id]) as o (id) where o.id is not null;
  elsif new.valid_to <> old.valid_to and new.offering_id is not null then
    insert into price_change (tenant_id, offering_id, changed_from)
    values (new.tenant_id, new.offering_id, least(old.valid_to, new.valid_to));
  end if;
  return null;
end $$;
create trigger price_plan_changed after insert or update on price_plan for each row execute function note_price_change();

-- The dimensions that a price plan asks for; an empty object where usage has none of them.
create function picked_dimensions(dimensions jsonb, names text[]) returns jsonb language sql immutable parallel safe
  as $$ select coalesce(jsonb_object_agg(n, dimensions -> n), '{}') from unnest(names) n where dimensions ? n $$;

create index usage_record_reverses on usage_record (account_id) where reverses_document is not null; -- levels that were taken back
create index usage_record_rated on usage_record (account_id) where rated_period is not null; -- what a run bills of earlier periods

-- The grouping key of the charge that usage goes into: its own, and the values of the dimensions by which its price plan groups.
create function usage_line_key(grouping_key text, dimensions jsonb, group_by jsonb) returns text language sql immutable parallel safe
  as $$ select case when jsonb_typeof(group_by) is distinct from 'array' or group_by = '[]' then grouping_key
                    else (select string_agg(replace(part, '·', '··'), ' · ' order by n)
                          from (select 0 as n, grouping_key as part where grouping_key <> ''
                                union all
                                select d.n, coalesce(dimensions ->> d.name, '')
                                from jsonb_array_elements_text(group_by) with ordinality as d (name, n)) p) end $$;
