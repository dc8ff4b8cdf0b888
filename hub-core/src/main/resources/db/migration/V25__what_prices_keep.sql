-- What the modifiers of price plans keep from one period to the next: allowance left, commitment reached.

create table plan_state (
  tenant_id    integer not null,
  account_id   bigint not null,
  offering_id  bigint not null,
  plan_key     text not null,
  subscription bigint not null default 0,
  rated_period date not null,
  run_id       bigint not null,
  state        jsonb not null,
  primary key (account_id, offering_id, plan_key, subscription, rated_period, run_id)
);
call secure_tenant_table('plan_state', null, 'account_id');
call hide_table('plan_state', true, true);
create index plan_state_run on plan_state (run_id); -- a run that is cancelled leaves nothing
grant select, insert, update, delete on plan_state to ${appRole};
comment on table plan_state is 'What a period has left, as a run has found it; of several runs for a period the latest counts.';
comment on column plan_state.subscription is 'product.id where the plan is a fee; 0 where it prices usage.';
comment on column plan_state.rated_period is 'First day of the period after which this is left.';
