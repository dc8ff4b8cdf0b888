-- Trial runs: what a run of the cycle would bill now, kept apart from the books to be compared with.

alter table bill_run drop constraint bill_run_kind_check;
alter table bill_run add constraint bill_run_kind_check check (kind in ('CYCLE', 'ON_DEMAND', 'TRIAL'));

create table trial_bill (
  tenant_id  integer not null,
  run_id     bigint not null,
  root_id    bigint not null,
  currency   char(3) not null,
  net        numeric not null,
  tax        numeric not null,
  line_count integer not null,
  primary key (run_id, root_id)
);
call secure_tenant_table('trial_bill', null, 'root_id');
call hide_table('trial_bill', true, true);
grant select, insert, delete on trial_bill to ${appRole};
comment on table trial_bill is 'The bill that a root account would have got; without number and posting.';

create table trial_line (
  tenant_id            integer not null,
  run_id               bigint not null,
  root_id              bigint not null,
  position             integer not null,
  account_id           bigint not null,
  offering_id          bigint not null,
  agreement_version_id bigint,
  source               text not null,
  source_key           text not null,
  description          text not null,
  quantity             numeric not null,
  unit                 text not null,
  amount               numeric not null,
  currency             char(3) not null,
  net                  numeric not null,
  tax_category         text not null,
  tax_rate             numeric not null,
  service_from         date not null,
  service_to           date not null,
  primary key (run_id, root_id, position)
);
call secure_tenant_table('trial_line', null, 'root_id');
call hide_table('trial_line', true, true);
grant select, insert, delete on trial_line to ${appRole};
comment on column trial_line.amount is 'Unrounded, in its own currency; net is the line on the bill, in the currency of the bill.';

-- The lines of runs of a period, trials or not; the caller's row-level security holds.
create function run_line(runs bigint[], period date) returns table (
  root_id bigint, bill_currency char(3), account_id bigint, offering_id bigint, agreement_version_id bigint, currency char(3), quantity numeric,
  amount numeric, net numeric, tax_category text, tax_rate numeric, fee_days integer) language sql stable as $$
  select b.account_id, b.currency, c.account_id, c.offering_id, c.agreement_version_id, c.currency, c.quantity, c.amount, l.net, l.tax_category,
         l.tax_rate, case c.source when 'RECURRING' then c.service_to - c.service_from end
  from customer_bill b
  join bill_line l on l.bill_period = period and l.bill_id = b.id
  join charge c on c.bill_period = period and c.id = l.charge_id
  where b.run_id = any(runs) and b.bill_period = period
  union all
  select t.root_id, b.currency, t.account_id, t.offering_id, t.agreement_version_id, t.currency, t.quantity, t.amount, t.net, t.tax_category,
         t.tax_rate, case t.source when 'RECURRING' then t.service_to - t.service_from end
  from trial_bill b join trial_line t on t.run_id = b.run_id and t.root_id = b.root_id
  where b.run_id = any(runs)
$$;
grant execute on function run_line(bigint[], date) to ${appRole};
