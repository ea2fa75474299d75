import type { Publish } from './publish.ts';

const ofOrganizations = `('aws-accounts', 'organizational-units', 'aws-account-tags')`;
/** Of IAM, each AWS account is taken over for itself (scope-gaps.ts). */
const ofIam = `('iam-of-aws-account', 'account-alias', 'iam-users', 'iam-groups', 'iam-roles', 'iam-policies',
  'iam-role-settings', 'credential-report')`;
const family = `case when s.kind in ${ofOrganizations} then 'organizations' when s.kind in ${ofIam} then 'iam'
  when s.kind = 'members-of-group' and a.kind = 8 then 'iam' else 'identity-center' end`;

/**
 * What a deleted connector read, and another has taken over, is read again: what is not, that one tells. After the run's
 * coverage, by which it is known who reads what.
 */
export async function endGapsOfDeleted({ executeSql, kind, seq }: Publish): Promise<void> {
  if (kind !== 'full') return;
  await executeSql(
    `update scope_gap g set to_seq = $1
     from scope s join connector d on d.id = s.connector_id and d.deleted_at is not null join entity a on a.id = s.a_id
     where s.id = g.scope_id and g.to_seq is null and ${family} <> 'iam'
       and not exists (select from coverage c where c.connector_id = d.id and c.family = ${family})`,
    [seq],
  );
}
