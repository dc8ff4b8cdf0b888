-- Whether the hub charges the fees of a product's subscriptions, or the partner's bills do.

alter table product_offering add column fees_billed_by text not null default 'HUB' check (fees_billed_by in ('HUB', 'PARTNER'));
alter table product_offering add constraint fees_of_partners check (fees_billed_by = 'HUB' or agreement_id is not null);
comment on column product_offering.fees_billed_by is
  'HUB: each subscription is charged by the price plans. PARTNER: the partner''s bills charge it, and are held against the price plans.';
