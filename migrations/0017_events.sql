-- Between full syncs, what CloudTrail's history tells of is read again, and changes are told with who made them (SYN-8).
-- Only adds.

alter table connector
  -- How often the history is looked into; null: never.
  add refresh_interval_minutes int default 5 check (refresh_interval_minutes between 1 and 1440);

alter table sync_run drop constraint sync_run_kind_check;
alter table sync_run
  -- incremental: the listings that events touched, and nothing else
  add constraint sync_run_kind_check check (kind in ('full', 'targeted', 'incremental'));

-- Up to when the history of a connector was looked through. Moves with what the events led to, in one transaction.
create table event_cursor (
  connector_id text primary key references connector,
  looked_until timestamptz,                               -- null: no look has come to its end yet
  tried_at timestamptz not null
);
grant select, insert, update, delete on event_cursor to countersign_app;

-- Events that may have changed what we read. Append-only: they are the ground on which a change has a name.
create table aws_event (
  connector_id text not null references connector, event_id text not null,
  at timestamptz not null, source text not null, name text not null, region text not null, aws_account_id text not null,
  actor text not null, source_ip text,
  is_known boolean not null,                              -- false: its name says nothing to us
  explained jsonb not null,                               -- which changes it may be the cause of
  taken_at timestamptz not null,
  primary key (connector_id, event_id)
);
create index aws_event_at on aws_event (connector_id, at);
grant select, insert on aws_event to countersign_app;

-- Whose event a change outside Countersign is the work of. `change` has no key of its own; absent parts are 0.
create table change_event (
  seq int not null references sync_run (seq), entity_key int not null, entitlement_key int not null,
  principal_key int not null,
  connector_id text not null, event_id text not null,
  primary key (seq, entity_key, entitlement_key, principal_key),
  foreign key (connector_id, event_id) references aws_event
);
grant select, insert on change_event to countersign_app;

-- The memberships of a group or user as last listed, by a hash of AWS's own ids: an event that ends a membership names
-- nothing else. A hint: a wrong one costs a call, and one that is missing more of them.
create table membership_hint (
  connector_id text not null references connector,
  listing text not null,                                  -- native id of the group or user
  keys bigint[] not null,
  groups text[],                                          -- of a user: the group of each membership
  primary key (connector_id, listing)
);
grant select, insert, update, delete on membership_hint to countersign_app;
