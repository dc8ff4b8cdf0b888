-- How fast a run goes.

alter table bill_run_shard add column done_at timestamptz;
comment on column bill_run_shard.done_at is 'When the shard has done its last step.';
