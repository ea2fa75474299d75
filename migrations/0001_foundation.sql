-- The first migration holds what may not be retrofitted: two database roles (SEC-3), scopes as predicates (SYN-4),
-- the connector on runs and scopes (CON-18), history on every fact (SYN-5), append-only audit.
-- It runs as the owner role; the application role countersign_app must exist (docs/operations.md) and gets its
-- rights at the end. SQL is kept to PostgreSQL 15.

-- ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────
-- Who is asked when the product answers "what time is it" (SEC-6): the database, so that several processes agree.
-- The offset exists for demo and tests only; the application refuses to set it elsewhere.
create table clock_offset (is_only boolean primary key default true check (is_only), offset_ms bigint not null default 0);
insert into clock_offset default values;
-- The product's time, inside or outside a transaction: the moment of the call, not of the transaction's start, since a
-- publish waits for its turn after it began.
create function product_now() returns timestamptz language sql volatile as
  $$ select clock_timestamp() + offset_ms * interval '1 millisecond' from clock_offset $$;

-- ── security ────────────────────────────────────────────────────────────────────────────────────────────────
create table person (
  id text primary key check (id like 'per\_%'),
  name text not null check (name <> ''),
  email text check (email = lower(email)),               -- lower-cased by the application: the key of DIR-2
  title text, department text,
  manager_id text references person,
  status text not null default 'active' check (status in ('active', 'inactive')),
  source text not null check (source in ('demo', 'identity-center', 'csv', 'scim', 'manual', 'first-run')),
  created_at timestamptz not null, updated_at timestamptz not null,
  check (manager_id is distinct from id)
);
create unique index person_email on person (email) where email is not null;
create index person_manager on person (manager_id);
create index person_name_trgm on person using gin (name gin_trgm_ops);

create table role_grant (
  person_id text not null references person,
  role text not null check (role in ('super-administrator', 'connector-administrator', 'request-administrator',
    'campaign-administrator', 'auditor')),
  granted_at timestamptz not null, granted_by text references person,
  primary key (person_id, role)
);

-- Only SHA-256 digests of session ids and tokens are stored: a copy of the database opens nothing (SEC-1).
create table session (
  digest bytea primary key, person_id text not null references person,
  created_at timestamptz not null, last_seen_at timestamptz not null, expires_at timestamptz not null
);
create index session_expires on session (expires_at);
create table api_token (
  id text primary key check (id like 'tok\_%'), digest bytea not null unique,
  person_id text not null references person, name text not null,
  created_at timestamptz not null, expires_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz
);
create table local_credential (
  person_id text primary key references person, password_hash text not null,
  failed_attempts int not null default 0, locked_until timestamptz
);
create table first_run_token (
  digest bytea primary key, created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz
);

-- Append-only: the application role gets no UPDATE or DELETE on it (end of this file). Chained and sealed later.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'system')),
  actor_person_id text references person,
  action text not null,                                   -- e.g. connector.created
  object_kind text not null, object_id text not null,
  detail jsonb not null default '{}',
  request_id text,
  check ((actor_kind = 'person') = (actor_person_id is not null))
);
create index audit_entry_object on audit_entry (object_kind, object_id, id);

-- ── connectors ──────────────────────────────────────────────────────────────────────────────────────────────
create table application (
  id text primary key check (id like 'app\_%'), name text not null check (name <> ''),
  discovered_from text, created_at timestamptz not null, created_by text references person
);
create unique index application_name on application (lower(name));
create table application_owner (
  application_id text not null references application, person_id text not null references person,
  primary key (application_id, person_id)
);

