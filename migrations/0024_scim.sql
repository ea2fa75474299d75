-- CON-6, CON-14: Identity Center's SCIM API. Its token is encrypted with the installation's key (SEC-4) and lies in a
-- table of its own, so that no list or page of connectors can come by it.
alter table connector
  add column scim_enabled boolean not null default false,
  add column scim_endpoint text,
  add check (not scim_enabled or (identity_center_enabled and scim_endpoint is not null));
create table connector_secret (
  connector_id text not null references connector,
  kind text not null check (kind = 'scim-token'),
  sealed bytea not null,
  saved_at timestamptz not null,
  expires_at timestamptz not null,                        -- AWS's tokens live one year
  primary key (connector_id, kind)
);
create index connector_secret_expiry on connector_secret (expires_at);
grant select, insert, update, delete on connector_secret to countersign_app;
