-- The duplicate check of usage in one table whose index is as small as it can be and still in the order of event ids: a mediation numbers
-- its events, so new keys go to few pages. Hash partitions spread them over four times as many, and a hash as the key over all of them: then
-- each new key of a large table writes a whole page to the log after a checkpoint. A partner is of one tenant, so its id stands for both.

alter table usage_key no force row level security;
alter table usage_key rename to usage_key_partitioned;
create table usage_key (like usage_key_partitioned including comments);
alter table usage_key alter column event_id type text collate "C";
insert into usage_key select * from usage_key_partitioned order by partner_id, event_id collate "C";
drop table usage_key_partitioned;
alter table usage_key add constraint usage_key_once primary key (partner_id, event_id);
call secure_tenant_table('usage_key', 'partner_id');
call hide_table('usage_key', false, true);
grant select, insert on usage_key to ${appRole};

-- Claims events; answers the positions of those that are new. Waits for a transaction that claims the same event at the same time; then the
-- event is not new here. To look each key up before it is inserted doubles the work in the index and makes a third more of the log: it is done
-- where there is a duplicate only.
create function claim_usage(tenant integer, partner bigint, document bigint, events text[], positions integer[], periods date[])
returns setof integer language plpgsql as $$
begin
  begin
    insert into usage_key (tenant_id, partner_id, event_id, document_id, position, bill_period)
      select tenant, partner, u.event_id, document, u.position, u.bill_period
        from unnest(events, positions, periods) as u (event_id, position, bill_period)
       order by u.event_id collate "C", u.position;
    return query select unnest(positions);
  exception when unique_violation then
    return query insert into usage_key as k (tenant_id, partner_id, event_id, document_id, position, bill_period)
      select tenant, partner, u.event_id, document, u.position, u.bill_period
        from unnest(events, positions, periods) as u (event_id, position, bill_period)
       order by u.event_id collate "C", u.position
      on conflict do nothing
      returning k.position;
  end;
end $$;
revoke all on function claim_usage(integer, bigint, bigint, text[], integer[], date[]) from public;
grant execute on function claim_usage(integer, bigint, bigint, text[], integer[], date[]) to ${appRole};
