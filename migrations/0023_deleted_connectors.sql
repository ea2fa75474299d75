-- CON-15: a deleted connector's facts stay, and nobody reads them any more. That they are stale from then on, and were not
-- before, takes a publication of its own and a reason of its own.
alter table sync_run drop constraint sync_run_kind_check,
  add constraint sync_run_kind_check check (kind in ('full', 'targeted', 'incremental', 'deletion'));
alter table scope_gap drop constraint scope_gap_reason_check,
  add constraint scope_gap_reason_check
    check (reason in ('denied', 'throttled', 'unavailable', 'not-attempted', 'invalid', 'no-longer-read'));
