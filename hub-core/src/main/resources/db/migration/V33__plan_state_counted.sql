-- From which day the periods of a service are numbered, so that a run finds out which were priced as another one in the row.

alter table plan_state add column counted_from date not null default '-infinity';
comment on column plan_state.counted_from is 'The day from which the periods of the service are numbered: since, or the first period priced so where that is -infinity.';

alter table plan_state no force row level security;
update plan_state s
set counted_from = case when s.since > '-infinity' then s.since else coalesce(f.first, '-infinity') end
from (select account_id, offering_id, plan_key, subscription, min(rated_period) filter (where since = '-infinity') as first
      from plan_state where state is not null group by account_id, offering_id, plan_key, subscription) f
where (f.account_id, f.offering_id, f.plan_key, f.subscription) = (s.account_id, s.offering_id, s.plan_key, s.subscription);
alter table plan_state force row level security;
