-- What bill runs make of the terms of accounts: charges that reduce or raise others, what accounts keep between runs, coupons, and what
-- sponsors will be charged.

alter table charge drop constraint charge_source_check;
alter table charge add constraint charge_source_check
  check (source in ('PARTNER_BILL', 'USAGE', 'RECURRING', 'MODIFIER', 'SPONSORED'));
alter table charge add column borne_by bigint;
alter table charge add column borne_under bigint;
comment on column charge.source_id is 'partner_bill.id, the partner role of usage, product.id, the agreement version of a modifier (0 for the host''s own products), or sponsored_charge.id, by source.';
comment on column charge.source_key is 'The same in words that do not depend on the order of arrival: partner bill number, partner key, product key, key of the modifier, or number of the account that is sponsored.';
comment on column charge.borne_by is 'party.id of the one party that has all of the line''s share; null where the agreement shares it.';
comment on column charge.borne_under is 'The agreement version of that party, where it is not the line''s own.';

create table account_state (
  tenant_id    integer not null,
  id           bigint generated always as identity,
  account_id   bigint not null,
  rated_period date not null,
  run_id       bigint not null,
  begins_with  bigint not null,
  state        jsonb not null,
  primary key (account_id, id),
  unique (account_id, begins_with)
);
call secure_tenant_table('account_state', null, 'account_id');
call hide_table('account_state', true, true);
create index account_state_run on account_state (run_id); -- a run that is cancelled leaves nothing
grant select, insert, delete on account_state to ${appRole};
comment on table account_state is 'What the terms of an account have left after a run, one row for each run that has priced them; the latest by id counts, whatever its period: an account is priced in the order of its runs.';
comment on column account_state.begins_with is 'The state that the run began with; 0 for the first. Unique, so that no state is gone on from twice.';

create table coupon_use (
  tenant_id  integer not null,
  code       text not null,
  account_id bigint not null,
  run_id     bigint not null,
  times      integer not null,
  amount     numeric not null,
  primary key (tenant_id, code, account_id, run_id)
);
call secure_tenant_table('coupon_use', null, 'account_id');
call hide_table('coupon_use', true, true);
create index coupon_use_run on coupon_use (run_id); -- a run that is cancelled leaves nothing
grant select, insert, delete on coupon_use to ${appRole};
comment on table coupon_use is 'What each run has used of a coupon for each account; their sum is held against limits over all accounts.';

create table sponsored_charge (
  tenant_id            integer not null,
  id                   bigint generated always as identity primary key,
  made_run             bigint not null,
  claimed_run          bigint,
  account_id           bigint not null,
  sponsor_id           bigint not null,
  modifier_key         text not null,
  offering_id          bigint not null,
  agreement_version_id bigint,
  description          text not null,
  amount               numeric not null check (amount > 0),
  currency             char(3) not null,
  tax_category         text,
  tax_rate             numeric,
  service_from         date not null,
  service_to           date not null
);
call secure_tenant_table('sponsored_charge', null, 'account_id');
call hide_table('sponsored_charge', true, true);
create index sponsored_charge_open on sponsored_charge (sponsor_id) where claimed_run is null; -- what a run charges a sponsor
create index sponsored_charge_made on sponsored_charge (made_run, account_id); -- a run that is cancelled leaves nothing
create index sponsored_charge_claimed on sponsored_charge (claimed_run) where claimed_run is not null; -- and gives back what it has claimed
grant select, insert, update (claimed_run), delete on sponsored_charge to ${appRole};
comment on table sponsored_charge is 'What was taken off an account''s bill because another account pays it; charged by the sponsor''s next run after made_run was published.';
comment on column sponsored_charge.claimed_run is 'The run that charges it to the sponsor; null as long as none does.';
