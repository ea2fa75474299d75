-- The whole schema as the catalog describes it after every migration; written by `npm run generate`.
-- Read this to know the tables; change them with a new numbered file beside it.

CREATE OR REPLACE FUNCTION public.acts_for(delegate text, absent text, instant timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from delegation d where d.delegate_id = delegate and d.person_id = absent
    and d.from_at <= instant and instant < d.until_at and (d.ended_at is null or instant < d.ended_at)) $function$;

CREATE OR REPLACE FUNCTION public.check_state_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.status is distinct from old.status and not exists (
    select from state_transition where machine = tg_argv[0] and from_state = old.status and to_state = new.status)
  then raise exception 'illegal transition of %: % to %', tg_argv[0], old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.join_qualifiers(a text, b text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.keep_access_request()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.keep_delegation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is not null or new.ended_at is null or new.ended_at < product_now() - interval '1 minute'
      or (new.person_id, new.delegate_id, new.from_at, new.until_at, new.note, new.created_at, new.created_by) is distinct
        from (old.person_id, old.delegate_id, old.from_at, old.until_at, old.note, old.created_at, old.created_by)
    then raise exception 'a delegation only ends, once and from now on' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  perform 1 from person where id = new.person_id for no key update;
  if exists (select from delegation d where d.person_id = new.person_id
    and d.from_at < new.until_at and new.from_at < coalesce(d.ended_at, d.until_at)
    and (d.ended_at is null or d.ended_at > d.from_at))
  then raise exception 'one person has one delegate at a time' using errcode = 'exclusion_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.product_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$ select clock_timestamp() + offset_ms * interval '1 millisecond' from clock_offset $function$;

CREATE OR REPLACE FUNCTION public.refuse_self_approval()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from access_request r where r.id = new.request_id and new.person_id in (r.requester_id, r.person_id))
  then raise exception 'nobody decides on their own access' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_self_review()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.person_id is not null and (new.reviewer_id = new.person_id or new.decided_by = new.person_id)
  then raise exception 'nobody reviews their own access' using errcode = 'check_violation';
  end if;
  if new.idp_email is not null and exists (select from person p where p.email = new.idp_email and (
      (p.id = new.reviewer_id and (tg_op = 'INSERT' or new.reviewer_id is distinct from old.reviewer_id))
      or (p.id = new.decided_by and (tg_op = 'INSERT' or new.decided_by is distinct from old.decided_by))))
  then raise exception 'nobody reviews their own access' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_unfounded_decision()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  r access_request;
begin
  select * into r from access_request where id = new.request_id for no key update;
  if new.in_stead_of is not null then
    -- Held until the end of this transaction: ending a delegation comes before the decision or after it.
    perform 1 from delegation d join person p on p.id = d.delegate_id and p.status = 'active'
      join person absent on absent.id = d.person_id and absent.status = 'active'
      where d.delegate_id = new.person_id and d.person_id = new.in_stead_of
        and d.from_at <= new.at and new.at < d.until_at and (d.ended_at is null or new.at < d.ended_at) for share of d;
    if not found then
      raise exception 'nobody decides in the stead of who has not named them' using errcode = 'check_violation';
    end if;
  end if;
  if new.in_stead_of in (r.requester_id, r.person_id) or exists (
    select from unnest(array[new.person_id, new.in_stead_of]) as who (id),
      unnest(array[r.requester_id, r.person_id]) as whom (id), unnest(array[r.created_at, new.at]) as moment (instant)
    where acts_for(who.id, whom.id, moment.instant))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  if exists (select from approval_decision d where d.request_id = new.request_id and d.step = new.step
    and array[d.person_id, d.in_stead_of] && array[new.person_id, new.in_stead_of])
  then raise exception 'one person counts once in a step, also by their delegate' using errcode = 'check_violation';
  end if;
  if exists (select from approval_reassignment h where h.request_id = new.request_id and h.step = new.step
    and h.from_id = coalesce(new.in_stead_of, new.person_id))
  then raise exception 'who handed their seat over no longer has it' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_unfounded_reassignment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform 1 from access_request r where r.id = new.request_id and r.status = 'pending' for no key update;
  if not found or not exists (select from approval_step s
      where s.request_id = new.request_id and s.step = new.step and s.status = 'open')
    or exists (select from approval_decision d
      where d.request_id = new.request_id and d.step = new.step and d.seat_id = new.from_id)
  then raise exception 'a seat is handed over while it waits' using errcode = 'check_violation';
  end if;
  if exists (select from access_request r, unnest(array[r.requester_id, r.person_id]) as whom (id)
    where r.id = new.request_id and acts_for(new.to_id, whom.id, new.at))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  if not exists (select from approval_candidate held join approval_candidate given
      on given.request_id = held.request_id and given.step = held.step and given.via = held.via
        and given.origin_id = coalesce(held.origin_id, held.person_id)
      where held.request_id = new.request_id and held.step = new.step
        and held.person_id = new.from_id and given.person_id = new.to_id)
  then raise exception 'a seat keeps the capacity it had' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_who_acts_for_them()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from access_request r, unnest(array[r.requester_id, r.person_id]) as whom (id)
    where r.id = new.request_id and acts_for(new.person_id, whom.id, r.created_at))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

create table access_policy (
  id text not null,
  name text not null,
  form jsonb not null,
  is_enabled boolean not null default true,
  created_by text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  deleted_at timestamp with time zone,
  constraint access_policy_pkey PRIMARY KEY (id),
  constraint access_policy_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint access_policy_id_check CHECK (id ~~ 'pol\_%'::text),
  constraint access_policy_name_check CHECK (name <> ''::text)
);
grant insert, select, update on access_policy to countersign_app;

