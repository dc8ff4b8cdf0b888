-- Shares of the parties in each invoice line.

create table share (
  tenant_id            integer not null,
  bill_period          date not null,
  bill_id              bigint not null,
  line_position        integer not null,
  party_id             bigint not null,
  amount               numeric not null,
  currency             char(3) not null,
  agreement_version_id bigint not null,
  primary key (bill_period, bill_id, line_position, party_id)
) partition by range (bill_period);
call secure_tenant_table('share');
call hide_table('share', true, true);
grant select, insert on share to ${appRole};
comment on table share is 'Percentage shares of a line''s net; the shares of a line add up to it exactly.';
