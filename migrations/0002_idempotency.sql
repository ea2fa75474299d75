-- Idempotency-Key on POSTs that make something (interface.md, API): which object a request made, so that sending it
-- again makes no second one. Holds no answer and no secret. Rows older than 24 hours are dropped as new ones come.
create table idempotency_key (
  person_id text not null references person,
  route text not null,                                    -- e.g. POST /api/v1/connectors
  key text not null check (length(key) between 1 and 200),
  body_digest bytea not null,
  object_id text not null,
  created_at timestamptz not null,
  primary key (person_id, route, key)
);
create index idempotency_key_created on idempotency_key (created_at);
grant select, insert, update, delete on idempotency_key to countersign_app;
