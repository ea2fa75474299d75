-- A sync that would remove too much waits for a person (CON-13), one that was killed goes on where it was (SYN-4), and
-- syncs come by a schedule in a time zone, whose failures the owners are told of (CON-10). Only adds.

alter table connector
  -- Either every so many minutes, or at the times of a cron expression in this IANA time zone.
  add sync_cron text, add sync_time_zone text,
  add constraint connector_sync_cron check ((sync_cron is null) = (sync_time_zone is null)),
  -- More than this share of the identities or grants, and this many of them at least, may not vanish unseen.
  add hold_share_percent double precision not null default 20
    check (hold_share_percent > 0 and hold_share_percent <= 100),
  add hold_minimum int not null default 10 check (hold_minimum >= 1),
  -- Since when the owners know that syncs fail; null again after a success, of which they are told too.
  add owners_told_at timestamptz;

alter table sync_run drop constraint sync_run_status_check;
alter table sync_run
  -- held: read, and not published, since a person is to look at it first; confirmed: they did, and a worker publishes it
  add constraint sync_run_status_check check (status in
    ('reading', 'held', 'confirmed', 'published', 'failed', 'abandoned', 'discarded')),
  -- Why it was held, with the numbers; stays afterwards.
  add hold jsonb,
  -- What the reading learned about the connector itself, kept for the publication that comes later.
  add connection_facts jsonb,
  -- The newest publication when it was held: what later ones say is newer than this reading.
  add held_after_seq int,
  add constraint sync_run_hold check (status not in ('held', 'confirmed')
    or (hold is not null and connection_facts is not null and held_after_seq is not null)),
  -- How often a worker took it over from one that was killed.
  add resumptions int not null default 0;
create unique index sync_run_one_held on sync_run (connector_id) where status in ('held', 'confirmed');

-- What a held run would remove, in the order in which it is shown. Gone once it is settled: the run's changes tell then.
create table held_removal (
  run_id text not null references sync_run, n int not null,
  kind text not null,                                     -- of the entity, or of the entitlement
  entity_id int references entity,
  entitlement_id int references entitlement, principal_id int references entity,
  primary key (run_id, n),
  check ((entity_id is null) = (entitlement_id is not null and principal_id is not null))
);
grant select, insert, delete on held_removal to countersign_app;

-- A run that is resumed does not read again what it had finished (docs/decisions/0014): the parts of a reading, each with
-- what it returned, and to which part a staged row belongs; null: to none, so that it goes when the run is resumed.
create unlogged table stage_part (
  run_id text not null, batch int not null, key text not null, result jsonb not null
);
create index stage_part_run on stage_part (run_id);
grant select, insert, delete on stage_part to countersign_app;
alter table stage_scope add batch int;
alter table stage_entity add batch int;
alter table stage_grant add batch int;
alter table stage_use add batch int;
