-- What the TM Forum APIs add: attributes that the hub does not interpret, kept with the row; resources of partnerships.

-- Sets changed_at with each change, whoever makes it.
create function touch_changed_at() returns trigger language plpgsql as $$
begin
  new.changed_at := now();
  return new;
end $$;

-- Keeps what clients say of a row beyond its columns, and when it was changed last.
create procedure keep_extension(target regclass) language plpgsql as $$
begin
  execute format('alter table %s add column extension jsonb not null default ''{}''', target);
  execute format('alter table %s add column changed_at timestamptz not null default now()', target);
  execute format('create trigger touch before update on %s for each row execute function touch_changed_at()', target);
  execute format('comment on column %s.extension is %L', target, 'What clients said and the hub does not interpret, given back as it came.');
end $$;
call keep_extension('party');
call keep_extension('party_role');
call keep_extension('agreement');
call keep_extension('bill_cycle');
call keep_extension('billing_account');
call keep_extension('product_offering');
call keep_extension('price_plan');
call keep_extension('product');
grant delete on party, party_role, agreement, agreement_version, bill_cycle, billing_account, account_link, product_offering,
                offering_link, price_plan, product to ${appRole};

alter table party alter column country drop not null;
comment on column party.country is 'ISO 3166-1 alpha-2; only who neither buys nor sells may have none.';

-- A partner's login sees itself and the host; a customer's login itself and those who sell, not other customers. What they may know is asked of
-- functions: a policy that queries tables itself is planned, with the policies of those tables, as a part of every statement that touches its own.
create function parties_of_partner() returns setof bigint language sql stable parallel safe
  as $$ select party_id from party_role where id = hub_partner() or role in ('CSP', 'MARKETPLACE') $$;
create function own_parties_of_account() returns setof bigint language sql stable parallel safe
  as $$ select party_id from billing_account where id = hub_account() or root_id = hub_account() $$;
create function parties_of_account() returns setof bigint language sql stable parallel safe
  as $$ select own_parties_of_account() union select party_id from party_role where role <> 'CUSTOMER' $$;
create policy of_partner on party as restrictive using ((select hub_partner()) is null or id in (select parties_of_partner()));
create policy of_account on party as restrictive using ((select hub_account()) is null or id in (select parties_of_account()));
create policy of_account on billing_account as restrictive using (
  (select hub_account()) is null or id = (select hub_account()) or root_id = (select hub_account()));

-- A table of a resource: what all of them have, with row-level security.
create procedure create_resource_table(target text, columns text) language plpgsql as $$
begin
  execute format('create table %I (tenant_id integer not null, id bigint generated always as identity primary key, uuid uuid not null, '
                 '%s, unique (tenant_id, uuid))', target, columns);
  call secure_tenant_table(target::regclass);
  call keep_extension(target::regclass);
end $$;

call create_resource_table('partnership_specification', 'name text not null');
call hide_table('partnership_specification', false, true);
call create_resource_table('partnership',
  'name text not null, specification_id bigint not null references partnership_specification');
call hide_table('partnership', false, true);
create index partnership_specification_of on partnership (specification_id); -- filter specification.id, and deleting one
create table partnership_partner (
  tenant_id      integer not null,
  partnership_id bigint not null references partnership on delete cascade,
  role_id        bigint not null references party_role,
  primary key (partnership_id, role_id)
);
call secure_tenant_table('partnership_partner');
call hide_table('partnership_partner', false, true);
create index partnership_partner_role on partnership_partner (role_id); -- the partnerships of a partner
create policy of_partner on partnership as restrictive using (
  (select hub_partner()) is null
  or id in (select partnership_id from partnership_partner where role_id = (select hub_partner())));
comment on table partnership_partner is 'Who takes part in a partnership, by party role.';

call create_resource_table('agreement_specification', 'name text not null, version text, lifecycle_status text');
call hide_table('agreement_specification', false, true);
alter table agreement add column specification_id bigint references agreement_specification;
create index agreement_specification_of on agreement (specification_id); -- deleting one

grant select, insert, update, delete on partnership_specification, partnership, partnership_partner, agreement_specification to ${appRole};

-- The same for roles: a partner need not know the other partners, nor a customer the other customers.
create policy of_partner on party_role as restrictive using (
  (select hub_partner()) is null or id = (select hub_partner()) or role in ('CSP', 'MARKETPLACE'));
create policy of_account on party_role as restrictive using (
  (select hub_account()) is null or role <> 'CUSTOMER' or party_id in (select own_parties_of_account()));

-- Invoices, postings and shares name parties without a foreign key: a party that has ever bought or sold is never deleted.
alter table party add column engaged boolean not null default false;
comment on column party.engaged is 'Has, or has had, a role or an account, so that books may name it; never deleted then.';
update party p set engaged = true
 where exists (select from party_role r where r.party_id = p.id) or exists (select from billing_account a where a.party_id = p.id);
create function engage_parties() returns trigger language plpgsql as $$
begin
  update party p set engaged = true from changed c where p.id = c.party_id and not p.engaged;
  return null;
end $$;
create trigger engage_by_insert after insert on party_role referencing new table as changed for each statement execute function engage_parties();
create trigger engage_by_update after update on party_role referencing new table as changed for each statement execute function engage_parties();
create trigger engage_by_insert after insert on billing_account referencing new table as changed for each statement execute function engage_parties();
create trigger engage_by_update after update on billing_account referencing new table as changed for each statement execute function engage_parties();
