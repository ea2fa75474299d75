-- Federated users' authorization mapping (DIR-4): who may assume a role that trusts an identity provider lives in that
-- provider. Its groups come in by CSV; rules map them to (AWS account, role); the result is checked against the trust.
create table identity_provider (
  id text primary key check (id like 'idp\_%'), name text not null unique check (name <> ''),
  application_id text references application, created_at timestamptz not null, created_by text not null references person
);
-- Provider entities of AWS (SAML or OIDC provider ARNs) that are this identity provider, as an administrator said.
create table identity_provider_trust (
  identity_provider_id text not null references identity_provider, provider_entity_id int not null references entity,
  primary key (identity_provider_id, provider_entity_id)
);
create table idp_group (
  id text primary key check (id like 'igr\_%'), identity_provider_id text not null references identity_provider,
  name text not null check (name <> ''), first_seen_at timestamptz not null, gone_at timestamptz
);
create unique index idp_group_name on idp_group (identity_provider_id, name) where gone_at is null;
create table idp_group_member (
  id bigint generated always as identity primary key, group_id text not null references idp_group,
  email text not null check (email = lower(email)), person_id text references person,
  from_at timestamptz not null, to_at timestamptz, check (to_at is null or to_at >= from_at)
);
create unique index idp_group_member_cur on idp_group_member (group_id, email) where to_at is null;
create index idp_group_member_person on idp_group_member (person_id) where to_at is null;
create table federation_rule (
  id text primary key check (id like 'frl\_%'), identity_provider_id text not null references identity_provider,
  kind text not null check (kind in ('pattern', 'pair')),
  pattern text,                                           -- named groups (?<role>…) and (?<accountid>\d{12}) or (?<alias>…)
  group_id text references idp_group, role_entity_id int references entity,
  created_at timestamptz not null, created_by text not null references person, deleted_at timestamptz,
  check ((kind = 'pattern') = (pattern is not null)), check ((kind = 'pair') = (group_id is not null and role_entity_id is not null))
);
-- The computed result: group may assume role. Only 'confirmed' ones are grants of people.
create table federation_grant (
  id bigint generated always as identity primary key, rule_id text not null references federation_rule,
  group_id text not null references idp_group, role_entity_id int references entity,
  status text not null check (status in ('confirmed', 'role-unknown', 'trust-refuses')), detail text not null default '',
  from_at timestamptz not null, to_at timestamptz
);
create unique index federation_grant_cur on federation_grant (group_id, role_entity_id) where to_at is null and status = 'confirmed';
create index federation_grant_role on federation_grant (role_entity_id) where to_at is null;

grant select, insert, update on identity_provider, idp_group, idp_group_member, federation_rule, federation_grant to countersign_app;
grant select, insert, delete on identity_provider_trust to countersign_app;
grant usage on all sequences in schema public to countersign_app;
