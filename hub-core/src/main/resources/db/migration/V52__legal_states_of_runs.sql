-- A run goes from state to state as the operator's guide says, whoever writes it.

create function legal_bill_run_state() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  legal boolean := case old.state
    when 'SCHEDULED' then new.state in ('COLLECTING', 'FAILED', 'CANCELLED')
    when 'COLLECTING' then new.state in ('VALIDATING', 'FAILED', 'CANCELLED')
    when 'VALIDATING' then new.state in ('RATING', 'FAILED', 'CANCELLED')
    when 'RATING' then new.state in ('CONSOLIDATING', 'FAILED', 'CANCELLED')
    when 'CONSOLIDATING' then new.state in ('FAILED', 'CANCELLED') or new.state = case new.kind when 'TRIAL' then 'CLOSED' else 'IN_REVIEW' end
    when 'IN_REVIEW' then new.state in ('APPROVED', 'RATING', 'CANCELLED')
    when 'APPROVED' then new.state in ('PUBLISHED', 'FAILED')
    when 'PUBLISHED' then new.state in ('CLOSED', 'RATING', 'FAILED')
    when 'FAILED' then new.state in (old.failed_in, 'CANCELLED')
    when 'CLOSED' then new.kind = 'TRIAL' and new.state = 'CANCELLED'
    else false end;
begin
  if not legal or new.state = 'CANCELLED' and old.approved_by is not null then
    raise exception 'a bill run that is % can''t become %', old.state, new.state using errcode = '23514', table = 'bill_run';
  end if;
  return new;
end $$;
create trigger legal_state before update of state on bill_run for each row when (old.state <> new.state) execute function legal_bill_run_state();
