-- Just-in-time access: policies, requests, approvals, leases, and the ledger that AWS is held to (REQ, PRV).

alter table connector add column provisioning_enabled boolean not null default false;

-- Legal state transitions are rows, so that no code path can invent one. A trigger refuses all others.
create table state_transition (machine text not null, from_state text not null, to_state text not null,
  primary key (machine, from_state, to_state));
create function check_state_transition() returns trigger language plpgsql as $$
begin
  if new.status is distinct from old.status and not exists (
    select from state_transition where machine = tg_argv[0] and from_state = old.status and to_state = new.status)
  then raise exception 'illegal transition of %: % to %', tg_argv[0], old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
insert into state_transition values
  ('access_request', 'pending', 'approved'), ('access_request', 'pending', 'denied'),
  ('access_request', 'pending', 'cancelled'), ('access_request', 'pending', 'expired'),
  ('approval_step', 'waiting', 'open'), ('approval_step', 'waiting', 'not-needed'), ('approval_step', 'open', 'approved'),
  ('approval_step', 'open', 'denied'), ('approval_step', 'open', 'not-needed'),
  ('lease', 'scheduled', 'activating'), ('lease', 'scheduled', 'ended'), ('lease', 'scheduled', 'failed'),
  ('lease', 'activating', 'active'), ('lease', 'activating', 'ending'), ('lease', 'activating', 'failed'),
  ('lease', 'active', 'ending'), ('lease', 'ending', 'ended'), ('lease', 'failed', 'ending'), ('lease', 'failed', 'ended'),
  ('campaign', 'draft', 'active'), ('campaign', 'draft', 'cancelled'), ('campaign', 'active', 'closed'),
  ('campaign', 'active', 'cancelled'), ('campaign', 'closed', 'signed-off');

-- One of the form shapes of core/access/model/policy-form.ts; its Cedar text is generated, never typed.
create table access_policy (
  id text primary key check (id like 'pol\_%'), name text not null check (name <> ''), form jsonb not null,
  is_enabled boolean not null default true, created_by text references person,
  created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1, deleted_at timestamptz
);
-- The whole policy set as it was; append-only. A request names the revision that decided it (REQ-3).
create table policy_revision (
  number int generated always as identity primary key, policies jsonb not null,  -- policy id -> { name, cedar }
  digest text not null, created_at timestamptz not null, created_by text references person
);

create table access_request (
  id text primary key check (id like 'req\_%'), number bigint generated always as identity unique,
  requester_id text not null references person,          -- who asks
  person_id text not null references person,             -- for whom
  identity_id int not null references entity,            -- the identity that will hold it
  kind smallint not null check (kind in (1, 2)),         -- entitlement_kind: group-member, permission-set-assignment
  target_id int not null references entity, ps_id int references entity,
  connector_id text not null references connector,        -- who will carry it out, and whose owners are asked
  duration_minutes int not null check (duration_minutes between 5 and 43200),
  starts_at timestamptz,                                  -- null: as soon as it is approved
  reason text not null check (reason <> ''), ticket text,
  extends_lease_id text,
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied', 'cancelled', 'expired')),
  policy_revision int not null references policy_revision,
  decision jsonb not null,                                -- what the policies said: determining policies, steps, limit
  granted_minutes int, created_at timestamptz not null, expires_at timestamptz not null, decided_at timestamptz,
  version int not null default 1,
  check ((kind = 2) = (ps_id is not null)), check ((status = 'pending') = (decided_at is null))
);
create index access_request_person on access_request (person_id, number desc);
create index access_request_pending on access_request (expires_at) where status = 'pending';
-- One wish is decided once at a time: two equal requests sent at the same instant are one (REQ-5).
create unique index access_request_one_pending on access_request (person_id, kind, target_id, coalesce(ps_id, 0))
  where status = 'pending';
create trigger access_request_transition before update on access_request
  for each row execute function check_state_transition('access_request');
-- What was decided stays as it was decided; and nobody becomes another request's approver by changing whose it is.
create function keep_access_request() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' then
    raise exception 'a decided request never changes' using errcode = 'check_violation';
  end if;
  if (new.requester_id, new.person_id, new.identity_id, new.kind, new.target_id, new.duration_minutes, new.reason)
      is distinct from
     (old.requester_id, old.person_id, old.identity_id, old.kind, old.target_id, old.duration_minutes, old.reason)
     or new.ps_id is distinct from old.ps_id or new.decision is distinct from old.decision
  then raise exception 'what was asked for never changes' using errcode = 'check_violation';
  end if;
  if new.granted_minutes > old.duration_minutes then
    raise exception 'an approver may only shorten' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger access_request_kept before update on access_request
  for each row execute function keep_access_request();

create table approval_step (
  request_id text not null references access_request, step smallint not null,
  kind text not null check (kind in ('manager', 'application-owner', 'named-people')),
  needed smallint not null default 1, status text not null default 'waiting' check (status in ('waiting', 'open', 'approved', 'denied', 'not-needed')),
  primary key (request_id, step)
);
create trigger approval_step_transition before update on approval_step
  for each row execute function check_state_transition('approval_step');
