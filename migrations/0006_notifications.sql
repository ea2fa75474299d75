-- Telling people (NOT-1): the inbox exactly once, mail after commit, retried, none lost.
create table notification (
  id text primary key check (id like 'ntf\_%'), person_id text not null references person,
  kind text not null, object_kind text not null, object_id text not null,
  title text not null, body text not null, link text not null check (link like '/%'),
  created_at timestamptz not null, read_at timestamptz,
  dedupe_key text not null, unique (person_id, dedupe_key)
);
create index notification_inbox on notification (person_id, created_at desc);
create table mail (
  id text primary key check (id like 'mal\_%'), notification_id text not null unique references notification,
  to_address text not null, message_id text not null unique,    -- the same on every try: a repeat can be recognised
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'skipped')),
  attempts int not null default 0, next_attempt_at timestamptz, last_error text, sent_at timestamptz,
  claimed_until timestamptz
);
create index mail_due on mail (next_attempt_at) where status = 'queued';
grant select, insert, update on notification, mail to countersign_app;
