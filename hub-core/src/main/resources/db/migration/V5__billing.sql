-- Bill runs, charges, customer bills and their tax invoices, numbers.

create table bill_run (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  cycle_id    bigint not null references bill_cycle,
  bill_period date not null,
  period_to   date not null,
  issue_date  date not null,
  due_date    date not null,
  state       text not null check (state in ('SCHEDULED', 'COLLECTING', 'VALIDATING', 'RATING', 'CONSOLIDATING', 'IN_REVIEW',
                                             'APPROVED', 'PUBLISHED', 'CLOSED', 'FAILED', 'CANCELLED')),
  failed_in   text,
  failure     text,
  started_by  text not null,
  approved_by text,
  created_at  timestamptz not null,
  unique (tenant_id, uuid)
);
create unique index bill_run_once on bill_run (tenant_id, cycle_id, bill_period) where state not in ('FAILED', 'CANCELLED');
call secure_tenant_table('bill_run');
grant select, insert, update on bill_run to ${appRole};

create table bill_run_stage (
  tenant_id  integer not null,
  run_id     bigint not null references bill_run,
  stage      text not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  primary key (run_id, stage)
);
call secure_tenant_table('bill_run_stage');
grant select, insert, update on bill_run_stage to ${appRole};

-- A shard of root accounts; the lease row is the truth about who works on it, the fence refuses whoever lost it.
create table bill_run_shard (
  tenant_id    integer not null,
  run_id       bigint not null references bill_run,
  shard        integer not null,
  reopened     boolean not null default false,
  done         text not null default 'NOTHING' check (done in ('NOTHING', 'RATED', 'CONSOLIDATED', 'PUBLISHED', 'WRITTEN')),
  holder       text,
  fence        bigint not null default 0,
  leased_until timestamptz not null default '-infinity',
  primary key (run_id, shard)
);
call secure_tenant_table('bill_run_shard');
grant select, insert, update on bill_run_shard to ${appRole};
comment on column bill_run_shard.reopened is 'Made of accounts that were parked: an earlier rating may have left charges for them.';

create table bill_run_account (
  tenant_id     integer not null,
  run_id        bigint not null,
  root_id       bigint not null,
  shard         integer not null,
  parked_reason text,
  primary key (run_id, root_id)
);
call secure_tenant_table('bill_run_account');
create index bill_run_account_shard on bill_run_account (run_id, shard); -- a shard's root accounts
grant select, insert, update on bill_run_account to ${appRole};

-- Rows of a run that is cancelled before its approval are deleted: they were drafts, nothing was posted or numbered.
create sequence charge_id as bigint cache 1000;
grant usage on sequence charge_id to ${appRole};
create table charge (
  tenant_id            integer not null,
  bill_period          date not null,
  id                   bigint not null default nextval('charge_id'),
  account_id           bigint not null,
  offering_id          bigint not null,
  agreement_version_id bigint,
  source               text not null check (source in ('PARTNER_BILL', 'USAGE', 'RECURRING')),
  source_id            bigint not null,
  source_key           text not null,
  grouping_key         text not null default '',
  description          text not null,
  quantity             numeric not null,
  unit                 text not null,
  amount               numeric not null,
  currency             char(3) not null,
  price_plan_id        bigint,
  tax_category         text,
  tax_rate             numeric,
  service_from         date not null,
  service_to           date not null,
  detail_rows          integer not null,
  run_id               bigint not null,
  primary key (bill_period, id)
) partition by range (bill_period);
-- one charge per source and grouping, however often a shard is rated; also how consolidation reads a shard's accounts
create unique index charge_once on charge (bill_period, account_id, source, source_id, offering_id, grouping_key, unit, tax_category, tax_rate) nulls not distinct;
call secure_tenant_table('charge', null, 'account_id');
call hide_table('charge', true, false);
grant select, insert, delete on charge to ${appRole};
comment on column charge.amount is 'Unrounded, in its own currency; the invoice line is where it is rounded.';
comment on column charge.source_id is 'partner_bill.id, the partner role of usage, or product.id, by source.';
comment on column charge.source_key is 'The same in words that do not depend on the order of arrival: partner bill number, partner key or product key.';

create table number_series (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  seller_party_id bigint not null references party,
  series          text not null,
  year            integer not null,
  last_number     bigint not null default 0,
  unique (tenant_id, seller_party_id, series, year)
);
call secure_tenant_table('number_series');
grant select, insert, update on number_series to ${appRole};

-- What runs write in bulk has no foreign keys but those of numbers and postings to what they belong to: checking them row by row costs
-- as much as the insert, and locks a seller's one row again for each of its invoices. The statements that write take the ids from the
-- tables referred to, and the coherence check asks for references that lead nowhere.

create sequence customer_bill_id as bigint;
grant usage on sequence customer_bill_id to ${appRole};
create table customer_bill (
  tenant_id         integer not null,
  id                bigint primary key default nextval('customer_bill_id'),
  uuid              uuid not null,
  run_id            bigint not null,
  shard             integer not null,
  account_id        bigint not null,
  bill_period       date not null,
  period_to         date not null,
  issue_date        date not null,
  due_date          date not null,
  state             text not null check (state in ('new', 'onHold', 'validated', 'sent', 'partiallyPaid', 'settled')),
  currency          char(3) not null,
  net               numeric not null,
  tax               numeric not null,
  balance_forward   numeric not null default 0,
  amount_due        numeric not null,
  amount_due_minor  bigint not null,
  payment_reference text not null,
  line_count        integer not null,
  unique (tenant_id, uuid),
  unique (run_id, account_id),
  check (amount_due = net + tax + balance_forward)
) with (fillfactor = 60); -- leaves room for the change of state beside the draft
call secure_tenant_table('customer_bill', null, 'account_id');
call hide_table('customer_bill', true, false);
create index customer_bill_shard on customer_bill (run_id, shard); -- publishing a shard
grant select, insert, update, delete on customer_bill to ${appRole};