create table access_request (
  id text not null,
  number bigint not null generated always as identity,
  requester_id text not null,
  person_id text not null,
  identity_id integer not null,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  connector_id text not null,
  duration_minutes integer not null,
  starts_at timestamp with time zone,
  reason text not null,
  ticket text,
  extends_lease_id text,
  status text not null default 'pending'::text,
  policy_revision integer not null,
  decision jsonb not null,
  granted_minutes integer,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  version integer not null default 1,
  constraint access_request_pkey PRIMARY KEY (id),
  constraint access_request_number_key UNIQUE (number),
  constraint access_request_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint access_request_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES entity(id),
  constraint access_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint access_request_policy_revision_fkey FOREIGN KEY (policy_revision) REFERENCES policy_revision(number),
  constraint access_request_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint access_request_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES person(id),
  constraint access_request_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint access_request_check CHECK ((kind = 2) = (ps_id IS NOT NULL)),
  constraint access_request_check1 CHECK ((status = 'pending'::text) = (decided_at IS NULL)),
  constraint access_request_duration_minutes_check CHECK (duration_minutes >= 5 AND duration_minutes <= 43200),
  constraint access_request_id_check CHECK (id ~~ 'req\_%'::text),
  constraint access_request_kind_check CHECK (kind = ANY (ARRAY[1, 2])),
  constraint access_request_reason_check CHECK (reason <> ''::text),
  constraint access_request_status_check CHECK (status = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text, 'cancelled'::text, 'expired'::text]))
);
CREATE UNIQUE INDEX access_request_one_pending ON public.access_request USING btree (person_id, kind, target_id, COALESCE(ps_id, 0)) WHERE (status = 'pending'::text);
CREATE INDEX access_request_pending ON public.access_request USING btree (expires_at) WHERE (status = 'pending'::text);
CREATE INDEX access_request_person ON public.access_request USING btree (person_id, number DESC);
CREATE TRIGGER access_request_kept BEFORE UPDATE ON access_request FOR EACH ROW EXECUTE FUNCTION keep_access_request();
CREATE TRIGGER access_request_transition BEFORE UPDATE ON access_request FOR EACH ROW EXECUTE FUNCTION check_state_transition('access_request');
grant insert, select, update on access_request to countersign_app;

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

create table approval_candidate (
  request_id text not null,
  step smallint not null,
  person_id text not null,
  via text not null,
  origin_id text,
  constraint approval_candidate_pkey PRIMARY KEY (request_id, step, person_id),
  constraint approval_candidate_origin_id_fkey FOREIGN KEY (origin_id) REFERENCES person(id),
  constraint approval_candidate_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint approval_candidate_request_id_step_fkey FOREIGN KEY (request_id, step) REFERENCES approval_step(request_id, step)
);
CREATE INDEX approval_candidate_person ON public.approval_candidate USING btree (person_id);
CREATE TRIGGER approval_candidate_apart BEFORE INSERT ON approval_candidate FOR EACH ROW EXECUTE FUNCTION refuse_who_acts_for_them();
CREATE TRIGGER approval_candidate_not_self BEFORE INSERT OR UPDATE ON approval_candidate FOR EACH ROW EXECUTE FUNCTION refuse_self_approval();
grant insert, select on approval_candidate to countersign_app;

create table approval_decision (
  id bigint not null generated always as identity,
  request_id text not null,
  step smallint not null,
  person_id text not null,
  decision text not null,
  reason text,
  minutes integer,
  at timestamp with time zone not null,
  in_stead_of text,
  seat_id text default COALESCE(in_stead_of, person_id),
  constraint approval_decision_pkey PRIMARY KEY (id),
  constraint approval_decision_request_id_step_person_id_key UNIQUE (request_id, step, person_id),
  constraint approval_decision_request_id_step_seat_id_key UNIQUE (request_id, step, seat_id),
  constraint approval_decision_in_stead_of_fkey FOREIGN KEY (in_stead_of) REFERENCES person(id),
  constraint approval_decision_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint approval_decision_request_id_step_seat_id_fkey FOREIGN KEY (request_id, step, seat_id) REFERENCES approval_candidate(request_id, step, person_id),
  constraint approval_decision_check CHECK (decision = 'approve'::text OR reason <> ''::text),
  constraint approval_decision_check1 CHECK (in_stead_of <> person_id),
  constraint approval_decision_decision_check CHECK (decision = ANY (ARRAY['approve'::text, 'deny'::text]))
);
CREATE TRIGGER approval_decision_founded BEFORE INSERT ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_unfounded_decision();
CREATE TRIGGER approval_decision_not_self BEFORE INSERT ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_self_approval();
grant insert, select on approval_decision to countersign_app;

create table approval_reassignment (
  id bigint not null generated always as identity,
  request_id text not null,
  step smallint not null,
  from_id text not null,
  to_id text not null,
  reason text not null,
  at timestamp with time zone not null,
  constraint approval_reassignment_pkey PRIMARY KEY (id),
  constraint approval_reassignment_request_id_step_from_id_key UNIQUE (request_id, step, from_id),
  constraint approval_reassignment_request_id_step_to_id_key UNIQUE (request_id, step, to_id),
  constraint approval_reassignment_request_id_step_from_id_fkey FOREIGN KEY (request_id, step, from_id) REFERENCES approval_candidate(request_id, step, person_id),
  constraint approval_reassignment_request_id_step_to_id_fkey FOREIGN KEY (request_id, step, to_id) REFERENCES approval_candidate(request_id, step, person_id),
  constraint approval_reassignment_check CHECK (from_id <> to_id),
  constraint approval_reassignment_reason_check CHECK (reason <> ''::text)
);
CREATE TRIGGER approval_reassignment_founded BEFORE INSERT ON approval_reassignment FOR EACH ROW EXECUTE FUNCTION refuse_unfounded_reassignment();
grant insert, select on approval_reassignment to countersign_app;

create table approval_step (
  request_id text not null,
  step smallint not null,
  kind text not null,
  needed smallint not null default 1,
  status text not null default 'waiting'::text,
  constraint approval_step_pkey PRIMARY KEY (request_id, step),
  constraint approval_step_request_id_fkey FOREIGN KEY (request_id) REFERENCES access_request(id),
  constraint approval_step_kind_check CHECK (kind = ANY (ARRAY['manager'::text, 'application-owner'::text, 'named-people'::text])),
  constraint approval_step_status_check CHECK (status = ANY (ARRAY['waiting'::text, 'open'::text, 'approved'::text, 'denied'::text, 'not-needed'::text]))
);
CREATE TRIGGER approval_step_transition BEFORE UPDATE ON approval_step FOR EACH ROW EXECUTE FUNCTION check_state_transition('approval_step');
grant insert, select, update on approval_step to countersign_app;

