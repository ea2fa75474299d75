-- CON-11: what nobody could read because an AWS account could not be entered is stale listing by listing, as if each had
-- failed, so that every judge of freshness finds it; lists of what could not be read tell of the AWS account alone.
alter table scope_gap add column is_implied boolean not null default false;