create table connector (
  id text primary key check (id like 'con\_%'),
  application_id text not null references application,
  name text not null check (name <> ''),
  external_id text not null unique,                       -- CON-4: server-made, never changed, unique for ever
  role_arn text,
  organizations_enabled boolean not null default false,
  identity_center_enabled boolean not null default false,
  identity_center_region text,
  sync_interval_minutes int not null default 30 check (sync_interval_minutes between 5 and 10080),
  is_paused boolean not null default false,
  status text not null default 'not-connected'
    check (status in ('not-connected', 'syncing', 'connected', 'error', 'paused', 'held')),
  status_reason jsonb,                                    -- { code, message, mend, awsError } of an Error or Held
  failures_in_a_row int not null default 0,
  last_synced_at timestamptz, next_sync_at timestamptz,
  -- What AWS said the connector is; set by the first successful contact, then fixed (CON-18).
  aws_partition text, aws_account_id text check (aws_account_id ~ '^\d{12}$'),
  management_aws_account_id text, organization_id text,
  identity_center_instance_arn text, identity_store_id text,
  checklist jsonb, tested_at timestamptz,                 -- the last connection test (CON-7)
  created_by text not null references person,
  created_at timestamptz not null, updated_at timestamptz not null,
  version int not null default 1, deleted_at timestamptz,
  check (not identity_center_enabled or identity_center_region is not null)
);
create index connector_due on connector (next_sync_at) where deleted_at is null and not is_paused;
create table connector_owner (
  connector_id text not null references connector, person_id text not null references person,
  primary key (connector_id, person_id)
);
-- CON-18: one AWS account or Identity Center instance is read, per API family, by exactly one connector.
create table coverage (
  family text not null check (family in ('iam', 'organizations', 'identity-center')),
  native_id text not null, connector_id text not null references connector,
  primary key (family, native_id)
);
create index coverage_connector on coverage (connector_id);

-- ── inventory ───────────────────────────────────────────────────────────────────────────────────────────────
create table sync_run (
  id text primary key check (id like 'run\_%'),
  number bigint generated always as identity unique,
  connector_id text not null references connector,
  kind text not null default 'full' check (kind in ('full', 'targeted')),
  trigger text not null check (trigger in ('first', 'schedule', 'person', 'retry')),
  started_by text references person,
  status text not null default 'reading' check (status in ('reading', 'published', 'failed', 'abandoned', 'discarded')),
  started_at timestamptz not null, heartbeat_at timestamptz not null, finished_at timestamptz,
  seq int unique,                                         -- publication order, given out under the publish lock
  published_at timestamptz,
  calls jsonb not null default '{}',                      -- operation -> { planned, actual, throttled }
  scopes_read int not null default 0, scopes_failed int not null default 0,
  opened int not null default 0, closed int not null default 0, changed int not null default 0,
  failure jsonb,
  check ((seq is null) = (published_at is null)), check ((status = 'published') = (seq is not null))
);
-- One reader per connector at a time, by the database and not by luck.
create unique index sync_run_one_reading on sync_run (connector_id) where status = 'reading';
create index sync_run_connector on sync_run (connector_id, number desc);
create index sync_run_published on sync_run (published_at) where seq is not null;

create table run_log (
  run_id text not null references sync_run, n bigint generated always as identity,
  at timestamptz not null, level text not null check (level in ('read', 'retry', 'gap', 'error', 'done')),
  message text not null, primary key (run_id, n)
);

create table entity_kind (id smallint primary key, name text not null unique);
insert into entity_kind values (1, 'organization'), (2, 'aws-account'), (3, 'identity-center-instance'),
  (4, 'identity-center-user'), (5, 'identity-center-group'), (6, 'permission-set'), (7, 'iam-user'), (8, 'iam-group'),
  (9, 'iam-role'), (10, 'saml-provider'), (11, 'oidc-provider'), (12, 'aws-service'), (13, 'unread-principal'),
  (14, 'anyone'), (15, 'aws-account-alias');

