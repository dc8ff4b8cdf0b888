-- TMF620 importJob and exportJob. A job is taken by one process at a time, for as long as its lease lasts; what it does to the
-- tenant's catalogue is one transaction with its end, so a job of a process that was killed is simply begun again.

create procedure create_job_table(target text, columns text) language plpgsql as $$
begin
  call create_resource_table(target,
    'url text not null, content_type text, path text' || columns
    || ', status text not null default ''Not Started'' check (status in (''Not Started'', ''Running'', ''Succeeded'', ''Failed''))'
    || ', error_log text, requested_by text not null default ''''' || ', created_at timestamptz not null default now()'
    || ', completed_at timestamptz, attempts integer not null default 0, holder text'
    || ', leased_until timestamptz not null default now()');
  call hide_table(target::regclass, true, true);
  -- what a worker may take; ended jobs are many, waiting ones few
  execute format('create index %I on %I (tenant_id, id) where status in (''Not Started'', ''Running'')', target || '_waiting', target);
end $$;

call create_job_table('import_job', '');
call create_job_table('export_job', ', query text, content bytea');
comment on column export_job.content is 'The file; null until the job has succeeded. Deleted with the job.';

grant select, insert, update, delete on import_job, export_job to ${appRole};
