-- How a partner comes on board: its case and the steps of it, templates and proposals of agreements, samples that adapters are held to.

create table agreement_template (
  tenant_id   integer not null,
  id          bigint generated always as identity primary key,
  uuid        uuid not null,
  key         text not null,
  version     integer not null check (version > 0),
  definition  jsonb not null,
  valid_from  date not null,
  valid_to    date not null default 'infinity',
  created_at  timestamptz not null,
  created_by  text not null,
  check (valid_from < valid_to),
  unique (tenant_id, uuid),
  unique (tenant_id, key, version)
);
call secure_tenant_table('agreement_template');
call hide_table('agreement_template', true, true);
grant select, insert, update on agreement_template to ${appRole};
comment on table agreement_template is 'What agreements begin with. A version is never changed, only ended by the next one.';

create table onboarding_case (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  partner_id   bigint not null references party_role,
  agreement_id bigint not null references agreement,
  state        text not null check (state in ('INVITED', 'IN_REVIEW', 'AGREEMENT_SIGNED', 'ADAPTER_TESTED', 'CERTIFIED', 'ACTIVE', 'SUSPENDED', 'ENDED')),
  template     text not null,
  created_at   timestamptz not null,
  created_by   text not null,
  changed_at   timestamptz not null,
  unique (tenant_id, uuid),
  unique (partner_id)
);
call secure_tenant_table('onboarding_case', 'partner_id');
call hide_table('onboarding_case', false, true);
create index onboarding_case_agreement on onboarding_case (agreement_id); -- deleting an agreement
grant select, insert, update on onboarding_case to ${appRole};
comment on table onboarding_case is 'A partner without a case sends documents as if it were active: it came by an import or by TMF632.';

create table onboarding_step (
  tenant_id  integer not null,
  id         bigint generated always as identity primary key,
  case_id    bigint not null references onboarding_case,
  partner_id bigint not null references party_role,
  from_state text,
  to_state   text not null,
  actor      text not null,
  reason     text,
  taken_at   timestamptz not null
);
call secure_tenant_table('onboarding_step', 'partner_id');
call hide_table('onboarding_step', false, true);
create index onboarding_step_case on onboarding_step (case_id); -- the history of a case
grant select, insert on onboarding_step to ${appRole};

create table agreement_proposal (
  tenant_id    integer not null,
  id           bigint generated always as identity primary key,
  uuid         uuid not null,
  agreement_id bigint not null references agreement,
  partner_id   bigint not null references party_role,
  version      integer not null check (version > 0),
  terms        jsonb not null,
  state        text not null check (state in ('PROPOSED', 'APPROVED', 'REJECTED', 'IN_FORCE')),
  proposed_by  text not null,
  proposed_at  timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  accepted_by  text,
  accepted_at  timestamptz,
  reason       text,
  check ((state = 'PROPOSED') = (decided_at is null)),
  check ((state = 'IN_FORCE') = (accepted_at is not null)),
  check (state = 'REJECTED' or decided_by is null or decided_by <> proposed_by),
  unique (tenant_id, uuid)
);
call secure_tenant_table('agreement_proposal', 'partner_id');
call hide_table('agreement_proposal', false, true);
create unique index agreement_proposal_open on agreement_proposal (agreement_id) where state in ('PROPOSED', 'APPROVED'); -- one at a time
create index agreement_proposal_agreement on agreement_proposal (agreement_id, version); -- the versions of an agreement
grant select, insert, update on agreement_proposal to ${appRole};
comment on table agreement_proposal is 'A version of an agreement before it is in force: who proposed it never approves it, and the partner accepts it. Only then it becomes a row of agreement_version.';

create table adapter_contract (
  tenant_id  integer not null,
  adapter_id bigint primary key references adapter,
  partner_id bigint not null references party_role,
  version    integer not null,
  file_name  text,
  sample     bytea not null,
  expected   jsonb not null,
  kept_at    timestamptz not null,
  kept_by    text not null
);
call secure_tenant_table('adapter_contract', 'partner_id');
call hide_table('adapter_contract', false, true);
grant select, insert, update on adapter_contract to ${appRole};
comment on table adapter_contract is 'A sample document and what the adapter read in it; read again whenever the descriptor changes.';