create table audit_checkpoint (
  count bigint not null,
  head bytea not null,
  at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_checkpoint_pkey PRIMARY KEY (count),
  constraint audit_checkpoint_count_fkey FOREIGN KEY (count) REFERENCES audit_seal("position"),
  constraint audit_checkpoint_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_key(id),
  constraint audit_checkpoint_head_check CHECK (length(head) = 32)
);
grant insert, select on audit_checkpoint to countersign_app;

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
  transaction_id xid8 not null default pg_current_xact_id(),
  constraint audit_entry_pkey PRIMARY KEY (id),
  constraint audit_entry_actor_person_id_fkey FOREIGN KEY (actor_person_id) REFERENCES person(id),
  constraint audit_entry_actor_kind_check CHECK (actor_kind = ANY (ARRAY['person'::text, 'system'::text])),
  constraint audit_entry_check CHECK ((actor_kind = 'person'::text) = (actor_person_id IS NOT NULL))
);
CREATE INDEX audit_entry_object ON public.audit_entry USING btree (object_kind, object_id, id);
CREATE INDEX audit_entry_transaction ON public.audit_entry USING btree (transaction_id, id);
grant insert, select on audit_entry to countersign_app;

create table audit_seal (
  position bigint not null,
  entry_id bigint not null,
  hash bytea not null,
  constraint audit_seal_pkey PRIMARY KEY ("position"),
  constraint audit_seal_entry_id_key UNIQUE (entry_id),
  constraint audit_seal_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id),
  constraint audit_seal_hash_check CHECK (length(hash) = 32),
  constraint audit_seal_position_check CHECK ("position" > 0)
);
grant insert, select on audit_seal to countersign_app;

create table aws_event (
  connector_id text not null,
  event_id text not null,
  at timestamp with time zone not null,
  source text not null,
  name text not null,
  region text not null,
  aws_account_id text not null,
  actor text not null,
  source_ip text,
  is_known boolean not null,
  explained jsonb not null,
  taken_at timestamp with time zone not null,
  constraint aws_event_pkey PRIMARY KEY (connector_id, event_id),
  constraint aws_event_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
CREATE INDEX aws_event_at ON public.aws_event USING btree (connector_id, at);
grant insert, select on aws_event to countersign_app;

create table aws_write (
  id bigint not null generated always as identity,
  right_id bigint not null,
  change text not null,
  cause text,
  status text not null default 'pending'::text,
  intended_at timestamp with time zone not null,
  run_before bigint not null,
  run_after bigint,
  seen_seq integer,
  constraint aws_write_pkey PRIMARY KEY (id),
  constraint aws_write_right_id_fkey FOREIGN KEY (right_id) REFERENCES provisioned_right(id),
  constraint aws_write_seen_seq_fkey FOREIGN KEY (seen_seq) REFERENCES sync_run(seq),
  constraint aws_write_change_check CHECK (change = ANY (ARRAY['grant'::text, 'remove'::text])),
  constraint aws_write_status_check CHECK (status = ANY (ARRAY['pending'::text, 'made'::text, 'confirmed'::text, 'none'::text, 'doubtful'::text]))
);
CREATE UNIQUE INDEX aws_write_open ON public.aws_write USING btree (right_id) WHERE (status = ANY (ARRAY['pending'::text, 'made'::text]));
CREATE INDEX aws_write_unseen ON public.aws_write USING btree (right_id) WHERE (seen_seq IS NULL);
grant insert, select, update on aws_write to countersign_app;

create table campaign (
  id text not null,
  name text not null,
  description text not null default ''::text,
  owner_id text not null,
  status text not null default 'draft'::text,
  scope jsonb not null,
  reviewer_rule text not null,
  fallback_reviewer_id text not null,
  silence text not null,
  due_at timestamp with time zone not null,
  seq integer,
  completeness jsonb,
  stale_reason text,
  stale_signed_by text,
  created_by text not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text,
  signed_off_at timestamp with time zone,
  signed_off_by text,
  sign_off_note text,
  version integer not null default 1,
  constraint campaign_pkey PRIMARY KEY (id),
  constraint campaign_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES person(id),
  constraint campaign_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint campaign_fallback_reviewer_id_fkey FOREIGN KEY (fallback_reviewer_id) REFERENCES person(id),
  constraint campaign_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES person(id),
  constraint campaign_seq_fkey FOREIGN KEY (seq) REFERENCES sync_run(seq),
  constraint campaign_signed_off_by_fkey FOREIGN KEY (signed_off_by) REFERENCES person(id),
  constraint campaign_stale_signed_by_fkey FOREIGN KEY (stale_signed_by) REFERENCES person(id),
  constraint campaign_id_check CHECK (id ~~ 'cmp\_%'::text),
  constraint campaign_name_check CHECK (name <> ''::text),
  constraint campaign_reviewer_rule_check CHECK (reviewer_rule = ANY (ARRAY['manager'::text, 'application-owner'::text])),
  constraint campaign_silence_check CHECK (silence = ANY (ARRAY['keep'::text, 'revoke'::text, 'escalate'::text])),
  constraint campaign_status_check CHECK (status = ANY (ARRAY['draft'::text, 'active'::text, 'closed'::text, 'signed-off'::text, 'cancelled'::text]))
);
CREATE TRIGGER campaign_transition BEFORE UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION check_state_transition('campaign');
grant insert, select, update on campaign to countersign_app;

create table change (
  seq integer not null,
  op text not null,
  entity_id integer,
  entitlement_id integer,
  principal_id integer,
  write_id bigint,
  constraint change_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES entitlement(id),
  constraint change_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id),
  constraint change_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint change_seq_fkey FOREIGN KEY (seq) REFERENCES sync_run(seq),
  constraint change_write_id_fkey FOREIGN KEY (write_id) REFERENCES aws_write(id),
  constraint change_check CHECK ((entity_id IS NULL) = (entitlement_id IS NOT NULL AND principal_id IS NOT NULL)),
  constraint change_op_check CHECK (op = ANY (ARRAY['granted'::text, 'removed'::text, 'changed'::text, 'appeared'::text, 'vanished'::text]))
);
CREATE INDEX change_seq ON public.change USING btree (seq);
grant insert, select on change to countersign_app;

