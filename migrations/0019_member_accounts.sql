-- CON-11: the role by which IAM of the other AWS accounts of an organization is read, and the External ID that all of
-- them ask for. The default serves connectors from before; both UUIDs in it are random (122 bits each, CON-4).
alter table connector
  add column member_role_name text check (member_role_name <> ''),
  add column member_external_id text not null unique
    default 'csm-' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
