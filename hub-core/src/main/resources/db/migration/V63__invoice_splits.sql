-- Buyers that want an invoice for each of their purchase orders and cost centres.

create table invoice_split (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  account_id  bigint not null references billing_account,
  offering_id bigint references product_offering,
  valid_from  date not null,
  valid_to    date not null,
  parts       jsonb not null,
  check (valid_from < valid_to)
);
call secure_tenant_table('invoice_split', null, 'account_id');
call hide_table('invoice_split', true, false);
create unique index invoice_split_once on invoice_split (account_id, coalesce(offering_id, 0), valid_from);
grant select, insert, update on invoice_split to ${appRole};
comment on table invoice_split is 'On which invoices the charges of an account stand; of the split in force on the last day of a billing period.';
comment on column invoice_split.offering_id is 'Only for charges of this product; null for all that have no split of their own.';
comment on column invoice_split.parts is 'Objects with percent, which add up to 100, orderReference (BT-13) and costCentre (BT-19).';

alter table tax_invoice add column order_reference text, add column cost_centre text;
comment on column tax_invoice.order_reference is 'BT-13, the purchase order of the buyer that all of it is for.';
comment on column tax_invoice.cost_centre is 'BT-19, where the buyer books it.';
