-- Restated bills: a partner's bill that takes the place of an earlier one, under the same number or a new one.

alter table partner_bill
  add column revision integer not null default 0 check (revision >= 0),
  add column replaces text,
  add column replaced_by bigint references partner_bill,
  add column given_back_net numeric not null default 0,
  add column given_back_by bigint references partner_bill,
  drop constraint partner_bill_tenant_id_partner_id_number_key,
  add constraint partner_bill_number unique (tenant_id, partner_id, number, revision),
  add check (replaced_by <> id),
  add check (given_back_net = 0 or replaced_by is not null and given_back_by is not null);
comment on column partner_bill.revision is 'How many bills the partner sent under this number before; only a bill that replaces its own number has more than 0.';
comment on column partner_bill.replaces is 'The number of the bill that this one takes the place of, as stated; empty where the document says that it is a correction and names none.';
comment on column partner_bill.replaced_by is 'The bill that counts now instead of this one: the last one of a row of restatements; null while this one counts.';
comment on column partner_bill.given_back_by is 'The bill that took the place of this one when it was given back, with whose lines that is netted; it stays, whatever replaces that bill later.';
comment on column partner_bill.given_back_net is 'What of accepted_net had been billed before the bill was replaced, and is given back by lines at negative positions.';
create index partner_bill_replaced on partner_bill (replaced_by) where replaced_by is not null; -- what a bill stands for
create index partner_bill_replaces on partner_bill (partner_id, replaces) where replaces is not null; -- the other restatements of a number

comment on column partner_bill_line.position is 'From 1 in the document; -n gives back line n of a bill that was replaced when the line was billed already.';

-- What is given back of a bill is charged with the bill in its place, under its own terms.
drop index charge_once;
create unique index charge_once on charge (bill_period, account_id, source, source_id, offering_id, grouping_key, unit, tax_category, tax_rate,
                                           rated_from, currency, (case when source = 'USAGE' then price_plan_id end),
                                           (case when source = 'PARTNER_BILL' then agreement_version_id end)) nulls not distinct;

alter table quarantine_entry
  drop constraint quarantine_entry_status_check,
  add constraint quarantine_entry_status_check check (status in ('OPEN', 'RELEASED', 'WAIVED', 'REJECTED', 'REPLACED'));

alter table received_document
  drop constraint received_document_status_check,
  add constraint received_document_status_check
    check (status in ('RECEIVED', 'ACCEPTED', 'PARTLY_ACCEPTED', 'QUARANTINED', 'REFUSED', 'REPLACED'));

-- Who withdraws lines of an open period waits for a bill on demand that charges them, and the other way round.
create function cycle_restatement(cycle_id bigint) returns bigint language sql immutable parallel safe
  as $$ select hashtextextended('restated bills of bill_cycle ' || cycle_id, 0) $$;
