-- A version that begins on the day of the one before it stands in its place: the one before is in force on no day.
alter table price_plan drop constraint price_plan_check;
alter table price_plan add constraint price_plan_days check (valid_from <= valid_to);
