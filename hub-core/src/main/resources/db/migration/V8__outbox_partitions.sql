-- Day partitions of the outbox: made ahead, and dropped whole once everything in them was sent.
-- A row whose day has no partition yet lies in outbox_default and is relayed like any other; that only costs the quick drop.
-- Row-level security belongs to the parent, through which the hub's roles go; they hold no grant on a partition itself.

-- Attaches instead of "create table ... partition of": that would lock writers of the whole outbox out.
create procedure ensure_outbox_days(first_day date, days integer)
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
  today date;
  partition text;
begin
  if days not between 1 and 60 or first_day < date '2000-01-01' or first_day >= date '2200-01-01' then
    raise exception 'days must be 1 to 60 and the first day between 2000 and 2200, but they are % and %', days, first_day
      using errcode = '22023';
  end if;
  perform pg_advisory_xact_lock(hashtext('outbox_days'));
  for today in select first_day + n from generate_series(0, days - 1) n loop
    partition := 'outbox' || to_char(today, '_YYYYMMDD');
    if to_regclass(partition) is not null or exists (select from outbox_default where occurred_on = today) then
      continue;
    end if;
    execute format('create table %I (like outbox including constraints including storage)', partition);
    execute format('alter table outbox attach partition %I for values from (%L) to (%L)', partition, today, today + 1);
  end loop;
end $$;

-- Drops the days before the given one that are sent to the last row, and what was sent of the default partition.
create function drop_sent_outbox_days(before_day date) returns integer
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
  partition text;
  pending boolean;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('outbox_days'));
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'outbox'::regclass and c.relname ~ '^outbox_\d{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < before_day
     order by c.relname
  loop
    execute format('lock table %I in share mode', partition); -- whoever still writes to the day is waited for
    execute format('select exists (select from %I where sent_at is null)', partition) into pending;
    if not pending then
      execute format('drop table %I', partition);
      dropped := dropped + 1;
    end if;
  end loop;
  delete from outbox_default where occurred_on < before_day and sent_at is not null;
  return dropped;
end $$;

revoke all on procedure ensure_outbox_days(date, integer) from public;
revoke all on function drop_sent_outbox_days(date) from public;
grant execute on procedure ensure_outbox_days(date, integer) to ${relayRole};
grant execute on function drop_sent_outbox_days(date) to ${relayRole};