-- Never updated. An entity may exist without any version: it was named by a fact but never listed.
-- Identities are global (no connector here), so that trust between connectors joins (CON-18).
create table entity (
  id int generated always as identity primary key,
  kind smallint not null references entity_kind, native_id text not null,
  unique (native_id, kind)
);
create table entity_version (
  entity_id int not null references entity, kind smallint not null,
  from_seq int not null references sync_run (seq), to_seq int references sync_run (seq),
  parent_id int references entity,                        -- AWS account of IAM things, instance of Identity Center's, organization of an AWS account
  name text not null, email text, arn text, status text, attrs jsonb not null default '{}',
  primary key (entity_id, from_seq), check (to_seq > from_seq)
);
create unique index entity_version_cur on entity_version (entity_id) include (name) where to_seq is null;
create index entity_version_parent on entity_version (parent_id, kind) where to_seq is null;
create index entity_version_arn on entity_version (arn) where to_seq is null and arn is not null;
create index entity_version_email on entity_version (email) where to_seq is null and email is not null;
create index entity_version_trgm on entity_version using gin (name gin_trgm_ops) where to_seq is null;

create table entitlement_kind (id smallint primary key, name text not null unique);
insert into entitlement_kind values (1, 'group-member'), (2, 'permission-set-assignment'), (3, 'assume-role'), (4, 'attached-policy');
create table entitlement (
  id int generated always as identity primary key,
  kind smallint not null references entitlement_kind,
  target_id int not null references entity,               -- 1 the group, 2 the AWS account, 3 the role
  ps_id int references entity,                            -- kind 2: the permission set
  account_id int references entity,                       -- AWS account the right is in; null for Identity Center groups
  role_id int references entity,                          -- kind 2: the AWSReservedSSO role it becomes, where it was read
  unique nulls not distinct (kind, target_id, ps_id),
  check ((kind = 2) = (ps_id is not null))
);
create index entitlement_acct on entitlement (account_id, kind) include (id, ps_id, target_id, role_id);
create index entitlement_ps on entitlement (ps_id, target_id) where kind = 2;
create index entitlement_role on entitlement (role_id) where role_id is not null;

create table grant_fact (
  kind smallint not null, entitlement_id int not null references entitlement, principal_id int not null references entity,
  -- Why a grant is not plain, canonical and sorted: '' = plain; e.g. 'condition:aws:PrincipalTag/team' (ACC-1).
  qualifier text not null default '',
  from_seq int not null references sync_run (seq), to_seq int references sync_run (seq),
  primary key (entitlement_id, principal_id, from_seq) include (to_seq), check (to_seq > from_seq)
);
create unique index grant_cur on grant_fact (entitlement_id, principal_id) where to_seq is null;
create index grant_by_principal on grant_fact (principal_id, kind) include (entitlement_id, from_seq, to_seq);

-- The closure of role trust; every other path is a join. prev_id: the hop before dst on a shortest chain.
create table role_reach (
  src_id int not null references entity, dst_id int not null references entity, prev_id int not null references entity,
  depth smallint not null, qualifier text not null default '',
  from_seq int not null references sync_run (seq), to_seq int references sync_run (seq),
  primary key (src_id, dst_id, from_seq), check (to_seq > from_seq)
);
create unique index role_reach_cur on role_reach (src_id, dst_id) where to_seq is null;
create index role_reach_dst on role_reach (dst_id) include (src_id, prev_id, from_seq, to_seq);
-- What a chain of two trusts asks for: each alternative of the one with each of the other, in the canonical form of
-- src/core/inventory/model/trust-policy-qualifier.ts ('|' between alternatives, ';' between items, both sorted).
-- Alternatives multiply along a chain: above 32 they are one that nothing here decides.
create function join_qualifiers(a text, b text) returns text language sql immutable as $$
  select case when a = '' then b when b = '' then a
    when regexp_count(a, '\|') >= 32 or regexp_count(b, '\|') >= 32 then 'condition:many' else (
    select case when count(distinct chain.items collate "C") > 32 then 'condition:many'
      else string_agg(distinct chain.items collate "C", '|' order by chain.items collate "C") end
    from (
      select (select string_agg(distinct item collate "C", ';' order by item collate "C")
              from regexp_split_to_table(x || ';' || y, ';') item) as items
      from regexp_split_to_table(a, '\|') x, regexp_split_to_table(b, '\|') y
    ) chain
  ) end
