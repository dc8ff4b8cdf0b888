-- Notifications: who listens, and the queue of what each listener is still to be told. The queue is filled in a tenant's
-- transaction, once per listener and event, and worked off for all tenants by ${relayRole}.

create table event_listener (
  tenant_id         integer not null,
  id                bigint generated always as identity primary key,
  uuid              uuid not null,
  kind              text not null check (kind in ('TMF', 'HUB')),
  api               text,
  callback          text not null check (length(callback) <= 2000),
  query             text not null default '' check (length(query) <= 2000),
  event_types       text[],
  fields            text[],
  filter            jsonb not null default '[]',
  description       text check (length(description) <= 250),
  secret_generation integer not null check (secret_generation >= 0),
  state             text not null default 'ACTIVE' check (state in ('ACTIVE', 'PAUSED')),
  partner_id        bigint references party_role on delete cascade,
  account_id        bigint references billing_account on delete cascade,
  created_by        text not null,
  created_at        timestamptz not null,
  version           integer not null default 1,
  holder            text,
  fence             bigint not null default 0,
  leased_until      timestamptz not null default '-infinity',
  failures          integer not null default 0,
  failing_since     timestamptz,
  rest_until        timestamptz not null default '-infinity',
  unique (tenant_id, uuid),
  check ((kind = 'TMF') = (api is not null))
);
-- a second listener with the same callback and query would only be told everything twice; digests, as a URL may be longer than a key
create unique index event_listener_once on event_listener
  (tenant_id, kind, coalesce(api, ''), md5(callback), md5(query), coalesce(partner_id, 0), coalesce(account_id, 0));
call secure_tenant_table('event_listener', 'partner_id', 'account_id');
create policy relay_all on event_listener to ${relayRole} using (true) with check (true);
grant select, insert, update, delete on event_listener to ${appRole};
grant select, update (holder, fence, leased_until, failures, failing_since, rest_until) on event_listener to ${relayRole};
comment on column event_listener.secret_generation is 'Which secret, derived from the signing key, signs what is sent; 0: nothing is signed.';
comment on column event_listener.partner_id is 'A partner''s own listener: it is told only of what concerns that partner.';
comment on column event_listener.account_id is 'A customer''s own listener: it is told only of what that account pays for.';
comment on column event_listener.filter is 'Attributes of the resource that must have one of some values: [{"path": ["state"], "values": ["sent"]}].';
comment on column event_listener.rest_until is 'After a failure nothing is sent before; grows while the listener keeps failing.';

create table event_delivery (
  tenant_id       integer not null,
  id              bigint generated always as identity primary key,
  uuid            uuid not null default gen_random_uuid(),
  listener_id     bigint not null references event_listener on delete cascade,
  partner_id      bigint,
  account_id      bigint,
  event_id        uuid not null,
  type            text not null,
  subject         text not null,
  body            text not null,
  state           text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'DEAD')),
  attempts        integer not null default 0,
  queued_at       timestamptz not null default now(),
  due_since       timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  ended_at        timestamptz,
  last_status     smallint,
  last_error      text,
  unique (listener_id, event_id),
  unique (tenant_id, uuid),
  check ((state = 'PENDING') = (ended_at is null))
);
create index event_delivery_due on event_delivery (listener_id, next_attempt_at, id) where state = 'PENDING'; -- the worker's read
create index event_delivery_log on event_delivery (listener_id, id); -- a listener's log, newest first
create index event_delivery_ended on event_delivery (ended_at) where state <> 'PENDING'; -- what is old enough to be dropped
call secure_tenant_table('event_delivery', 'partner_id', 'account_id');
create policy relay_all on event_delivery to ${relayRole} using (true) with check (true);
grant select, insert on event_delivery to ${appRole};
grant update (state, attempts, due_since, next_attempt_at, ended_at) on event_delivery to ${appRole};
grant select, delete, update (state, attempts, next_attempt_at, ended_at, last_status, last_error) on event_delivery to ${relayRole};
comment on column event_delivery.due_since is 'From when the time counts after which it is given up: its queueing, or when it was last asked for by hand.';

create table event_delivery_attempt (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  delivery_id bigint not null references event_delivery on delete cascade,
  partner_id  bigint,
  account_id  bigint,
  attempted_at timestamptz not null,
  millis      integer not null,
  status      smallint,
  error       text,
  answer      text check (length(answer) <= 1024)
);
create index event_delivery_attempt_of on event_delivery_attempt (delivery_id, id); -- the attempts of a delivery
call secure_tenant_table('event_delivery_attempt', 'partner_id', 'account_id');
create policy relay_all on event_delivery_attempt to ${relayRole} using (true) with check (true);
grant select on event_delivery_attempt to ${appRole};
grant select, insert, delete on event_delivery_attempt to ${relayRole};

-- The id of an event that is one of many told by one row of the outbox: a UUID of version 8 (RFC 9562) made of what it is about, so
-- that it is the same however often it is computed.
create function event_id_of(name text) returns uuid language sql immutable parallel safe as $$
  select encode(set_byte(set_byte(h, 6, (get_byte(h, 6) & 15) | 128), 8, (get_byte(h, 8) & 63) | 128), 'hex')::uuid
    from (select substring(sha256(convert_to(name, 'UTF8')) for 16)) as digest (h)
$$;
