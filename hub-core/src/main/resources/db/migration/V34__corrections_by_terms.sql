-- What corrects an earlier period carries the terms of accounts of that period.

alter table charge add column corrected_period date;
comment on column charge.corrected_period is 'First day of the billing period whose run has charged what this charge corrects, and whose terms of accounts apply to it; null where it corrects nothing that was charged before.';
create index charge_corrected on charge (account_id, corrected_period) where corrected_period is not null; -- what later runs have corrected of a period that is priced again

alter table account_state add column began jsonb;
alter table account_state add column terms bigint[];
alter table account_state add column segment text;
alter table account_state add column groups text[];
comment on column account_state.began is 'The state that the run began with, where it has corrected earlier periods: the one before with what they leave by now. Null where it is the one before as it stands.';
comment on column account_state.terms is 'Which account_terms were applied; a later run that prices the period again applies the same. Null in rows of before they were kept: those in force on the first day count there.';
comment on column account_state.segment is 'Segment of the account when the run priced it; a later run that prices the period again takes it.';
comment on column account_state.groups is 'Groups of the account at that time; null in rows of before they were kept: segment and groups of now count there.';

-- a sponsor is given back what was paid too much
alter table sponsored_charge drop constraint sponsored_charge_amount_check;
alter table sponsored_charge add constraint sponsored_charge_amount_check check (amount <> 0);
comment on table sponsored_charge is 'What was taken off an account''s bill because another account pays it; charged by the sponsor''s next run after made_run was published. Negative where a correction gives it back.';
