-- CON-11: what nobody could read because an AWS account could not be entered is stale listing by listing, as if each had
-- failed, so that every judge of freshness finds it; lists of what could not be read tell the scope that implies them.
alter table scope_gap add column implied_by integer references scope (id);
-- By what a page asks: which scopes are about this entity. One that is read by another connector now may have had gaps
-- of the one before.
create index scope_about on scope (kind, a_id);

-- CON-18: read by this connector before, and by none now. Its facts stay visible to whoever sees that connector's, and
-- another may take it.
alter table coverage add column is_released boolean not null default false;
