-- Which partners' customer numbers have changed, and in which transaction: hub processes keep links of accounts between batches of usage, and
-- ask here whether what they keep still holds. What a transaction changes that was not over when a link was read, it changes with an id from
-- the oldest running transaction's on: so a link holds as long as no such id stands here.

create table account_link_change (
  tenant_id  integer not null,
  partner_id bigint not null,
  changed_in xid8 not null default pg_current_xact_id(),
  changed_at timestamptz not null default now()
);
call secure_tenant_table('account_link_change', 'partner_id');
call hide_table('account_link_change', false, true);
create index account_link_change_partner on account_link_change (partner_id, changed_in); -- asked once per batch
grant select, insert, update, delete on account_link_change to ${appRole};
comment on table account_link_change is 'One row per partner and statement that changed its account links or the bill cycle of one of its accounts; of the last day at least.';

create function note_account_links() returns trigger language plpgsql as $$
begin
  insert into account_link_change (tenant_id, partner_id) select distinct tenant_id, partner_id from changed;
  delete from account_link_change where ctid = any (array(
    select c.ctid from account_link_change c
     where c.partner_id in (select partner_id from changed) and c.changed_at < now() - interval '1 day' for update skip locked));
  return null;
end $$;
create trigger account_links_inserted after insert on account_link referencing new table as changed
  for each statement execute function note_account_links();
create trigger account_links_updated after update on account_link referencing new table as changed
  for each statement execute function note_account_links();
create trigger account_links_deleted after delete on account_link referencing old table as changed
  for each statement execute function note_account_links();

create function note_cycle_of_account() returns trigger language plpgsql as $$
begin
  insert into account_link_change (tenant_id, partner_id)
    select distinct tenant_id, partner_id from account_link where account_id = new.id;
  return null;
end $$;
create trigger account_cycle_changed after update of cycle_id on billing_account
  for each row when (old.cycle_id is distinct from new.cycle_id) execute function note_cycle_of_account();
