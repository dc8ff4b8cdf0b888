-- Objects of a store keep their whole key, and are told apart by their entity tag also where size and time are the same.

alter table adapter_pulled_file
  drop constraint adapter_pulled_file_name_check,
  add constraint adapter_pulled_file_name_check check (length(name) <= 1024),
  add column tag text not null default '' check (length(tag) <= 200),
  drop constraint adapter_pulled_file_pkey,
  add primary key (adapter_id, name, size, modified, tag);
comment on column adapter_pulled_file.tag is 'What else the server tells versions apart by; empty where it has nothing.';
