-- Double entry, append-only. Debit is positive, credit negative; a transaction adds up to zero per currency.

create sequence ledger_transaction_id as bigint;
grant usage on sequence ledger_transaction_id to ${appRole};
create table ledger_transaction (
  tenant_id integer not null,
  id        bigint primary key default nextval('ledger_transaction_id'),
  uuid      uuid not null,
  kind      text not null check (kind in ('BILL', 'SHARE', 'RESIDUE')),
  bill_id   bigint references customer_bill,
  run_id    bigint not null,
  posted_on date not null,
  unique (tenant_id, uuid)
);
call secure_tenant_table('ledger_transaction');
call hide_table('ledger_transaction', true, true);
create index ledger_transaction_bill on ledger_transaction (bill_id); -- trace from a bill to its postings
grant select, insert on ledger_transaction to ${appRole};
comment on column ledger_transaction.uuid is 'UUIDv5 of what is posted: a second posting of the same thing is refused by the key.';

create table ledger_entry (
  tenant_id      integer not null,
  transaction_id bigint not null,
  position       smallint not null,
  account        text not null check (account in ('CUSTOMER_RECEIVABLE', 'PARTNER_PAYABLE', 'PARTNER_COST', 'CSP_REVENUE', 'MARKETPLACE_COMMISSION',
                                                  'AGENCY_CLEARING', 'OUTPUT_VAT', 'ROUNDING_DIFFERENCE')),
  party_id       bigint,
  detail         text not null default '',
  amount         numeric not null check (amount <> 0),
  currency       char(3) not null,
  primary key (transaction_id, position)
);
call secure_tenant_table('ledger_entry');
call hide_table('ledger_entry', true, true);
grant select, insert on ledger_entry to ${appRole};
comment on column ledger_entry.party_id is 'Whose receivable, payable or cost it is; null for the tenant''s own accounts.';

-- The one check per shard transaction (a deferred row trigger costs six times the insert).
create function unbalanced_transactions(first_id bigint) returns table (transaction_id bigint, currency text, balance numeric)
  language sql stable
  as $$ select e.transaction_id, e.currency, sum(e.amount) from ledger_entry e where e.transaction_id >= first_id
        group by e.transaction_id, e.currency having sum(e.amount) <> 0 $$;
grant execute on function unbalanced_transactions(bigint) to ${appRole};
