-- The plan of a sync run (SYN-2), what a role was refused lately, and where readings in rotation have got to (SYN-6).
-- Only adds: what the version before writes still fits.

-- [{ part, chosen, estimatedCalls, basis, reason, refusedAction, alternatives: [{ strategy, operation, estimatedCalls, outcome, why }] }],
-- in the order in which it was decided; a later one about the same part replaces the earlier.
alter table sync_run add column plan jsonb not null default '[]';

-- Optional actions that AWS refused: not asked in every run, but again after a day, and at once when somebody tests the
-- connection or saves its settings (the rows go then).
create table denied_action (
  connector_id text not null references connector, action text not null,
  message text not null,                     -- AWS's own sentence
  denied_at timestamptz not null,
  primary key (connector_id, action)
);

-- Of what is read a part at a time: the last one that was, so that the next run goes on behind it.
create table rotation (
  connector_id text not null references connector, part text not null, position text not null,
  primary key (connector_id, part)
);
grant select, insert, update, delete on denied_action, rotation to countersign_app;
