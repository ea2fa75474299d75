-- What the page of a sync run tells beside its numbers (issue B2): how long it read and published, how far each kind of
-- listing was read, and the limits that it kept to. Only adds; null: of a version that did not measure it.

alter table sync_run
  -- Milliseconds of real time, whatever the demo's clock says: in which a worker had the run, and of its publication.
  add reading_ms double precision check (reading_ms >= 0),
  add publishing_ms double precision check (publishing_ms >= 0),
  -- { kind of scope: { read, failed } }; null as well while the staged rows still tell.
  add scopes jsonb,
  -- { API family: calls a second }, of the connector's AWS account, when the run ended.
  add rate_limits jsonb;
alter table sync_run alter reading_ms set default 0;
