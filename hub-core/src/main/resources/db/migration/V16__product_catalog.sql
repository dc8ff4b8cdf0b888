-- TMF620 product catalogue and TMF637 product inventory: what they add to offerings, price plans and subscriptions.

call create_resource_table('catalog', 'name text not null, catalog_type text, version text, lifecycle_status text');
call hide_table('catalog', true, true);

call create_resource_table('category', 'name text not null, parent text, version text, lifecycle_status text');
call hide_table('category', false, true);
create index category_parent on category (parent); -- sub-categories of a category, and deleting one
comment on column category.parent is 'uuid of the category above, as a text; null at the top.';

call create_resource_table('product_specification',
  'name text not null, brand text, product_number text, version text, lifecycle_status text');
call hide_table('product_specification', false, true);

grant select, insert, update, delete on catalog, category, product_specification to ${appRole};

alter table product_offering add column lifecycle_status text not null default 'Active';
alter table product_offering add column specification_id bigint references product_specification;
create index product_offering_specification on product_offering (specification_id); -- deleting a specification
create index product_offering_agreement on product_offering (agreement_id); -- filter agreement.id, and what a partner sees
comment on column product_offering.lifecycle_status is 'State of TMF620; what is Retired, Obsolete or Rejected is not subscribed anew.';

-- A price exists before its offering, and may say what the hub can't bill: then it has no definition and belongs to none.
alter table price_plan alter column offering_id drop not null;
alter table price_plan alter column definition drop not null;
alter table price_plan alter column currency drop not null;
alter table price_plan add constraint billable check (
  (definition is null) = (currency is null) and (definition is not null or offering_id is null));
comment on column price_plan.definition is 'Null for a price that the hub can''t bill; such a one belongs to no offering.';

alter table product add column status text not null default 'active'
  check (status in ('created', 'pendingActive', 'cancelled', 'active', 'pendingTerminate', 'terminated', 'suspended', 'aborted'));
create index product_of_offering on product (offering_id); -- filter productOffering.id, and whether an offering is in use
comment on column product.status is 'State of TMF637; what is created, pendingActive, cancelled or aborted is not billed.';
comment on column product.started_on is 'First day that is billed; 9999-12-31 for one that has not begun yet.';
call hide_table('product', true, false);

-- A partner's login sees what is sold under its own agreements, with its prices, specifications and categories.
create function agreements_of_partner() returns setof bigint language sql stable parallel safe
  as $$ select id from agreement where partner_id = hub_partner() $$;
create policy of_partner on product_offering as restrictive using (
  (select hub_partner()) is null or agreement_id in (select agreements_of_partner()));
create function offerings_of_partner() returns setof bigint language sql stable parallel safe
  as $$ select id from product_offering where agreement_id in (select agreements_of_partner()) $$;
create policy of_partner on price_plan as restrictive using (
  (select hub_partner()) is null or offering_id in (select offerings_of_partner()));
create policy of_partner on product_specification as restrictive using (
  (select hub_partner()) is null
  or id in (select specification_id from product_offering where specification_id is not null));
create policy of_partner on category as restrictive using (
  (select hub_partner()) is null
  or uuid::text in (select c ->> 'id' from product_offering o
                    cross join jsonb_array_elements(case jsonb_typeof(o.extension -> 'category')
                                                    when 'array' then o.extension -> 'category' else '[]' end) as c));