create table change_event (
  seq integer not null,
  entity_key integer not null,
  entitlement_key integer not null,
  principal_key integer not null,
  connector_id text not null,
  event_id text not null,
  constraint change_event_pkey PRIMARY KEY (seq, entity_key, entitlement_key, principal_key),
  constraint change_event_connector_id_event_id_fkey FOREIGN KEY (connector_id, event_id) REFERENCES aws_event(connector_id, event_id),
  constraint change_event_seq_fkey FOREIGN KEY (seq) REFERENCES sync_run(seq)
);
grant insert, select on change_event to countersign_app;

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
  provisioning_enabled boolean not null default false,
  sync_cron text,
  sync_time_zone text,
  hold_share_percent double precision not null default 20,
  hold_minimum integer not null default 10,
  owners_told_at timestamp with time zone,
  refresh_interval_minutes integer default 5,
  member_role_name text,
  member_external_id text not null default ('csm-'::text || replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text)),
  scim_enabled boolean not null default false,
  scim_endpoint text,
  constraint connector_pkey PRIMARY KEY (id),
  constraint connector_external_id_key UNIQUE (external_id),
  constraint connector_member_external_id_key UNIQUE (member_external_id),
  constraint connector_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint connector_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint connector_aws_account_id_check CHECK (aws_account_id ~ '^\d{12}$'::text),
  constraint connector_check CHECK (NOT identity_center_enabled OR identity_center_region IS NOT NULL),
  constraint connector_check1 CHECK (NOT scim_enabled OR identity_center_enabled AND scim_endpoint IS NOT NULL),
  constraint connector_hold_minimum_check CHECK (hold_minimum >= 1),
  constraint connector_hold_share_percent_check CHECK (hold_share_percent > 0::double precision AND hold_share_percent <= 100::double precision),
  constraint connector_id_check CHECK (id ~~ 'con\_%'::text),
  constraint connector_member_role_name_check CHECK (member_role_name <> ''::text),
  constraint connector_name_check CHECK (name <> ''::text),
  constraint connector_refresh_interval_minutes_check CHECK (refresh_interval_minutes >= 1 AND refresh_interval_minutes <= 1440),
  constraint connector_status_check CHECK (status = ANY (ARRAY['not-connected'::text, 'syncing'::text, 'connected'::text, 'error'::text, 'paused'::text, 'held'::text])),
  constraint connector_sync_cron CHECK ((sync_cron IS NULL) = (sync_time_zone IS NULL)),
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

create table connector_secret (
  connector_id text not null,
  kind text not null,
  sealed bytea not null,
  saved_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint connector_secret_pkey PRIMARY KEY (connector_id, kind),
  constraint connector_secret_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint connector_secret_kind_check CHECK (kind = 'scim-token'::text)
);
CREATE INDEX connector_secret_expiry ON public.connector_secret USING btree (expires_at);
grant delete, insert, select, update on connector_secret to countersign_app;

create table coverage (
  family text not null,
  native_id text not null,
  connector_id text not null,
  is_released boolean not null default false,
  constraint coverage_pkey PRIMARY KEY (family, native_id),
  constraint coverage_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint coverage_family_check CHECK (family = ANY (ARRAY['iam'::text, 'organizations'::text, 'identity-center'::text]))
);
CREATE INDEX coverage_connector ON public.coverage USING btree (connector_id);
grant delete, insert, select, update on coverage to countersign_app;

create table delegation (
  id text not null,
  person_id text not null,
  delegate_id text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  note text not null default ''::text,
  created_at timestamp with time zone not null,
  created_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint delegation_delegate_id_fkey FOREIGN KEY (delegate_id) REFERENCES person(id),
  constraint delegation_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES person(id),
  constraint delegation_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint delegation_check CHECK (delegate_id <> person_id),
  constraint delegation_check1 CHECK (from_at >= created_at),
  constraint delegation_check2 CHECK (until_at > from_at),
  constraint delegation_check3 CHECK (until_at <= (from_at + '2160:00:00'::interval)),
  constraint delegation_check4 CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  constraint delegation_id_check CHECK (id ~~ 'dlg\_%'::text)
);
CREATE INDEX delegation_delegate ON public.delegation USING btree (delegate_id, until_at);
CREATE INDEX delegation_person ON public.delegation USING btree (person_id, until_at);
CREATE TRIGGER delegation_kept BEFORE INSERT OR UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION keep_delegation();
grant insert, select on delegation to countersign_app;

create table denied_action (
  connector_id text not null,
  action text not null,
  message text not null,
  denied_at timestamp with time zone not null,
  constraint denied_action_pkey PRIMARY KEY (connector_id, action),
  constraint denied_action_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on denied_action to countersign_app;

create table detail_reading (
  connector_id text not null,
  kind text not null,
  entity_id integer not null,
  read_at timestamp with time zone not null,
  constraint detail_reading_pkey PRIMARY KEY (entity_id, kind, connector_id),
  constraint detail_reading_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint detail_reading_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id)
);
grant delete, insert, select, update on detail_reading to countersign_app;

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

create table event_cursor (
  connector_id text not null,
  looked_until timestamp with time zone,
  tried_at timestamp with time zone not null,
  constraint event_cursor_pkey PRIMARY KEY (connector_id),
  constraint event_cursor_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on event_cursor to countersign_app;

create table evidence_pack (
  id text not null,
  campaign_id text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  key_id text not null,
  sha256 text not null,
  content bytea not null,
  constraint evidence_pack_pkey PRIMARY KEY (id),
  constraint evidence_pack_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint evidence_pack_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint evidence_pack_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_key(id),
  constraint evidence_pack_id_check CHECK (id ~~ 'evp\_%'::text)
);
grant insert, select on evidence_pack to countersign_app;

create table federation_grant (
  id bigint not null generated always as identity,
  rule_id text not null,
  group_id text not null,
  role_entity_id integer,
  status text not null,
  detail text not null default ''::text,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  constraint federation_grant_pkey PRIMARY KEY (id),
  constraint federation_grant_group_id_fkey FOREIGN KEY (group_id) REFERENCES idp_group(id),
  constraint federation_grant_role_entity_id_fkey FOREIGN KEY (role_entity_id) REFERENCES entity(id),
  constraint federation_grant_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES federation_rule(id),
  constraint federation_grant_status_check CHECK (status = ANY (ARRAY['confirmed'::text, 'role-unknown'::text, 'trust-refuses'::text]))
);
CREATE UNIQUE INDEX federation_grant_cur ON public.federation_grant USING btree (group_id, role_entity_id) WHERE ((to_at IS NULL) AND (status = 'confirmed'::text));
CREATE INDEX federation_grant_role ON public.federation_grant USING btree (role_entity_id) WHERE (to_at IS NULL);
grant insert, select, update on federation_grant to countersign_app;

create table federation_rule (
  id text not null,
  identity_provider_id text not null,
  kind text not null,
  pattern text,
  group_id text,
  role_entity_id integer,
  created_at timestamp with time zone not null,
  created_by text not null,
  deleted_at timestamp with time zone,
  constraint federation_rule_pkey PRIMARY KEY (id),
  constraint federation_rule_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint federation_rule_group_id_fkey FOREIGN KEY (group_id) REFERENCES idp_group(id),
  constraint federation_rule_identity_provider_id_fkey FOREIGN KEY (identity_provider_id) REFERENCES identity_provider(id),
  constraint federation_rule_role_entity_id_fkey FOREIGN KEY (role_entity_id) REFERENCES entity(id),
  constraint federation_rule_check CHECK ((kind = 'pattern'::text) = (pattern IS NOT NULL)),
  constraint federation_rule_check1 CHECK ((kind = 'pair'::text) = (group_id IS NOT NULL AND role_entity_id IS NOT NULL)),
  constraint federation_rule_id_check CHECK (id ~~ 'frl\_%'::text),
  constraint federation_rule_kind_check CHECK (kind = ANY (ARRAY['pattern'::text, 'pair'::text]))
);
grant insert, select, update on federation_rule to countersign_app;

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

create table held_removal (
  run_id text not null,
  n integer not null,
  kind text not null,
  entity_id integer,
  entitlement_id integer,
  principal_id integer,
  constraint held_removal_pkey PRIMARY KEY (run_id, n),
  constraint held_removal_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES entitlement(id),
  constraint held_removal_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id),
  constraint held_removal_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint held_removal_run_id_fkey FOREIGN KEY (run_id) REFERENCES sync_run(id),
  constraint held_removal_check CHECK ((entity_id IS NULL) = (entitlement_id IS NOT NULL AND principal_id IS NOT NULL))
);
grant delete, insert, select on held_removal to countersign_app;

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

