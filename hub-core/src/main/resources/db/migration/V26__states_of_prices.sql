-- What a priced period began with and for which days of service it was priced, so that a run finds out which periods no longer fit.

alter table plan_state add column kept bigint generated always as identity;
alter table plan_state add column since date not null default '-infinity';
alter table plan_state add column service_from date not null default '-infinity';
alter table plan_state add column service_to date not null default 'infinity';
alter table plan_state add column ends boolean not null default false;
alter table plan_state alter column state drop not null;
comment on table plan_state is 'What a period has left, as a run has found it; of several runs for a period the one that kept it last counts.';
comment on column plan_state.subscription is 'product.id where the plan is a fee; 0 where it prices usage; -1 for an allowance that a hierarchy shares, whose root the account is.';
comment on column plan_state.kept is 'In the order in which states were kept: a run that is resumed keeps its own behind those of later runs.';
comment on column plan_state.since is 'First day of the stretch of service without a gap; -infinity where there is no subscription.';
comment on column plan_state.service_from is 'With service_to (exclusive): the days of service in the period as it was priced.';
comment on column plan_state.ends is 'Whether it was priced as the period in which the service ends.';
comment on column plan_state.state is 'What it began with and what it has left; null where the period was priced before and nothing is priced there any more.';
