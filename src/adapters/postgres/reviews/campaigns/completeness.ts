import type { CampaignScope } from '../../../../core/reviews/model/campaign.ts';
import type { ExecuteSql } from '../../database.ts';
import { federatedCtes } from './federated-population.ts';
import { federationSql } from './federation-freshness.ts';
import { scopeCte, valid } from './frozen.ts';
import { scopeValues } from './scope-gaps.ts';

/** What Countersign does not read at all; said in every pack, so that nobody takes silence for absence. */
const neverRead = [
  'policies attached to IAM users and groups: a membership is listed, what it allows is not judged',
  'assuming roles through trust policies, other than by members of groups that an identity provider’s administrators uploaded',
  'root users',
  'when access was last used, and who granted it',
];

/** Roles that trust an outside provider whose people nobody has told us of: they may be held by anybody who signs in there. */
const unknownMembersSql = `select coalesce(json_agg(distinct coalesce(rv.name, r.native_id) || ' in ' || acct.name || ', by '
      || p.native_id), '[]')
  from acct join entitlement may on may.kind = 3 and may.account_id = acct.id
  join grant_fact trusted on trusted.entitlement_id = may.id and ${valid('trusted')}
  join entity p on p.id = trusted.principal_id and p.kind in (10, 11)
    and p.native_id not like '%:saml-provider/AWSSSO\\_%\\_DO\\_NOT\\_DELETE'
  join entity r on r.id = may.target_id left join entity_version rv on rv.entity_id = r.id and ${valid('rv')}
  where not exists (select from fed_grant g join fed_group named on named.id = g.group_id
    join identity_provider_trust own on own.identity_provider_id = named.idp_id and own.provider_entity_id = p.id
    where g.role_id = r.id)`;

const statementSql = `with ${scopeCte},
  ${federatedCtes}
  select (select json_build_object('publication', seq, 'publishedAt', published_at) from sync_run where seq = $1) as as_of,
    (select coalesce(json_agg(json_build_object('awsAccountId', native_id, 'name', name, 'status', status)
      order by native_id), '[]') from acct) as aws_accounts,
    (select coalesce(json_agg(json_build_object('connectorId', c.id, 'connector', c.name, 'run', r.number,
        'publication', r.seq, 'publishedAt', r.published_at, 'scopesRead', r.scopes_read, 'scopesFailed', r.scopes_failed)
      order by c.id), '[]')
      from connector c join lateral (select * from sync_run s where s.connector_id = c.id and s.seq <= $1 and s.kind = 'full'
        order by s.seq desc limit 1) r on true where c.deleted_at is null) as runs,
    (select coalesce(json_agg(native_id || ' ' || name order by native_id), '[]') from acct
      where not exists (select from coverage k where k.family = 'iam' and k.native_id = acct.native_id)) as iam_not_covered,
    (select coalesce(json_agg(json_build_object('name', name, 'groupsUploadedAt', "uploadedAt",
        'changedSincePublication', "isChangedSince", 'rolesInScope', roles, 'members', members,
        'membersNotInDirectory', unmatched) order by name, id), '[]') from (${federationSql}) f) as identity_providers,
    (${unknownMembersSql}) as unknown_members`;

/** The completeness statement of a scope as of a publication (REV-8), all but what could not be read whole. */
export const readCompleteness = async (executeSql: ExecuteSql, scope: CampaignScope, seq: number): Promise<object> => {
  const [awsAccountIds, includesGroups] = scopeValues(scope);
  const { rows } = await executeSql(statementSql, [seq, awsAccountIds]);
  const { as_of: asOf, aws_accounts: awsAccounts, runs, iam_not_covered: iamNotCovered } = rows[0];
  return {
    asOf,
    awsAccounts,
    includesGroups,
    readBy: runs,
    iamUsersNotReadIn: iamNotCovered,
    identityProviders: rows[0].identity_providers,
    rolesWithUnknownMembers: rows[0].unknown_members,
    neverRead,
  };
};
