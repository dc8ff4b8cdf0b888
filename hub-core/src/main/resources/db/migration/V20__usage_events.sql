-- Usage events: sessions, and what is known of usage beside its quantity.

alter table usage_record add column ended_at timestamptz;
alter table usage_record add column dimensions jsonb;
comment on column usage_record.ended_at is 'Null for what happens at one instant.';
comment on column usage_record.dimensions is 'Texts by name, such as region; null where nothing else is known.';