create table identity_provider (
  id text not null,
  name text not null,
  application_id text,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint identity_provider_pkey PRIMARY KEY (id),
  constraint identity_provider_name_key UNIQUE (name),
  constraint identity_provider_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint identity_provider_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint identity_provider_id_check CHECK (id ~~ 'idp\_%'::text),
  constraint identity_provider_name_check CHECK (name <> ''::text)
);
grant insert, select, update on identity_provider to countersign_app;

create table identity_provider_trust (
  identity_provider_id text not null,
  provider_entity_id integer not null,
  constraint identity_provider_trust_pkey PRIMARY KEY (identity_provider_id, provider_entity_id),
  constraint identity_provider_trust_identity_provider_id_fkey FOREIGN KEY (identity_provider_id) REFERENCES identity_provider(id),
  constraint identity_provider_trust_provider_entity_id_fkey FOREIGN KEY (provider_entity_id) REFERENCES entity(id)
);
grant delete, insert, select on identity_provider_trust to countersign_app;

create table identity_provider_upload (
  id bigint not null generated always as identity,
  identity_provider_id text not null,
  at timestamp with time zone not null,
  constraint identity_provider_upload_pkey PRIMARY KEY (id),
  constraint identity_provider_upload_identity_provider_id_fkey FOREIGN KEY (identity_provider_id) REFERENCES identity_provider(id)
);
CREATE INDEX identity_provider_upload_newest ON public.identity_provider_upload USING btree (identity_provider_id, at);
grant insert, select on identity_provider_upload to countersign_app;

create table identity_use (
  entity_id integer not null,
  last_used_at timestamp with time zone,
  last_used_region text,
  has_password boolean,
  has_mfa boolean,
  password_used_at timestamp with time zone,
  password_changed_at timestamp with time zone,
  access_keys jsonb not null default '[]'::jsonb,
  constraint identity_use_pkey PRIMARY KEY (entity_id),
  constraint identity_use_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id)
);
grant delete, insert, select, update on identity_use to countersign_app;

create table idp_group (
  id text not null,
  identity_provider_id text not null,
  name text not null,
  first_seen_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  constraint idp_group_pkey PRIMARY KEY (id),
  constraint idp_group_identity_provider_id_fkey FOREIGN KEY (identity_provider_id) REFERENCES identity_provider(id),
  constraint idp_group_id_check CHECK (id ~~ 'igr\_%'::text),
  constraint idp_group_name_check CHECK (name <> ''::text)
);
CREATE UNIQUE INDEX idp_group_name ON public.idp_group USING btree (identity_provider_id, name) WHERE (gone_at IS NULL);
grant insert, select, update on idp_group to countersign_app;

create table idp_group_member (
  id bigint not null generated always as identity,
  group_id text not null,
  email text not null,
  person_id text,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  constraint idp_group_member_pkey PRIMARY KEY (id),
  constraint idp_group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES idp_group(id),
  constraint idp_group_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint idp_group_member_check CHECK (to_at IS NULL OR to_at >= from_at),
  constraint idp_group_member_email_check CHECK (email = lower(email))
);
CREATE UNIQUE INDEX idp_group_member_cur ON public.idp_group_member USING btree (group_id, email) WHERE (to_at IS NULL);
CREATE INDEX idp_group_member_person ON public.idp_group_member USING btree (person_id) WHERE (to_at IS NULL);
grant insert, select, update on idp_group_member to countersign_app;

create table lease (
  id text not null,
  request_id text not null,
  person_id text not null,
  identity_id integer not null,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  connector_id text not null,
  unit_key text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  status text not null default 'scheduled'::text,
  end_reason text,
  ended_by text,
  end_note text,
  activated_at timestamp with time zone,
  ended_at timestamp with time zone,
  failure jsonb,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint lease_pkey PRIMARY KEY (id),
  constraint lease_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint lease_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES person(id),
  constraint lease_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES entity(id),
  constraint lease_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint lease_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint lease_request_id_fkey FOREIGN KEY (request_id) REFERENCES access_request(id),
  constraint lease_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint lease_check CHECK (ends_at >= starts_at),
  constraint lease_end_reason_check CHECK (end_reason = ANY (ARRAY['expired'::text, 'given-back'::text, 'revoked'::text, 'cancelled'::text, 'failed'::text])),
  constraint lease_id_check CHECK (id ~~ 'lse\_%'::text),
  constraint lease_kind_check CHECK (kind = ANY (ARRAY[1, 2])),
  constraint lease_status_check CHECK (status = ANY (ARRAY['scheduled'::text, 'activating'::text, 'active'::text, 'ending'::text, 'ended'::text, 'failed'::text]))
);
CREATE INDEX lease_due ON public.lease USING btree (unit_key, status) WHERE (status <> 'ended'::text);
CREATE INDEX lease_person ON public.lease USING btree (person_id);
CREATE TRIGGER lease_transition BEFORE UPDATE ON lease FOR EACH ROW EXECUTE FUNCTION check_state_transition('lease');
grant delete, insert, select, update on lease to countersign_app;