-- Who may decide a step; the requester and the person it is for are never among them (no self-approval, by any path).
create table approval_candidate (
  request_id text not null, step smallint not null, person_id text not null references person, via text not null,
  primary key (request_id, step, person_id), foreign key (request_id, step) references approval_step
);
create index approval_candidate_person on approval_candidate (person_id);
create function refuse_self_approval() returns trigger language plpgsql as $$
begin
  if exists (select from access_request r where r.id = new.request_id and new.person_id in (r.requester_id, r.person_id))
  then raise exception 'nobody decides on their own access' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_candidate_not_self before insert or update on approval_candidate
  for each row execute function refuse_self_approval();
create table approval_decision (                          -- append-only
  id bigint generated always as identity primary key, request_id text not null, step smallint not null,
  person_id text not null references person, decision text not null check (decision in ('approve', 'deny')),
  reason text, minutes int, at timestamptz not null,
  unique (request_id, step, person_id), foreign key (request_id, step, person_id) references approval_candidate,
  check (decision = 'approve' or reason <> '')
);
create trigger approval_decision_not_self before insert on approval_decision
  for each row execute function refuse_self_approval();

-- A time-boxed right that the product keeps true in AWS. Wanted while starts_at <= now < ends_at and status is neither
-- ended nor failed; what AWS must hold is derived from the leases, never the other way round (PRV-3).
create table lease (
  id text primary key check (id like 'lse\_%'), request_id text not null references access_request,
  person_id text not null references person, identity_id int not null references entity,
  kind smallint not null check (kind in (1, 2)), target_id int not null references entity, ps_id int references entity,
  connector_id text not null references connector, unit_key text not null,
  starts_at timestamptz not null, ends_at timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'activating', 'active', 'ending', 'ended', 'failed')),
  end_reason text check (end_reason in ('expired', 'given-back', 'revoked', 'cancelled', 'failed')),
  ended_by text references person, end_note text,
  activated_at timestamptz, ended_at timestamptz, failure jsonb,
  created_at timestamptz not null, version int not null default 1, check (ends_at >= starts_at)
);
create index lease_due on lease (unit_key, status) where status not in ('ended');
create index lease_person on lease (person_id);
create trigger lease_transition before update on lease for each row execute function check_state_transition('lease');

-- The unit of provisioning work: an AWS account (12 digits) or an identity store. Claimed with SKIP LOCKED; every write of
-- state is guarded by the fence, so that a worker that was taken for dead can no longer write (PRV-4).
create table provisioning_unit (
  key text primary key, connector_id text not null references connector, fence bigint not null default 0,
  holder text, claimed_until timestamptz, next_attempt_at timestamptz
);

-- The ledger: one row per right the product ever had to do with. baseline is what stood before our first write: what was
-- there before us is never removed by an expiry (PRV-3). The intent is committed before AWS is called (PRV-2).
create table provisioned_right (
  id bigint generated always as identity primary key, unit_key text not null references provisioning_unit,
  connector_id text not null references connector,
  kind smallint not null check (kind in (1, 2)), target_id int not null references entity, ps_id int references entity,
  principal_id int not null references entity,
  baseline text not null default 'unknown' check (baseline in ('unknown', 'absent', 'present')),
  is_ours boolean not null default false,                 -- we made it, and have seen it by reading
  intent text not null default 'none' check (intent in ('none', 'grant', 'remove')), intent_at timestamptz,
  intent_cause text,                                      -- lease or revocation that asked
  aws_call text check (aws_call in ('create-assignment', 'delete-assignment', 'add-member', 'remove-member')),
  aws_request_id text, aws_status text check (aws_status in ('in-progress', 'succeeded', 'failed')),
  observed text check (observed in ('absent', 'present')), observed_at timestamptz,
  failure jsonb, attempts int not null default 0, next_attempt_at timestamptz, fence bigint not null default 0,
  unique nulls not distinct (kind, target_id, ps_id, principal_id)
);
create index provisioned_right_work on provisioned_right (unit_key) where intent <> 'none';

-- A recorded decision to remove what the product did not make (or did): the only way such a thing is removed.
create table revocation (
  id text primary key check (id like 'rvk\_%'), kind smallint not null check (kind in (1, 2)),
  target_id int not null references entity, ps_id int references entity, principal_id int not null references entity,
  connector_id text not null references connector, unit_key text not null,
  reason text not null, decided_by text not null references person,
  source_kind text not null check (source_kind in ('review-item', 'owner')), source_id text not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed', 'task')),
  failure jsonb, created_at timestamptz not null, done_at timestamptz,
  verified_at timestamptz, verified_seq int references sync_run (seq)   -- a later sync did not find it (REV-6)
);
create index revocation_open on revocation (unit_key) where status in ('pending', 'task');

-- Where the product may not write: exact instructions for a person, proven by a later sync.
create table manual_task (
  id text primary key check (id like 'tsk\_%'), connector_id text not null references connector,
  change text not null check (change in ('grant', 'remove')),
  lease_id text references lease, revocation_id text references revocation,
  title text not null, instructions jsonb not null,       -- { console: [..], awsCli: ".." }
  status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
  created_at timestamptz not null, done_by text references person, done_at timestamptz,
  check ((lease_id is null) <> (revocation_id is null))
);
create index manual_task_open on manual_task (connector_id) where status = 'open';

grant select, insert, update, delete on lease, provisioning_unit, provisioned_right, revocation, manual_task
  to countersign_app;
grant select, insert, update on access_policy, access_request, approval_step to countersign_app;
grant select, insert on policy_revision, approval_candidate, approval_decision to countersign_app;
grant select on state_transition to countersign_app;
grant usage on all sequences in schema public to countersign_app;
