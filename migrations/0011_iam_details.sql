-- What IAM says beyond who is in which group and who may assume which role (SYN-1): policies, tags and boundaries as
-- entities of their own, since only one way of reading gives them (docs/decisions/0013), and how identities are used.

insert into entity_kind values (16, 'iam-policy'), (17, 'iam-inline-policy'), (18, 'iam-attributes');

-- Attributes that a way of reading does not give: what is known of them is kept.
alter table stage_entity add column unread text[];

-- How an IAM user, an IAM role or an AWS account's root user (kind 2) is signed in with and was last used. Use is no
-- description: only the newest is kept, without history, so that a sign-in opens no version and no change.
create table identity_use (
  entity_id int primary key references entity,
  last_used_at timestamptz,                               -- the newest of all its ways in; null: never, or not tracked by AWS
  last_used_region text,
  has_password boolean,                                   -- null: AWS does not tell (the root user)
  has_mfa boolean,
  password_used_at timestamptz, password_changed_at timestamptz,
  -- The two slots of an IAM user's access keys: [{ isActive, rotatedAt, usedAt, region, service }]
  access_keys jsonb not null default '[]'
);
create index identity_use_last on identity_use (last_used_at);

create unlogged table stage_use (
  run_id text not null, kind smallint not null,
  -- One of the two: AWS's unique id; or the ARN and creation time, which is all that a credential report says of a user.
  native_id text, arn text, created_at timestamptz,
  last_used_at timestamptz, last_used_region text, has_password boolean, has_mfa boolean,
  password_used_at timestamptz, password_changed_at timestamptz, access_keys jsonb not null
);
create index stage_use_run on stage_use (run_id);

grant select, insert, update, delete on identity_use, stage_use to countersign_app;
