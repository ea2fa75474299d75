-- The whole schema as the catalog describes it after every migration; written by `npm run generate`.
-- Read this to know the tables; change them with a new numbered file beside it.

CREATE OR REPLACE FUNCTION public.join_qualifiers(a text, b text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when a = '' then b when b = '' then a else (
    select string_agg(distinct chain.items collate "C", '|' order by chain.items collate "C")
    from (
      select (select string_agg(distinct item collate "C", ';' order by item collate "C")
              from regexp_split_to_table(x || ';' || y, ';') item) as items
      from regexp_split_to_table(a, '\|') x, regexp_split_to_table(b, '\|') y
    ) chain
  ) end
$function$;

CREATE OR REPLACE FUNCTION public.product_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$ select clock_timestamp() + offset_ms * interval '1 millisecond' from clock_offset $function$;

create table api_token (
  id text not null,
  digest bytea not null,
  person_id text not null,
  name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_digest_key UNIQUE (digest),
  constraint api_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint api_token_id_check CHECK (id ~~ 'tok\_%'::text)
);
grant delete, insert, select, update on api_token to countersign_app;

create table application (
  id text not null,
  name text not null,
  discovered_from text,
  created_at timestamp with time zone not null,
  created_by text,
  constraint application_pkey PRIMARY KEY (id),
  constraint application_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint application_id_check CHECK (id ~~ 'app\_%'::text),
  constraint application_name_check CHECK (name <> ''::text)
);
CREATE UNIQUE INDEX application_name ON public.application USING btree (lower(name));
grant delete, insert, select, update on application to countersign_app;

create table application_owner (
  application_id text not null,
  person_id text not null,
  constraint application_owner_pkey PRIMARY KEY (application_id, person_id),
  constraint application_owner_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint application_owner_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant delete, insert, select, update on application_owner to countersign_app;

create table audit_entry (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_person_id text,
  action text not null,
  object_kind text not null,
  object_id text not null,
  detail jsonb not null default '{}'::jsonb,
  request_id text,
  constraint audit_entry_pkey PRIMARY KEY (id),
  constraint audit_entry_actor_person_id_fkey FOREIGN KEY (actor_person_id) REFERENCES person(id),
  constraint audit_entry_actor_kind_check CHECK (actor_kind = ANY (ARRAY['person'::text, 'system'::text])),
  constraint audit_entry_check CHECK ((actor_kind = 'person'::text) = (actor_person_id IS NOT NULL))
);
CREATE INDEX audit_entry_object ON public.audit_entry USING btree (object_kind, object_id, id);
grant insert, select on audit_entry to countersign_app;

create table change (
  seq integer not null,
  op text not null,
  entity_id integer,
  entitlement_id integer,
  principal_id integer,
  constraint change_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES entitlement(id),
  constraint change_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id),
  constraint change_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint change_seq_fkey FOREIGN KEY (seq) REFERENCES sync_run(seq),
  constraint change_check CHECK ((entity_id IS NULL) = (entitlement_id IS NOT NULL AND principal_id IS NOT NULL)),
  constraint change_op_check CHECK (op = ANY (ARRAY['granted'::text, 'removed'::text, 'changed'::text, 'appeared'::text, 'vanished'::text]))
);
CREATE INDEX change_seq ON public.change USING btree (seq);
grant insert, select on change to countersign_app;

create table clock_offset (
  is_only boolean not null default true,
  offset_ms bigint not null default 0,
  constraint clock_offset_pkey PRIMARY KEY (is_only),
  constraint clock_offset_is_only_check CHECK (is_only)
);
grant delete, insert, select, update on clock_offset to countersign_app;

create table connector (
  id text not null,
  application_id text not null,
  name text not null,
  external_id text not null,
  role_arn text,
  organizations_enabled boolean not null default false,
  identity_center_enabled boolean not null default false,
  identity_center_region text,
  sync_interval_minutes integer not null default 30,
  is_paused boolean not null default false,
  status text not null default 'not-connected'::text,
  status_reason jsonb,
  failures_in_a_row integer not null default 0,
  last_synced_at timestamp with time zone,
  next_sync_at timestamp with time zone,
  aws_partition text,
  aws_account_id text,
  management_aws_account_id text,
  organization_id text,
  identity_center_instance_arn text,
  identity_store_id text,
  checklist jsonb,
  tested_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  deleted_at timestamp with time zone,
  constraint connector_pkey PRIMARY KEY (id),
  constraint connector_external_id_key UNIQUE (external_id),
  constraint connector_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint connector_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint connector_aws_account_id_check CHECK (aws_account_id ~ '^\d{12}$'::text),
  constraint connector_check CHECK (NOT identity_center_enabled OR identity_center_region IS NOT NULL),
  constraint connector_id_check CHECK (id ~~ 'con\_%'::text),
  constraint connector_name_check CHECK (name <> ''::text),
  constraint connector_status_check CHECK (status = ANY (ARRAY['not-connected'::text, 'syncing'::text, 'connected'::text, 'error'::text, 'paused'::text, 'held'::text])),
  constraint connector_sync_interval_minutes_check CHECK (sync_interval_minutes >= 5 AND sync_interval_minutes <= 10080)
);
CREATE INDEX connector_due ON public.connector USING btree (next_sync_at) WHERE ((deleted_at IS NULL) AND (NOT is_paused));
grant delete, insert, select, update on connector to countersign_app;

create table connector_owner (
  connector_id text not null,
  person_id text not null,
  constraint connector_owner_pkey PRIMARY KEY (connector_id, person_id),
  constraint connector_owner_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint connector_owner_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant delete, insert, select, update on connector_owner to countersign_app;

create table coverage (
  family text not null,
  native_id text not null,
  connector_id text not null,
  constraint coverage_pkey PRIMARY KEY (family, native_id),
  constraint coverage_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint coverage_family_check CHECK (family = ANY (ARRAY['iam'::text, 'organizations'::text, 'identity-center'::text]))
);
CREATE INDEX coverage_connector ON public.coverage USING btree (connector_id);
grant delete, insert, select, update on coverage to countersign_app;

create table entitlement (
  id integer not null generated always as identity,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  account_id integer,
  role_id integer,
  constraint entitlement_pkey PRIMARY KEY (id),
  constraint entitlement_kind_target_id_ps_id_key UNIQUE NULLS NOT DISTINCT (kind, target_id, ps_id),
  constraint entitlement_account_id_fkey FOREIGN KEY (account_id) REFERENCES entity(id),
  constraint entitlement_kind_fkey FOREIGN KEY (kind) REFERENCES entitlement_kind(id),
  constraint entitlement_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint entitlement_role_id_fkey FOREIGN KEY (role_id) REFERENCES entity(id),
  constraint entitlement_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint entitlement_check CHECK ((kind = 2) = (ps_id IS NOT NULL))
);
CREATE INDEX entitlement_acct ON public.entitlement USING btree (account_id, kind) INCLUDE (id, ps_id, target_id, role_id);
CREATE INDEX entitlement_ps ON public.entitlement USING btree (ps_id, target_id) WHERE (kind = 2);
CREATE INDEX entitlement_role ON public.entitlement USING btree (role_id) WHERE (role_id IS NOT NULL);
grant delete, insert, select, update on entitlement to countersign_app;

create table entitlement_kind (
  id smallint not null,
  name text not null,
  constraint entitlement_kind_pkey PRIMARY KEY (id),
  constraint entitlement_kind_name_key UNIQUE (name)
);
grant select on entitlement_kind to countersign_app;

create table entity (
  id integer not null generated always as identity,
  kind smallint not null,
  native_id text not null,
  constraint entity_pkey PRIMARY KEY (id),
  constraint entity_native_id_kind_key UNIQUE (native_id, kind),
  constraint entity_kind_fkey FOREIGN KEY (kind) REFERENCES entity_kind(id)
);
grant insert, select on entity to countersign_app;

create table entity_kind (
  id smallint not null,
  name text not null,
  constraint entity_kind_pkey PRIMARY KEY (id),
  constraint entity_kind_name_key UNIQUE (name)
);
grant select on entity_kind to countersign_app;

create table entity_version (
  entity_id integer not null,
  kind smallint not null,
  from_seq integer not null,
  to_seq integer,
  parent_id integer,
  name text not null,
  email text,
  arn text,
  status text,
  attrs jsonb not null default '{}'::jsonb,
  constraint entity_version_pkey PRIMARY KEY (entity_id, from_seq),
  constraint entity_version_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id),
  constraint entity_version_from_seq_fkey FOREIGN KEY (from_seq) REFERENCES sync_run(seq),
  constraint entity_version_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES entity(id),
  constraint entity_version_to_seq_fkey FOREIGN KEY (to_seq) REFERENCES sync_run(seq),
  constraint entity_version_check CHECK (to_seq > from_seq)
);
CREATE INDEX entity_version_arn ON public.entity_version USING btree (arn) WHERE ((to_seq IS NULL) AND (arn IS NOT NULL));
CREATE UNIQUE INDEX entity_version_cur ON public.entity_version USING btree (entity_id) INCLUDE (name) WHERE (to_seq IS NULL);
CREATE INDEX entity_version_email ON public.entity_version USING btree (email) WHERE ((to_seq IS NULL) AND (email IS NOT NULL));
CREATE INDEX entity_version_parent ON public.entity_version USING btree (parent_id, kind) WHERE (to_seq IS NULL);
CREATE INDEX entity_version_trgm ON public.entity_version USING gin (name gin_trgm_ops) WHERE (to_seq IS NULL);
grant delete, insert, select, update on entity_version to countersign_app;

create table first_run_token (
  digest bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint first_run_token_pkey PRIMARY KEY (digest)
);
grant delete, insert, select, update on first_run_token to countersign_app;

create table grant_fact (
  kind smallint not null,
  entitlement_id integer not null,
  principal_id integer not null,
  qualifier text not null default ''::text,
  from_seq integer not null,
  to_seq integer,
  constraint grant_fact_pkey PRIMARY KEY (entitlement_id, principal_id, from_seq) INCLUDE (to_seq),
  constraint grant_fact_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES entitlement(id),
  constraint grant_fact_from_seq_fkey FOREIGN KEY (from_seq) REFERENCES sync_run(seq),
  constraint grant_fact_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint grant_fact_to_seq_fkey FOREIGN KEY (to_seq) REFERENCES sync_run(seq),
  constraint grant_fact_check CHECK (to_seq > from_seq)
);
CREATE INDEX grant_by_principal ON public.grant_fact USING btree (principal_id, kind) INCLUDE (entitlement_id, from_seq, to_seq);
CREATE UNIQUE INDEX grant_cur ON public.grant_fact USING btree (entitlement_id, principal_id) WHERE (to_seq IS NULL);
grant delete, insert, select, update on grant_fact to countersign_app;

create table idempotency_key (
  person_id text not null,
  route text not null,
  key text not null,
  body_digest bytea not null,
  object_id text not null,
  created_at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (person_id, route, key),
  constraint idempotency_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint idempotency_key_key_check CHECK (length(key) >= 1 AND length(key) <= 200)
);
CREATE INDEX idempotency_key_created ON public.idempotency_key USING btree (created_at);
grant delete, insert, select, update on idempotency_key to countersign_app;

create table identity_link (
  id bigint not null generated always as identity,
  identity_id integer not null,
  person_id text not null,
  method text not null,
  evidence text not null,
  linked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint identity_link_pkey PRIMARY KEY (id),
  constraint identity_link_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES entity(id),
  constraint identity_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint identity_link_check CHECK (ended_at IS NULL OR ended_at >= linked_at),
  constraint identity_link_method_check CHECK (method = ANY (ARRAY['admin'::text, 'external-id'::text, 'user-name'::text, 'primary-email'::text, 'email-tag'::text]))
);
CREATE UNIQUE INDEX identity_link_cur ON public.identity_link USING btree (identity_id) WHERE (ended_at IS NULL);
CREATE INDEX identity_link_person ON public.identity_link USING btree (person_id);
grant delete, insert, select, update on identity_link to countersign_app;

create table local_credential (
  person_id text not null,
  password_hash text not null,
  failed_attempts integer not null default 0,
  locked_until timestamp with time zone,
  constraint local_credential_pkey PRIMARY KEY (person_id),
  constraint local_credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant delete, insert, select, update on local_credential to countersign_app;

create table person (
  id text not null,
  name text not null,
  email text,
  title text,
  department text,
  manager_id text,
  status text not null default 'active'::text,
  source text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES person(id),
  constraint person_check CHECK (manager_id IS DISTINCT FROM id),
  constraint person_email_check CHECK (email = lower(email)),
  constraint person_id_check CHECK (id ~~ 'per\_%'::text),
  constraint person_name_check CHECK (name <> ''::text),
  constraint person_source_check CHECK (source = ANY (ARRAY['demo'::text, 'identity-center'::text, 'csv'::text, 'scim'::text, 'manual'::text, 'first-run'::text])),
  constraint person_status_check CHECK (status = ANY (ARRAY['active'::text, 'inactive'::text]))
);
CREATE UNIQUE INDEX person_email ON public.person USING btree (email) WHERE (email IS NOT NULL);
CREATE INDEX person_manager ON public.person USING btree (manager_id);
CREATE INDEX person_name_trgm ON public.person USING gin (name gin_trgm_ops);
grant delete, insert, select, update on person to countersign_app;

create unlogged table rate_budget (
  key text not null,
  per_second double precision not null,
  burst double precision not null,
  tokens double precision not null,
  filled_at timestamp with time zone not null,
  constraint rate_budget_pkey PRIMARY KEY (key)
);
grant delete, insert, select, update on rate_budget to countersign_app;

create table role_grant (
  person_id text not null,
  role text not null,
  granted_at timestamp with time zone not null,
  granted_by text,
  constraint role_grant_pkey PRIMARY KEY (person_id, role),
  constraint role_grant_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES person(id),
  constraint role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint role_grant_role_check CHECK (role = ANY (ARRAY['super-administrator'::text, 'connector-administrator'::text, 'request-administrator'::text, 'campaign-administrator'::text, 'auditor'::text]))
);
grant delete, insert, select, update on role_grant to countersign_app;

create table role_reach (
  src_id integer not null,
  dst_id integer not null,
  prev_id integer not null,
  depth smallint not null,
  qualifier text not null default ''::text,
  from_seq integer not null,
  to_seq integer,
  constraint role_reach_pkey PRIMARY KEY (src_id, dst_id, from_seq),
  constraint role_reach_dst_id_fkey FOREIGN KEY (dst_id) REFERENCES entity(id),
  constraint role_reach_from_seq_fkey FOREIGN KEY (from_seq) REFERENCES sync_run(seq),
  constraint role_reach_prev_id_fkey FOREIGN KEY (prev_id) REFERENCES entity(id),
  constraint role_reach_src_id_fkey FOREIGN KEY (src_id) REFERENCES entity(id),
  constraint role_reach_to_seq_fkey FOREIGN KEY (to_seq) REFERENCES sync_run(seq),
  constraint role_reach_check CHECK (to_seq > from_seq)
);
CREATE UNIQUE INDEX role_reach_cur ON public.role_reach USING btree (src_id, dst_id) WHERE (to_seq IS NULL);
CREATE INDEX role_reach_dst ON public.role_reach USING btree (dst_id) INCLUDE (src_id, prev_id, from_seq, to_seq);
grant delete, insert, select, update on role_reach to countersign_app;

create table run_log (
  run_id text not null,
  n bigint not null generated always as identity,
  at timestamp with time zone not null,
  level text not null,
  message text not null,
  constraint run_log_pkey PRIMARY KEY (run_id, n),
  constraint run_log_run_id_fkey FOREIGN KEY (run_id) REFERENCES sync_run(id),
  constraint run_log_level_check CHECK (level = ANY (ARRAY['read'::text, 'retry'::text, 'gap'::text, 'error'::text, 'done'::text]))
);
grant insert, select on run_log to countersign_app;

create table schema_migration (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (version)
);
grant select on schema_migration to countersign_app;

create table scope (
  id integer not null generated always as identity,
  connector_id text not null,
  kind text not null,
  a_id integer not null,
  b_id integer,
  constraint scope_pkey PRIMARY KEY (id),
  constraint scope_connector_id_kind_a_id_b_id_key UNIQUE NULLS NOT DISTINCT (connector_id, kind, a_id, b_id),
  constraint scope_a_id_fkey FOREIGN KEY (a_id) REFERENCES entity(id),
  constraint scope_b_id_fkey FOREIGN KEY (b_id) REFERENCES entity(id),
  constraint scope_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on scope to countersign_app;

create table scope_gap (
  scope_id integer not null,
  from_seq integer not null,
  to_seq integer,
  failed_at timestamp with time zone not null,
  reason text not null,
  action text,
  message text not null,
  constraint scope_gap_pkey PRIMARY KEY (scope_id, from_seq),
  constraint scope_gap_from_seq_fkey FOREIGN KEY (from_seq) REFERENCES sync_run(seq),
  constraint scope_gap_scope_id_fkey FOREIGN KEY (scope_id) REFERENCES scope(id),
  constraint scope_gap_to_seq_fkey FOREIGN KEY (to_seq) REFERENCES sync_run(seq),
  constraint scope_gap_check CHECK (to_seq > from_seq),
  constraint scope_gap_reason_check CHECK (reason = ANY (ARRAY['denied'::text, 'throttled'::text, 'unavailable'::text, 'not-attempted'::text, 'invalid'::text]))
);
CREATE UNIQUE INDEX scope_gap_cur ON public.scope_gap USING btree (scope_id) WHERE (to_seq IS NULL);
grant delete, insert, select, update on scope_gap to countersign_app;

create table session (
  digest bytea not null,
  person_id text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (digest),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX session_expires ON public.session USING btree (expires_at);
grant delete, insert, select, update on session to countersign_app;

create unlogged table stage_entity (
  run_id text not null,
  kind smallint not null,
  native_id text not null,
  parent_kind smallint,
  parent_native text,
  name text not null,
  email text,
  arn text,
  status text,
  attrs jsonb not null default '{}'::jsonb,
  is_mention boolean not null
);
CREATE INDEX stage_entity_run ON public.stage_entity USING btree (run_id);
grant delete, insert, select, update on stage_entity to countersign_app;

create unlogged table stage_grant (
  run_id text not null,
  kind smallint not null,
  target_kind smallint not null,
  target_native text not null,
  ps_native text,
  account_native text,
  principal_kind smallint not null,
  principal_native text not null,
  qualifier text not null default ''::text
);
CREATE INDEX stage_grant_run ON public.stage_grant USING btree (run_id);
grant delete, insert, select, update on stage_grant to countersign_app;

create unlogged table stage_scope (
  run_id text not null,
  kind text not null,
  a_kind smallint not null,
  a_native text not null,
  b_kind smallint,
  b_native text,
  is_complete boolean not null,
  reason text,
  action text,
  message text,
  staged_at timestamp with time zone not null default product_now()
);
CREATE INDEX stage_scope_run ON public.stage_scope USING btree (run_id);
grant delete, insert, select, update on stage_scope to countersign_app;

create table sync_run (
  id text not null,
  number bigint not null generated always as identity,
  connector_id text not null,
  kind text not null default 'full'::text,
  trigger text not null,
  started_by text,
  status text not null default 'reading'::text,
  started_at timestamp with time zone not null,
  heartbeat_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  seq integer,
  published_at timestamp with time zone,
  calls jsonb not null default '{}'::jsonb,
  scopes_read integer not null default 0,
  scopes_failed integer not null default 0,
  opened integer not null default 0,
  closed integer not null default 0,
  changed integer not null default 0,
  failure jsonb,
  constraint sync_run_pkey PRIMARY KEY (id),
  constraint sync_run_number_key UNIQUE (number),
  constraint sync_run_seq_key UNIQUE (seq),
  constraint sync_run_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint sync_run_started_by_fkey FOREIGN KEY (started_by) REFERENCES person(id),
  constraint sync_run_check CHECK ((seq IS NULL) = (published_at IS NULL)),
  constraint sync_run_check1 CHECK ((status = 'published'::text) = (seq IS NOT NULL)),
  constraint sync_run_id_check CHECK (id ~~ 'run\_%'::text),
  constraint sync_run_kind_check CHECK (kind = ANY (ARRAY['full'::text, 'targeted'::text])),
  constraint sync_run_status_check CHECK (status = ANY (ARRAY['reading'::text, 'published'::text, 'failed'::text, 'abandoned'::text, 'discarded'::text])),
  constraint sync_run_trigger_check CHECK (trigger = ANY (ARRAY['first'::text, 'schedule'::text, 'person'::text, 'retry'::text]))
);
CREATE INDEX sync_run_connector ON public.sync_run USING btree (connector_id, number DESC);
CREATE UNIQUE INDEX sync_run_one_reading ON public.sync_run USING btree (connector_id) WHERE (status = 'reading'::text);
CREATE INDEX sync_run_published ON public.sync_run USING btree (published_at) WHERE (seq IS NOT NULL);
grant delete, insert, select, update on sync_run to countersign_app;