create sequence tax_invoice_id as bigint;
grant usage on sequence tax_invoice_id to ${appRole};
create table tax_invoice (
  tenant_id              integer not null,
  id                     bigint primary key default nextval('tax_invoice_id'),
  uuid                   uuid not null,
  bill_id                bigint not null,
  position               smallint not null,
  run_id                 bigint not null,
  seller_party_id        bigint not null,
  seller_registration_id bigint,
  buyer_party_id         bigint not null,
  agency                 boolean not null,
  type_code              text not null check (type_code in ('380', '381')),
  currency               char(3) not null,
  net                    numeric not null,
  tax                    numeric not null,
  gross                  numeric not null check (gross = net + tax),
  number                 text,
  unique (tenant_id, uuid),
  unique (bill_id, position)
) with (fillfactor = 60); -- leaves room for the number beside the draft
call secure_tenant_table('tax_invoice');
call hide_table('tax_invoice', true, false);
create index tax_invoice_run on tax_invoice (run_id, seller_party_id); -- numbering at approval
grant select, insert, update, delete on tax_invoice to ${appRole};

create table invoice_number (
  tenant_id   integer not null,
  series_id   bigint not null,
  number      bigint not null check (number > 0),
  text        text not null,
  invoice_id  bigint not null references tax_invoice,
  void_reason text,
  primary key (series_id, number),
  unique (invoice_id)
);
call secure_tenant_table('invoice_number');
grant select, insert, update (void_reason) on invoice_number to ${appRole};
comment on table invoice_number is 'The gapless register: given by one statement at approval, copied to the invoice when its shard is published; what is never published becomes a void with a reason.';

create table bill_line (
  tenant_id        integer not null,
  bill_period      date not null,
  bill_id          bigint not null,
  position         integer not null,
  invoice_id       bigint not null,
  charge_id        bigint not null,
  net              numeric not null,
  tax_category     text not null,
  tax_rate         numeric not null,
  exchange_rate_id bigint,
  residue          numeric not null,
  primary key (bill_period, bill_id, position)
) partition by range (bill_period);
create unique index bill_line_charge on bill_line (bill_period, charge_id); -- a charge is billed once; trace from charge to line
call secure_tenant_table('bill_line');
call hide_table('bill_line', true, false);
grant select, insert, delete on bill_line to ${appRole};
comment on column bill_line.residue is 'charge.amount x rate - net, exact, in the currency of the bill.';

create table tax_item (
  tenant_id             integer not null,
  invoice_id            bigint not null,
  category              text not null,
  rate                  numeric not null,
  taxable               numeric not null,
  tax                   numeric not null,
  exemption_reason_code text,
  exemption_reason      text,
  primary key (invoice_id, category, rate)
);
call secure_tenant_table('tax_item');
call hide_table('tax_item', true, false);
grant select, insert, delete on tax_item to ${appRole};

create table residue (
  tenant_id       integer not null,
  run_id          bigint not null references bill_run,
  partner_bill_id bigint not null references partner_bill,
  currency        char(3) not null,
  exact           numeric not null,
  posted          numeric not null,
  primary key (run_id, partner_bill_id, currency)
);
call secure_tenant_table('residue');
grant select, insert on residue to ${appRole};
comment on table residue is 'What is left between the unrounded rows of a partner bill and the rounded lines made of them; posted to rounding difference on the partner''s side.';

-- Makes the partitions of one month, once; called before lines of a new period are written.
create procedure ensure_period(period date) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month date := date_trunc('month', period)::date;
  parent text;
  partition text;
begin
  if period < date '2000-01-01' or period >= date '2200-01-01' then
    raise exception 'period % is not between 2000 and 2200', period using errcode = '22008';
  end if;
  foreach parent in array array['partner_bill_line', 'usage_record', 'charge', 'bill_line', 'share'] loop
    partition := parent || to_char(month, '_YYYYMM');
    if to_regclass(partition) is null then
      perform pg_advisory_xact_lock(hashtext('ensure_period'));
      execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
                     partition, parent, month, (month + interval '1 month')::date);
    end if;
  end loop;
end $$;
revoke all on procedure ensure_period(date) from public;
grant execute on procedure ensure_period(date) to ${appRole};

-- The planner's statistics of a month's partitions, brought up to date by the run after it has written them in bulk.
create procedure refresh_statistics(period date, tables text[]) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent text;
begin
  foreach parent in array tables loop
    if parent not in ('partner_bill_line', 'usage_record', 'charge', 'bill_line', 'share') then
      raise exception 'not a table of periods: %', parent using errcode = '22023';
    end if;
    if to_regclass(parent || to_char(period, '_YYYYMM')) is not null then
      execute format('analyze %I', parent || to_char(period, '_YYYYMM'));
    end if;
  end loop;
end $$;
revoke all on procedure refresh_statistics(date, text[]) from public;
grant execute on procedure refresh_statistics(date, text[]) to ${appRole};
