-- No flow makes a number void: before its approval a run has none, afterwards it can only be finished.
alter table invoice_number drop column void_reason;
comment on table invoice_number is 'The gapless register: given by one statement at approval, copied to the invoice when its shard is published. After its approval a run is finished, so no number becomes void.';
comment on column number_series.series is 'INVOICE: the seller''s own; AGENCY: what this tenant issues in the seller''s name.';