create table local_credential (
  person_id text not null,
  password_hash text not null,
  failed_attempts integer not null default 0,
  locked_until timestamp with time zone,
  constraint local_credential_pkey PRIMARY KEY (person_id),
  constraint local_credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant delete, insert, select, update on local_credential to countersign_app;

create table mail (
  id text not null,
  notification_id text not null,
  to_address text not null,
  message_id text not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  last_error text,
  sent_at timestamp with time zone,
  claimed_until timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_message_id_key UNIQUE (message_id),
  constraint mail_notification_id_key UNIQUE (notification_id),
  constraint mail_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id),
  constraint mail_id_check CHECK (id ~~ 'mal\_%'::text),
  constraint mail_status_check CHECK (status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'skipped'::text]))
);
CREATE INDEX mail_due ON public.mail USING btree (next_attempt_at) WHERE (status = 'queued'::text);
grant insert, select, update on mail to countersign_app;

create table manual_task (
  id text not null,
  connector_id text not null,
  change text not null,
  lease_id text,
  revocation_id text,
  title text not null,
  instructions jsonb not null,
  status text not null default 'open'::text,
  created_at timestamp with time zone not null,
  done_by text,
  done_at timestamp with time zone,
  constraint manual_task_pkey PRIMARY KEY (id),
  constraint manual_task_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint manual_task_done_by_fkey FOREIGN KEY (done_by) REFERENCES person(id),
  constraint manual_task_lease_id_fkey FOREIGN KEY (lease_id) REFERENCES lease(id),
  constraint manual_task_revocation_id_fkey FOREIGN KEY (revocation_id) REFERENCES revocation(id),
  constraint manual_task_change_check CHECK (change = ANY (ARRAY['grant'::text, 'remove'::text])),
  constraint manual_task_check CHECK ((lease_id IS NULL) <> (revocation_id IS NULL)),
  constraint manual_task_id_check CHECK (id ~~ 'tsk\_%'::text),
  constraint manual_task_status_check CHECK (status = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))
);
CREATE INDEX manual_task_open ON public.manual_task USING btree (connector_id) WHERE (status = 'open'::text);
grant delete, insert, select, update on manual_task to countersign_app;

create table membership_hint (
  connector_id text not null,
  listing text not null,
  keys bigint[] not null,
  groups text[],
  constraint membership_hint_pkey PRIMARY KEY (connector_id, listing),
  constraint membership_hint_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on membership_hint to countersign_app;

create table notification (
  id text not null,
  person_id text not null,
  kind text not null,
  object_kind text not null,
  object_id text not null,
  title text not null,
  body text not null,
  link text not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  dedupe_key text not null,
  constraint notification_pkey PRIMARY KEY (id),
  constraint notification_person_id_dedupe_key_key UNIQUE (person_id, dedupe_key),
  constraint notification_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint notification_id_check CHECK (id ~~ 'ntf\_%'::text),
  constraint notification_link_check CHECK (link ~~ '/%'::text)
);
CREATE INDEX notification_inbox ON public.notification USING btree (person_id, created_at DESC);
grant insert, select, update on notification to countersign_app;

create table oidc_subject (
  issuer text not null,
  subject text not null,
  person_id text not null,
  linked_at timestamp with time zone not null,
  last_signed_in_at timestamp with time zone not null,
  constraint oidc_subject_pkey PRIMARY KEY (issuer, subject),
  constraint oidc_subject_person_id_issuer_key UNIQUE (person_id, issuer),
  constraint oidc_subject_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant delete, insert, select, update on oidc_subject to countersign_app;

create table pending_sign_in (
  digest bytea not null,
  next_path text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint pending_sign_in_pkey PRIMARY KEY (digest)
);
CREATE INDEX pending_sign_in_expires ON public.pending_sign_in USING btree (expires_at);
grant delete, insert, select on pending_sign_in to countersign_app;

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
  constraint person_source_check CHECK (source = ANY (ARRAY['demo'::text, 'identity-center'::text, 'csv'::text, 'scim'::text, 'manual'::text, 'first-run'::text, 'oidc'::text])),
  constraint person_status_check CHECK (status = ANY (ARRAY['active'::text, 'inactive'::text]))
);
CREATE UNIQUE INDEX person_email ON public.person USING btree (email) WHERE (email IS NOT NULL);
CREATE INDEX person_manager ON public.person USING btree (manager_id);
CREATE INDEX person_name_trgm ON public.person USING gin (name gin_trgm_ops);
grant delete, insert, select, update on person to countersign_app;

create table policy_revision (
  number integer not null generated always as identity,
  policies jsonb not null,
  digest text not null,
  created_at timestamp with time zone not null,
  created_by text,
  constraint policy_revision_pkey PRIMARY KEY (number),
  constraint policy_revision_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id)
);
grant insert, select on policy_revision to countersign_app;

create table provisioned_right (
  id bigint not null generated always as identity,
  unit_key text not null,
  connector_id text not null,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  principal_id integer not null,
  baseline text not null default 'unknown'::text,
  is_ours boolean not null default false,
  intent text not null default 'none'::text,
  intent_at timestamp with time zone,
  intent_cause text,
  aws_call text,
  aws_request_id text,
  aws_status text,
  observed text,
  observed_at timestamp with time zone,
  failure jsonb,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  fence bigint not null default 0,
  constraint provisioned_right_pkey PRIMARY KEY (id),
  constraint provisioned_right_kind_target_id_ps_id_principal_id_key UNIQUE NULLS NOT DISTINCT (kind, target_id, ps_id, principal_id),
  constraint provisioned_right_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint provisioned_right_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint provisioned_right_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint provisioned_right_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint provisioned_right_unit_key_fkey FOREIGN KEY (unit_key) REFERENCES provisioning_unit(key),
  constraint provisioned_right_aws_call_check CHECK (aws_call = ANY (ARRAY['create-assignment'::text, 'delete-assignment'::text, 'add-member'::text, 'remove-member'::text])),
  constraint provisioned_right_aws_status_check CHECK (aws_status = ANY (ARRAY['in-progress'::text, 'succeeded'::text, 'failed'::text])),
  constraint provisioned_right_baseline_check CHECK (baseline = ANY (ARRAY['unknown'::text, 'absent'::text, 'present'::text])),
  constraint provisioned_right_intent_check CHECK (intent = ANY (ARRAY['none'::text, 'grant'::text, 'remove'::text])),
  constraint provisioned_right_kind_check CHECK (kind = ANY (ARRAY[1, 2])),
  constraint provisioned_right_observed_check CHECK (observed = ANY (ARRAY['absent'::text, 'present'::text]))
);
CREATE INDEX provisioned_right_work ON public.provisioned_right USING btree (unit_key) WHERE (intent <> 'none'::text);
grant delete, insert, select, update on provisioned_right to countersign_app;

