-- The audit log made tamper-evident (SEC-3, docs/decisions/0018): a sealer chains committed entries, and the key that
-- signs evidence signs checkpoints of the chain.

-- Who wrote an entry, so that the sealer need not look at the whole log for what is new: once every transaction before
-- some number has ended, no entry of an earlier one can appear any more. Not part of what is sealed: numbers of
-- transactions start anew in a restored database.
alter table audit_entry add column transaction_id xid8 not null default pg_current_xact_id();
create index audit_entry_transaction on audit_entry (transaction_id, id);

-- The chain: one row for each sealed entry, in the order of sealing, which is not the order of ids. Append-only.
create table audit_seal (
  position bigint primary key check (position > 0),       -- 1, 2, 3 …, without a hole
  entry_id bigint not null unique references audit_entry,
  hash bytea not null check (length(hash) = 32)           -- SHA-256 over the hash before and the entry's text
);
grant select, insert on audit_seal to countersign_app;

-- Signed at a moment: so many entries are sealed, and this is the hash of the last of them. Append-only.
create table audit_checkpoint (
  count bigint primary key references audit_seal (position), head bytea not null check (length(head) = 32),
  at timestamptz not null, key_id text not null references signing_key, signature bytea not null
);
grant select, insert on audit_checkpoint to countersign_app;
