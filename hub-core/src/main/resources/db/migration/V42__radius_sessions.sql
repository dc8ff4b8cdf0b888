-- Sessions of RADIUS accounting: how far their cumulative counters have become usage.

create table radius_session (
  tenant_id    integer not null,
  adapter_id   bigint not null references adapter on delete cascade,
  nas          text not null check (length(nas) <= 64),
  session      text not null check (length(session) <= 64),
  since        timestamptz not null default '1970-01-01T00:00:00Z',
  restarted_at timestamptz,
  octets_in    bigint not null default 0,
  octets_out   bigint not null default 0,
  seconds      bigint not null default 0,
  seen_at      timestamptz,
  primary key (adapter_id, nas, session)
);
create index radius_session_seen on radius_session (seen_at); -- deletes those that are over for long
call secure_tenant_table('radius_session');
call hide_table('radius_session', true, true);
grant select, insert, update, delete on radius_session to ${appRole};
comment on table radius_session is 'Written in the transaction of the usage, so that what was counted is not counted again.';
comment on column radius_session.since is 'The restart of the NAS before the session: its id may have stood for another one before that.';
comment on column radius_session.restarted_at is 'When the NAS has forgotten it (Accounting-On, Accounting-Off); a later session may have its id.';