create table provisioning_unit (
  key text not null,
  connector_id text not null,
  fence bigint not null default 0,
  holder text,
  claimed_until timestamp with time zone,
  next_attempt_at timestamp with time zone,
  constraint provisioning_unit_pkey PRIMARY KEY (key),
  constraint provisioning_unit_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on provisioning_unit to countersign_app;

create unlogged table rate_budget (
  key text not null,
  per_second double precision not null,
  burst double precision not null,
  tokens double precision not null,
  filled_at timestamp with time zone not null,
  pace double precision not null default 1,
  paced_at timestamp with time zone not null default clock_timestamp(),
  constraint rate_budget_pkey PRIMARY KEY (key),
  constraint rate_budget_pace_check CHECK (pace > 0::double precision AND pace <= 1::double precision)
);
grant delete, insert, select, update on rate_budget to countersign_app;

create table review_event (
  id bigint not null generated always as identity,
  campaign_id text not null,
  item_id text,
  at timestamp with time zone not null,
  actor_id text,
  event text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint review_event_pkey PRIMARY KEY (id),
  constraint review_event_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES person(id),
  constraint review_event_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint review_event_item_id_fkey FOREIGN KEY (item_id) REFERENCES review_item(id)
);
CREATE INDEX review_event_campaign ON public.review_event USING btree (campaign_id, id);
grant insert, select on review_event to countersign_app;

create table review_item (
  id text not null,
  campaign_id text not null,
  n integer not null,
  person_id text,
  identity_id integer not null,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  held_kind smallint not null,
  held_target_id integer not null,
  held_ps_id integer,
  facts jsonb not null,
  reviewer_id text,
  reviewer_via text not null,
  decision text,
  reason text,
  decided_by text,
  decided_at timestamp with time zone,
  submitted_at timestamp with time zone,
  is_by_silence boolean not null default false,
  remediation text not null default 'none'::text,
  revocation_id text,
  idp_group_id text,
  idp_email text,
  constraint review_item_pkey PRIMARY KEY (id),
  constraint review_item_campaign_id_n_key UNIQUE (campaign_id, n),
  constraint review_item_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint review_item_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint review_item_held_ps_id_fkey FOREIGN KEY (held_ps_id) REFERENCES entity(id),
  constraint review_item_held_target_id_fkey FOREIGN KEY (held_target_id) REFERENCES entity(id),
  constraint review_item_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES entity(id),
  constraint review_item_idp_group_id_fkey FOREIGN KEY (idp_group_id) REFERENCES idp_group(id),
  constraint review_item_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint review_item_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint review_item_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES person(id),
  constraint review_item_revocation_id_fkey FOREIGN KEY (revocation_id) REFERENCES revocation(id),
  constraint review_item_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint review_item_check CHECK ((decision IS NULL) = (decided_at IS NULL)),
  constraint review_item_check1 CHECK (submitted_at IS NULL OR decision IS NOT NULL),
  constraint review_item_decision_check CHECK (decision = ANY (ARRAY['certify'::text, 'revoke'::text])),
  constraint review_item_federated_check CHECK ((idp_group_id IS NULL) = (idp_email IS NULL) AND (kind = 3 OR idp_group_id IS NULL)),
  constraint review_item_id_check CHECK (id ~~ 'itm\_%'::text),
  constraint review_item_kind_check CHECK (kind = ANY (ARRAY[1, 2, 3])),
  constraint review_item_remediation_check CHECK (remediation = ANY (ARRAY['none'::text, 'pending'::text, 'task'::text, 'done'::text, 'verified'::text, 'reopened'::text]))
);
CREATE INDEX review_item_campaign ON public.review_item USING btree (campaign_id, n);
CREATE INDEX review_item_idp ON public.review_item USING btree (idp_group_id, idp_email) WHERE (idp_group_id IS NOT NULL);
CREATE INDEX review_item_reviewer ON public.review_item USING btree (reviewer_id, campaign_id) WHERE (submitted_at IS NULL);
CREATE TRIGGER review_item_not_self BEFORE INSERT OR UPDATE ON review_item FOR EACH ROW EXECUTE FUNCTION refuse_self_review();
grant insert, select, update on review_item to countersign_app;

create table revocation (
  id text not null,
  kind smallint not null,
  target_id integer not null,
  ps_id integer,
  principal_id integer not null,
  connector_id text not null,
  unit_key text,
  reason text not null,
  decided_by text not null,
  source_kind text not null,
  source_id text not null,
  status text not null default 'pending'::text,
  failure jsonb,
  created_at timestamp with time zone not null,
  done_at timestamp with time zone,
  verified_at timestamp with time zone,
  verified_seq integer,
  idp_group_id text,
  idp_email text,
  verified_upload_at timestamp with time zone,
  constraint revocation_pkey PRIMARY KEY (id),
  constraint revocation_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint revocation_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint revocation_idp_group_id_fkey FOREIGN KEY (idp_group_id) REFERENCES idp_group(id),
  constraint revocation_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES entity(id),
  constraint revocation_ps_id_fkey FOREIGN KEY (ps_id) REFERENCES entity(id),
  constraint revocation_target_id_fkey FOREIGN KEY (target_id) REFERENCES entity(id),
  constraint revocation_verified_seq_fkey FOREIGN KEY (verified_seq) REFERENCES sync_run(seq),
  constraint revocation_federated_check CHECK ((kind = 3) = (idp_group_id IS NOT NULL AND idp_email IS NOT NULL) AND (kind = 3) = (unit_key IS NULL)),
  constraint revocation_id_check CHECK (id ~~ 'rvk\_%'::text),
  constraint revocation_kind_check CHECK (kind = ANY (ARRAY[1, 2, 3])),
  constraint revocation_source_kind_check CHECK (source_kind = ANY (ARRAY['review-item'::text, 'owner'::text])),
  constraint revocation_status_check CHECK (status = ANY (ARRAY['pending'::text, 'done'::text, 'failed'::text, 'task'::text]))
);
CREATE INDEX revocation_idp ON public.revocation USING btree (idp_group_id, idp_email) WHERE (kind = 3);
CREATE INDEX revocation_open ON public.revocation USING btree (unit_key) WHERE (status = ANY (ARRAY['pending'::text, 'task'::text]));
grant delete, insert, select, update on revocation to countersign_app;

create table role_grant (
  person_id text not null,
  role text not null,
  granted_at timestamp with time zone not null,
  granted_by text,
  is_from_claim boolean not null default false,
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

create table rotation (
  connector_id text not null,
  part text not null,
  position text not null,
  constraint rotation_pkey PRIMARY KEY (connector_id, part),
  constraint rotation_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id)
);
grant delete, insert, select, update on rotation to countersign_app;

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
CREATE INDEX scope_about ON public.scope USING btree (kind, a_id);
grant delete, insert, select, update on scope to countersign_app;

create table scope_gap (
  scope_id integer not null,
  from_seq integer not null,
  to_seq integer,
  failed_at timestamp with time zone not null,
  reason text not null,
  action text,
  message text not null,
  implied_by integer,
  constraint scope_gap_pkey PRIMARY KEY (scope_id, from_seq),
  constraint scope_gap_from_seq_fkey FOREIGN KEY (from_seq) REFERENCES sync_run(seq),
  constraint scope_gap_implied_by_fkey FOREIGN KEY (implied_by) REFERENCES scope(id),
  constraint scope_gap_scope_id_fkey FOREIGN KEY (scope_id) REFERENCES scope(id),
  constraint scope_gap_to_seq_fkey FOREIGN KEY (to_seq) REFERENCES sync_run(seq),
  constraint scope_gap_check CHECK (to_seq > from_seq),
  constraint scope_gap_reason_check CHECK (reason = ANY (ARRAY['denied'::text, 'throttled'::text, 'unavailable'::text, 'not-attempted'::text, 'invalid'::text, 'no-longer-read'::text]))
);
CREATE UNIQUE INDEX scope_gap_cur ON public.scope_gap USING btree (scope_id) WHERE (to_seq IS NULL);
grant delete, insert, select, update on scope_gap to countersign_app;

create table session (
  digest bytea not null,
  person_id text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  is_from_provider boolean not null default false,
  sealed_id_token text,
  constraint session_pkey PRIMARY KEY (digest),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX session_expires ON public.session USING btree (expires_at);
grant delete, insert, select, update on session to countersign_app;

create table signing_key (
  id text not null,
  public_key_pem text not null,
  private_key_sealed bytea not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  endorsed_by text,
  endorsement bytea,
  constraint signing_key_pkey PRIMARY KEY (id),
  constraint signing_key_endorsed_by_fkey FOREIGN KEY (endorsed_by) REFERENCES signing_key(id),
  constraint signing_key_id_check CHECK (id ~~ 'key\_%'::text)
);
grant insert, select, update on signing_key to countersign_app;

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
  is_mention boolean not null,
  unread text[],
  batch integer
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
  qualifier text not null default ''::text,
  batch integer
);
CREATE INDEX stage_grant_run ON public.stage_grant USING btree (run_id);
grant delete, insert, select, update on stage_grant to countersign_app;

create unlogged table stage_part (
  run_id text not null,
  batch integer not null,
  key text not null,
  result jsonb not null
);
CREATE INDEX stage_part_run ON public.stage_part USING btree (run_id);
grant delete, insert, select on stage_part to countersign_app;

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
  staged_at timestamp with time zone not null default product_now(),
  batch integer
);
CREATE INDEX stage_scope_run ON public.stage_scope USING btree (run_id);
grant delete, insert, select, update on stage_scope to countersign_app;