$$;

create table change (
  seq int not null references sync_run (seq), op text not null check (op in ('granted', 'removed', 'changed', 'appeared', 'vanished')),
  entity_id int references entity, entitlement_id int references entitlement, principal_id int references entity,
  check ((entity_id is null) = (entitlement_id is not null and principal_id is not null))
);
create index change_seq on change (seq);

-- A scope is a predicate over facts (SYN-4), not an owner of them: the same fact may be read by one scope today and by
-- another tomorrow. What each kind matches is written in src/core/inventory/model/scope.ts and in the publish step.
create table scope (
  id int generated always as identity primary key,
  connector_id text not null references connector, kind text not null,
  a_id int not null references entity, b_id int references entity,
  unique nulls not distinct (connector_id, kind, a_id, b_id)
);
-- Only what could NOT be read is recorded, as an interval of publications: facts a gap matches are stale (rule: a
-- reading that failed closes nothing). A full run accounts for everything, so a gap that is not raised again ends.
create table scope_gap (
  scope_id int not null references scope,
  from_seq int not null references sync_run (seq), to_seq int references sync_run (seq),
  failed_at timestamptz not null,                         -- first failure of this interval
  reason text not null check (reason in ('denied', 'throttled', 'unavailable', 'not-attempted', 'invalid')),
  action text,                                            -- the IAM action that is missing, when that is the reason
  message text not null,                                  -- what AWS said, or why it was not attempted
  primary key (scope_id, from_seq), check (to_seq > from_seq)
);
create unique index scope_gap_cur on scope_gap (scope_id) where to_seq is null;

-- Staging is unlogged: after a crash of the database a run restarts. Keyed by run, never truncated.
create unlogged table stage_scope (
  run_id text not null, kind text not null, a_kind smallint not null, a_native text not null,
  b_kind smallint, b_native text, is_complete boolean not null,
  reason text, action text, message text, staged_at timestamptz not null default product_now()
);
create index stage_scope_run on stage_scope (run_id);
create unlogged table stage_entity (
  run_id text not null, kind smallint not null, native_id text not null,
  parent_kind smallint, parent_native text, name text not null, email text, arn text, status text,
  attrs jsonb not null default '{}',
  is_mention boolean not null                             -- proves existence only; never overrides what a listing said
);
create index stage_entity_run on stage_entity (run_id);
create unlogged table stage_grant (
  run_id text not null, kind smallint not null,
  target_kind smallint not null, target_native text not null, ps_native text,
  account_native text,
  principal_kind smallint not null, principal_native text not null,
  qualifier text not null default ''
);
create index stage_grant_run on stage_grant (run_id);

-- Tokens of the shared rate budget (SYN-3): one row per (AWS account of the credentials, region, API family).
create unlogged table rate_budget (
  key text primary key, per_second double precision not null, burst double precision not null,
  tokens double precision not null, filled_at timestamptz not null
);

-- ── directory: who an identity is ───────────────────────────────────────────────────────────────────────────
create table identity_link (
  id bigint generated always as identity primary key,
  identity_id int not null references entity, person_id text not null references person,
  method text not null check (method in ('admin', 'external-id', 'user-name', 'primary-email', 'email-tag')),
  evidence text not null,
  linked_at timestamptz not null, ended_at timestamptz, check (ended_at is null or ended_at >= linked_at)
);
create unique index identity_link_cur on identity_link (identity_id) where ended_at is null;
create index identity_link_person on identity_link (person_id);


-- ── rights of the application role ──────────────────────────────────────────────────────────────────────────
grant usage on schema public to countersign_app;
grant select, insert, update, delete on all tables in schema public to countersign_app;
grant usage on all sequences in schema public to countersign_app;
revoke update, delete on audit_entry from countersign_app;
revoke insert, update, delete on entity_kind, entitlement_kind from countersign_app;
revoke update, delete on entity, change, run_log from countersign_app;
