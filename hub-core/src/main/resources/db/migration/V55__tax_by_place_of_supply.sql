-- Tax by place of supply: classes, exemptions of buyers, registrations with validity; tax and parts of lines; rates that follow from others.

create table tax_class (
  tenant_id       integer not null,
  key             text not null,
  place_of_supply text not null check (place_of_supply in ('CUSTOMER', 'BUSINESS_CUSTOMER', 'SELLER', 'DESTINATION')),
  rate_change     text not null default 'LAST_DAY' check (rate_change in ('LAST_DAY', 'SPLIT_BY_DAYS')),
  primary key (tenant_id, key)
);
call secure_tenant_table('tax_class');
grant select, insert, update on tax_class to ${appRole};
comment on table tax_class is 'How supplies of a class are taxed; a class without a row is taxed where the customer is, by the rate of the last day.';

create table tax_exemption (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  party_id    bigint not null references party,
  country     char(2) not null,
  tax_class   text,
  category    text not null check (category in ('Z', 'E', 'AE', 'K', 'G', 'O')),
  reason_code text,
  reason      text,
  certificate text,
  valid_from  date not null default '-infinity',
  valid_to    date not null default 'infinity',
  check (valid_from < valid_to),
  unique nulls not distinct (tenant_id, party_id, country, tax_class, valid_from)
);
call secure_tenant_table('tax_exemption');
grant select, insert, update on tax_exemption to ${appRole};
comment on column tax_exemption.certificate is 'Number of the certificate that the buyer has handed in.';

alter table tax_registration add column valid_from date not null default '-infinity', add column valid_to date not null default 'infinity',
  add constraint tax_registration_validity check (valid_from < valid_to);

alter table tax_invoice add column tax_country char(2);
comment on column tax_invoice.tax_country is 'The country whose tax it states, where that is not the one of the seller''s seat.';

alter table bill_line add column tax numeric, add column part smallint not null default 0;
comment on column bill_line.tax is 'The line''s part of the tax of its invoice, category and rate; the parts add up to the tax item. Null on bills of before.';
comment on column bill_line.part is 'Which part of its charge the line bills; 0 for the whole.';
drop index bill_line_charge;
create unique index bill_line_charge on bill_line (bill_period, charge_id, part); -- a charge is billed once; trace from charge to line

create table bill_line_part (
  tenant_id    integer not null,
  bill_period  date not null,
  bill_id      bigint not null,
  position     integer not null,
  charge_id    bigint not null,
  quantity     numeric not null,
  amount       numeric not null,
  service_from date not null,
  service_to   date not null,
  primary key (bill_period, bill_id, position)
);
call secure_tenant_table('bill_line_part');
call hide_table('bill_line_part', true, false);
create index bill_line_part_charge on bill_line_part (bill_period, charge_id); -- the parts of a charge
grant select, insert, delete on bill_line_part to ${appRole};
comment on table bill_line_part is 'What a line bills of its charge where it is not the whole; the parts of a charge add up to it.';

alter table exchange_rate add column derived boolean not null default false;
comment on column exchange_rate.derived is 'It follows from other rows: the inverse of one, or two by way of a third currency.';
alter table exchange_rate drop constraint exchange_rate_tenant_id_source_base_quote_rate_date_key;
create unique index exchange_rate_once on exchange_rate (tenant_id, source, base, quote, rate_date) where not derived;
create unique index exchange_rate_derived on exchange_rate (tenant_id, source, base, quote, rate_date, rate) where derived;

create or replace function run_line(runs bigint[], period date) returns table (
  root_id bigint, bill_currency char(3), account_id bigint, offering_id bigint, agreement_version_id bigint, currency char(3), quantity numeric,
  amount numeric, net numeric, tax_category text, tax_rate numeric, fee_days integer) language sql stable as $$
  select b.account_id, b.currency, c.account_id, c.offering_id, c.agreement_version_id, c.currency, coalesce(q.quantity, c.quantity),
         coalesce(q.amount, c.amount), l.net, l.tax_category, l.tax_rate,
         case c.source when 'RECURRING' then coalesce(q.service_to, c.service_to) - coalesce(q.service_from, c.service_from) end
  from customer_bill b
  join bill_line l on l.bill_period = period and l.bill_id = b.id
  join charge c on c.bill_period = period and c.id = l.charge_id
  left join bill_line_part q on l.part > 0 and q.bill_period = period and q.bill_id = l.bill_id and q.position = l.position
  where b.run_id = any(runs) and b.bill_period = period
  union all
  select t.root_id, b.currency, t.account_id, t.offering_id, t.agreement_version_id, t.currency, t.quantity, t.amount, t.net, t.tax_category,
         t.tax_rate, case t.source when 'RECURRING' then t.service_to - t.service_from end
  from trial_bill b join trial_line t on t.run_id = b.run_id and t.root_id = b.root_id
  where b.run_id = any(runs)
$$;
