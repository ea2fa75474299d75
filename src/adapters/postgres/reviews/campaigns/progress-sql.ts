/**
 * By reviewer ($1 campaign). The median is of the seconds between one decision of the reviewer and the next, by the clock
 * of the database: a few seconds over a hundred items say more than any signature.
 */
export const progressSql = `with paced as (
    select i.*, extract(epoch from i.decided_at - lag(i.decided_at) over (partition by i.decided_by order by i.decided_at, i.n))
      as seconds
    from review_item i where i.campaign_id = $1)
  select json_build_object('id', p.id, 'name', p.name, 'email', p.email) as reviewer, count(*)::int as items,
    count(*) filter (where decision is not null and not is_by_silence)::int as decided,
    count(*) filter (where submitted_at is not null and not is_by_silence)::int as submitted,
    count(*) filter (where decision = 'certify' and submitted_at is not null and not is_by_silence)::int as certified,
    count(*) filter (where decision = 'revoke' and submitted_at is not null and not is_by_silence)::int as revoked,
    count(*) filter (where is_by_silence)::int as "bySilence",
    round((percentile_cont(0.5) within group (order by seconds)
      filter (where seconds is not null and decided_by = reviewer_id))::numeric, 1)::float as "medianSeconds"
  from paced join person p on p.id = paced.reviewer_id group by p.id, p.name, p.email`;