create unlogged table stage_use (
  run_id text not null,
  kind smallint not null,
  native_id text,
  arn text,
  created_at timestamp with time zone,
  last_used_at timestamp with time zone,
  last_used_region text,
  has_password boolean,
  has_mfa boolean,
  password_used_at timestamp with time zone,
  password_changed_at timestamp with time zone,
  access_keys jsonb not null,
  batch integer
);
CREATE INDEX stage_use_run ON public.stage_use USING btree (run_id);
grant delete, insert, select, update on stage_use to countersign_app;

create table state_transition (
  machine text not null,
  from_state text not null,
  to_state text not null,
  constraint state_transition_pkey PRIMARY KEY (machine, from_state, to_state)
);
grant select on state_transition to countersign_app;

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
  plan jsonb not null default '[]'::jsonb,
  hold jsonb,
  connection_facts jsonb,
  held_after_seq integer,
  resumptions integer not null default 0,
  reading_ms double precision default 0,
  publishing_ms double precision,
  scopes jsonb,
  rate_limits jsonb,
  constraint sync_run_pkey PRIMARY KEY (id),
  constraint sync_run_number_key UNIQUE (number),
  constraint sync_run_seq_key UNIQUE (seq),
  constraint sync_run_connector_id_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
  constraint sync_run_started_by_fkey FOREIGN KEY (started_by) REFERENCES person(id),
  constraint sync_run_check CHECK ((seq IS NULL) = (published_at IS NULL)),
  constraint sync_run_check1 CHECK ((status = 'published'::text) = (seq IS NOT NULL)),
  constraint sync_run_hold CHECK ((status <> ALL (ARRAY['held'::text, 'confirmed'::text])) OR hold IS NOT NULL AND connection_facts IS NOT NULL AND held_after_seq IS NOT NULL),
  constraint sync_run_id_check CHECK (id ~~ 'run\_%'::text),
  constraint sync_run_kind_check CHECK (kind = ANY (ARRAY['full'::text, 'targeted'::text, 'incremental'::text, 'deletion'::text])),
  constraint sync_run_publishing_ms_check CHECK (publishing_ms >= 0::double precision),
  constraint sync_run_reading_ms_check CHECK (reading_ms >= 0::double precision),
  constraint sync_run_status_check CHECK (status = ANY (ARRAY['reading'::text, 'held'::text, 'confirmed'::text, 'published'::text, 'failed'::text, 'abandoned'::text, 'discarded'::text])),
  constraint sync_run_trigger_check CHECK (trigger = ANY (ARRAY['first'::text, 'schedule'::text, 'person'::text, 'retry'::text]))
);
CREATE INDEX sync_run_connector ON public.sync_run USING btree (connector_id, number DESC);
CREATE UNIQUE INDEX sync_run_one_held ON public.sync_run USING btree (connector_id) WHERE (status = ANY (ARRAY['held'::text, 'confirmed'::text]));
CREATE UNIQUE INDEX sync_run_one_reading ON public.sync_run USING btree (connector_id) WHERE (status = 'reading'::text);
CREATE INDEX sync_run_published ON public.sync_run USING btree (published_at) WHERE (seq IS NOT NULL);
grant delete, insert, select, update on sync_run to countersign_app;
