import { gapSentence } from '../../../../core/connectors/model/gap-sentence.ts';
import type { CampaignScope } from '../../../../core/reviews/model/campaign.ts';
import type { ScopeGap } from '../../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { scopeCte, valid } from './frozen.ts';

export const scopeValues = (scope: CampaignScope): [string[] | null, boolean] => [
  scope.awsAccountIds === 'all' ? null : scope.awsAccountIds,
  scope.includesGroups,
];

/**
 * Scopes whose gaps may hide access in the campaign's scope, or leave it unconfirmed: the same as of "who can reach this
 * AWS account" (views/access/gaps.ts), where one that could not be entered is one gap too. Roles only where federated people may hold them: others a campaign does not review.
 */
const relevant = `(
  s.kind in ('identity-center-instances', 'identity-center-groups', 'identity-center-users', 'permission-sets',
    'accounts-of-permission-set', 'assignments-of-principal', 'memberships-of-user')
  or (s.kind = 'aws-accounts' and $2::text[] is null)
  or (s.kind = 'iam-roles' and s.a_id in (select id from acct) and exists (select from identity_provider))
  or (s.kind in ('iam-of-aws-account', 'iam-users', 'iam-groups', 'pairs-of-aws-account', 'assignments-of-pair')
    and s.a_id in (select id from acct))
  or (s.kind = 'members-of-group' and s.a_id in (
    select g.principal_id from entitlement t join acct on acct.id = t.target_id
      join grant_fact g on g.entitlement_id = t.id and ${valid('g')} where t.kind = 2 and $3
    union select v.entity_id from entity_version v join acct on acct.id = v.parent_id where v.kind = 8 and ${valid('v')})))`;

/** All that a deleted connector read is one gap, not one for each of its listings (CON-15). */
const isOfDeleted = `g.reason = 'no-longer-read'`;

const gapsSql = `with ${scopeCte},
  told as (
    select distinct coalesce(g.implied_by, s.id) as id from scope_gap g join scope s on s.id = g.scope_id
    where ${valid('g')} and ${relevant}),
  open_gap as (
    select s.connector_id, case when ${isOfDeleted} then 'connector' else s.kind end as kind, g.reason, g.action, g.failed_at,
      case when ${isOfDeleted} then (select name from connector where id = s.connector_id)
        else coalesce(av.name, a.native_id) end as a,
      case when not ${isOfDeleted} then coalesce(bv.name, b.native_id) end as b
    from told join scope s on s.id = told.id join scope_gap g on g.scope_id = s.id and ${valid('g')}
    join entity a on a.id = s.a_id left join entity b on b.id = s.b_id
    left join entity_version av on av.entity_id = a.id and ${valid('av')}
    left join entity_version bv on bv.entity_id = b.id and ${valid('bv')})
  select connector_id as "connectorId", kind as "scopeKind", reason, action, min(failed_at) as since,
    case when kind = 'connector' then 1 else count(*)::int end as count, (array_agg(a order by a, b))[1] as a, (array_agg(b order by a, b))[1] as b
  from open_gap group by connector_id, kind, reason, action order by min(failed_at), kind, connector_id`;

/** A connector whose last run failed as a whole raises no gap of its own: everything it reads is unconfirmed. */
const failedConnectorsSql = `select c.id as "connectorId", c.name, coalesce(c.last_synced_at, c.created_at) as since
  from connector c where c.deleted_at is null and c.status in ('error', 'held') and exists (
    select from coverage k where k.connector_id = c.id and (k.family <> 'iam' or $1::text[] is null
      or k.native_id = any($1)))
  order by c.id`;

const reasons: Record<ScopeGap['reason'], string> = {
  denied: 'AWS denied it',
  throttled: 'AWS was asked too fast',
  unavailable: 'AWS did not answer',
  'not-attempted': 'not attempted',
  invalid: "AWS's answer could not be used",
  'no-longer-read': 'no longer read, since its connector was deleted',
};

interface StoredGap extends Pick<ScopeGap, 'scopeKind' | 'reason' | 'action' | 'since' | 'connectorId'> {
  count: number;
  a: string;
  b: string | null;
}

export const readScopeGaps = async (executeSql: ExecuteSql, scope: CampaignScope, seq: number): Promise<ScopeGap[]> => {
  const [awsAccountIds, includesGroups] = scopeValues(scope);
  const { rows } = await executeSql(gapsSql, [seq, awsAccountIds, includesGroups]);
  const failed = await executeSql(failedConnectorsSql, [awsAccountIds]);
  return [...rows.map(inWords), ...failed.rows.map(ofConnector)];
};

const inWords = ({ count, a, b, ...gap }: StoredGap): ScopeGap => {
  const first = gapSentence(gap.scopeKind, a, b);
  const lacks = gap.action === null ? '' : `: the role lacks ${gap.action}`;
  return {
    ...gap,
    what: count > 1 ? `${first} and ${count - 1} more` : first,
    message: `${reasons[gap.reason]}${lacks}`,
  };
};

const ofConnector = ({ connectorId, name, since }: { connectorId: string; name: string; since: string }): ScopeGap => ({
  what: `everything that connector ${name} reads`,
  scopeKind: 'connector',
  reason: 'unavailable',
  action: null,
  message: 'Its last sync run failed',
  since,
  connectorId,
});
