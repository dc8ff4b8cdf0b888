-- Reading the audit log: newest first, of one actor, of a span of time.
create index audit_event_newest on audit_event (tenant_id, id); -- "what happened last", page by page
create index audit_event_actor on audit_event (tenant_id, actor, id); -- "what did they do"
create index audit_event_when on audit_event (tenant_id, occurred_at); -- "what happened on that day"
