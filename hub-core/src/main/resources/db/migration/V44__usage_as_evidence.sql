-- Usage that is no charge by itself: the partner bills it, and it shows whether the bill is right.

alter table agreement_version add column usage jsonb not null default '{}';
comment on column agreement_version.usage is 'What the partner''s usage is for: {"role":"EVIDENCE","tolerancePercent":"0.5"} holds bills against it and charges none of it; without role it is charged.';

alter table usage_record add column evidence boolean not null default false;
comment on column usage_record.evidence is 'Charged by no run: the partner''s bills are held against it.';
create index usage_record_evidence on usage_record (offering_id, unit) where evidence; -- whether usage of a product comes at all
