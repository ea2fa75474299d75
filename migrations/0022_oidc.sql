-- Sign-in by OpenID Connect (SEC-1, docs/decisions/0019).
alter table person drop constraint person_source_check,
  add constraint person_source_check
    check (source in ('demo', 'identity-center', 'csv', 'scim', 'manual', 'first-run', 'oidc'));

-- Who somebody is at the provider. One subject is one person, and a person is one subject of an issuer.
create table oidc_subject (
  issuer text not null, subject text not null, person_id text not null references person,
  linked_at timestamptz not null, last_signed_in_at timestamptz not null,
  primary key (issuer, subject), unique (person_id, issuer)
);
grant select, insert, update, delete on oidc_subject to countersign_app;

-- A browser that was sent to the provider and is not back yet. The digest is of its cookie's secret, from which everything
-- that the answer is checked against is derived: a copy of the database completes nobody's sign-in.
create table pending_sign_in (
  digest bytea primary key, next_path text not null,
  created_at timestamptz not null, expires_at timestamptz not null
);
create index pending_sign_in_expires on pending_sign_in (expires_at);
grant select, insert, delete on pending_sign_in to countersign_app;

-- A role that a claim of the provider gave goes when the claim goes; one that was given by hand stays.
alter table role_grant add column is_from_claim boolean not null default false;

-- Whether the provider has a session as well, and the ID token, encrypted with the installation's key: it tells the
-- provider which session is to end with ours.
alter table session
  add column is_from_provider boolean not null default false,
  add column sealed_id_token text;
