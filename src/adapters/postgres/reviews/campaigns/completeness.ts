import type { CampaignScope } from '../../../../core/reviews/model/campaign.ts';
import type { ExecuteSql } from '../../database.ts';
import { isOurs, valid } from './population.ts';
import { scopeValues } from './scope-gaps.ts';

/** What Countersign does not read at all; said in every pack, so that nobody takes silence for absence. */
const neverRead = [
  'policies attached to IAM users and groups: a membership is listed, what it allows is not judged',
  'assuming roles through trust policies, and members of SAML or OIDC providers',
  'root users',
  'when access was last used, and who granted it',
];

const statementSql = `with acct as materialized (
    select e.id, e.native_id, v.name, v.status from entity e join entity_version v on v.entity_id = e.id and ${valid('v')}
    where ${isOurs('e', 'v')} and ($2::text[] is null or e.native_id = any($2)))
  select (select json_build_object('publication', seq, 'publishedAt', published_at) from sync_run where seq = $1) as as_of,
    (select coalesce(json_agg(json_build_object('awsAccountId', native_id, 'name', name, 'status', status)
      order by native_id), '[]') from acct) as aws_accounts,
    (select coalesce(json_agg(json_build_object('connectorId', c.id, 'connector', c.name, 'run', r.number,
        'publication', r.seq, 'publishedAt', r.published_at, 'scopesRead', r.scopes_read, 'scopesFailed', r.scopes_failed)
      order by c.id), '[]')
      from connector c join lateral (select * from sync_run s where s.connector_id = c.id and s.seq <= $1 and s.kind = 'full'
        order by s.seq desc limit 1) r on true where c.deleted_at is null) as runs,
    (select coalesce(json_agg(native_id || ' ' || name order by native_id), '[]') from acct
      where not exists (select from coverage k where k.family = 'iam' and k.native_id = acct.native_id)) as iam_not_covered`;

/** The completeness statement of a scope as of a publication (REV-8), all but what could not be read whole. */
export const readCompleteness = async (executeSql: ExecuteSql, scope: CampaignScope, seq: number): Promise<object> => {
  const [awsAccountIds, includesGroups] = scopeValues(scope);
  const { rows } = await executeSql(statementSql, [seq, awsAccountIds]);
  const { as_of: asOf, aws_accounts: awsAccounts, runs, iam_not_covered: iamNotCovered } = rows[0];
  return { asOf, awsAccounts, includesGroups, readBy: runs, iamUsersNotReadIn: iamNotCovered, neverRead };
};
