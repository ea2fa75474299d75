-- User access reviews and evidence (REV).
create table campaign (
  id text primary key check (id like 'cmp\_%'), name text not null check (name <> ''), description text not null default '',
  owner_id text not null references person,
  status text not null default 'draft' check (status in ('draft', 'active', 'closed', 'signed-off', 'cancelled')),
  scope jsonb not null,                                   -- core/reviews/model/campaign-scope.ts
  reviewer_rule text not null check (reviewer_rule in ('manager', 'application-owner')),
  fallback_reviewer_id text not null references person,
  silence text not null check (silence in ('keep', 'revoke', 'escalate')),
  due_at timestamptz not null,
  seq int references sync_run (seq),                      -- the publication that was frozen
  completeness jsonb,                                     -- what was read, what was not and why, at the start
  stale_reason text, stale_signed_by text references person,   -- REV-2: a start on stale data is refused without
  created_by text not null references person, created_at timestamptz not null, started_at timestamptz,
  closed_at timestamptz, closed_by text references person,
  signed_off_at timestamptz, signed_off_by text references person, sign_off_note text,
  version int not null default 1
);
create trigger campaign_transition before update on campaign for each row execute function check_state_transition('campaign');

-- One grant to judge, with the facts frozen as they were; reviewer and decision change, facts never do.
create table review_item (
  id text primary key check (id like 'itm\_%'), campaign_id text not null references campaign, n int not null,
  person_id text references person, identity_id int not null references entity,
  kind smallint not null check (kind in (1, 2, 3)), target_id int not null references entity, ps_id int references entity,
  -- What a revocation would remove: the fact that the identity itself holds (its membership, or the direct assignment).
  held_kind smallint not null, held_target_id int not null references entity, held_ps_id int references entity,
  facts jsonb not null,                                   -- names, sentence, path, since, status, also-gives, digest
  reviewer_id text references person, reviewer_via text not null,
  decision text check (decision in ('certify', 'revoke')), reason text, decided_by text references person,
  decided_at timestamptz, submitted_at timestamptz, is_by_silence boolean not null default false,
  remediation text not null default 'none' check (remediation in ('none', 'pending', 'task', 'done', 'verified', 'reopened')),
  revocation_id text references revocation,
  unique (campaign_id, n), check ((decision is null) = (decided_at is null)),
  check (submitted_at is null or decision is not null)
);
create index review_item_reviewer on review_item (reviewer_id, campaign_id) where submitted_at is null;
create index review_item_campaign on review_item (campaign_id, n);
create function refuse_self_review() returns trigger language plpgsql as $$
begin
  if new.person_id is not null and (new.reviewer_id = new.person_id or new.decided_by = new.person_id)
  then raise exception 'nobody reviews their own access' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger review_item_not_self before insert or update on review_item for each row execute function refuse_self_review();

create table review_event (                               -- append-only: goes into the evidence as it is
  id bigint generated always as identity primary key, campaign_id text not null references campaign,
  item_id text references review_item, at timestamptz not null, actor_id text references person,
  event text not null, detail jsonb not null default '{}'
);
create index review_event_campaign on review_event (campaign_id, id);

-- Keys that sign evidence. The private part is encrypted at rest with the installation's key (SEC-4).
create table signing_key (
  id text primary key check (id like 'key\_%'), public_key_pem text not null, private_key_sealed bytea not null,
  created_at timestamptz not null, retired_at timestamptz,
  endorsed_by text references signing_key, endorsement bytea   -- the old key's signature over the new public key
);
create table evidence_pack (
  id text primary key check (id like 'evp\_%'), campaign_id text not null references campaign,
  created_at timestamptz not null, created_by text not null references person,
  key_id text not null references signing_key, sha256 text not null, content bytea not null
);

grant select, insert, update on campaign, review_item, signing_key to countersign_app;
grant select, insert on review_event, evidence_pack to countersign_app;
grant usage on all sequences in schema public to countersign_app;
