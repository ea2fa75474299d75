import { sql } from 'kysely';
import { ranJoin, reasonWords } from '../../freshness.ts';
import { iso, type Moment, type Sql } from '../../moment.ts';

/**
 * A lateral join that says how fresh what a scope of IAM of an AWS account gives is, as `<name>.json` of the shape
 * Freshness: the newest full run of the connector that reads the account, or the last one before the scope failed.
 */
export const iamFreshnessJoin = (moment: Moment, awsAccountId: Sql, scopeKind: Sql, name: string): Sql =>
  sql`left join lateral (
    select json_build_object('readAt', ${iso(sql`ran.published_at`)}, 'isStale', gap.failed_at is not null,
      'staleSince', ${iso(sql`gap.failed_at`)}, 'staleReason', gap.words) as json
    from entity account join coverage c on c.family = 'iam' and c.native_id = account.native_id
    left join lateral (
      select s.connector_id, g.from_seq, g.failed_at, ${reasonWords(sql`g.reason`, sql`g.action`)} as words
      from scope s join scope_gap g on g.scope_id = s.id and ${moment.valid('g')}
      where s.a_id = account.id and s.kind = ${scopeKind} order by g.failed_at, s.id limit 1) gap on true
    ${ranJoin(sql`coalesce(gap.connector_id, c.connector_id)`)}
    where account.id = ${awsAccountId}
  ) ${sql.ref(name)} on true`;

/** Of what no connector reads. */
export const neverRead = sql`'{"readAt": null, "isStale": false, "staleSince": null, "staleReason": null}'::json`;
