-- Usage that comes late, by agreement; and how the record of an event is found, which another event takes back.

alter table agreement_version add column late_usage text not null default 'NEXT_BILL' check (late_usage in ('NEXT_BILL', 'OWN_PERIOD'));
alter table agreement_version add column refuse_usage_after_days integer check (refuse_usage_after_days >= 0);
comment on column agreement_version.late_usage is 'Usage of a period that is billed: NEXT_BILL counts with that of the open period, OWN_PERIOD changes the price of its own, and the next bill has the difference.';
comment on column agreement_version.refuse_usage_after_days is 'Usage older than so many days on the day on which it comes in is not taken in; null: however old.';

alter table usage_key add column bill_period date;
comment on column usage_key.bill_period is 'Of the event''s record, by which the record is found; null where the event itself takes another one back.';
comment on column usage_key.event_id is 'Source and id of an event; behind chr(31), which no event''s key begins with: that event was taken back, by the record that the key leads to.';
alter table usage_key no force row level security;
alter table usage_record no force row level security;
update usage_key k set bill_period = u.bill_period from usage_record u where u.document_id = k.document_id and u.position = k.position;
alter table usage_key force row level security;
alter table usage_record force row level security;
