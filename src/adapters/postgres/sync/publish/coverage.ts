import type { ConnectionFacts } from '../../../../core/inventory/ports.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import type { Publish } from './publish.ts';

/** CON-18: what this connector reads is read by no other. Throws Refusal `coverage-taken` naming the one that does. */
export async function claimCoverage({ executeSql, connectorId }: Publish, facts: ConnectionFacts): Promise<void> {
  const claims = [
    { family: 'iam', nativeId: facts.awsAccountId, what: `AWS account ${facts.awsAccountId}` },
    { family: 'organizations', nativeId: facts.organizationId, what: `organization ${facts.organizationId}` },
    {
      family: 'identity-center',
      nativeId: facts.identityCenterInstanceArn,
      what: `the Identity Center instance ${facts.identityCenterInstanceArn}`,
    },
  ];
  for (const { family, nativeId, what } of claims) {
    if (nativeId === null) continue;
    const { rows } = await executeSql(
      `insert into coverage as c (family, native_id, connector_id) values ($1, $2, $3)
       on conflict (family, native_id) do update set connector_id = case
         when exists (select from connector o where o.id = c.connector_id and o.deleted_at is null) then c.connector_id
         else excluded.connector_id end
       returning c.connector_id as "holderId", (select name from connector where id = c.connector_id) as "holderName"`,
      [family, nativeId, connectorId],
    );
    const { holderId, holderName } = rows[0];
    if (holderId !== connectorId)
      throw new Refusal('conflict', 'coverage-taken', `The connector "${holderName}" already reads ${what}.`, {
        facts: { family, nativeId, connectorId: holderId, connectorName: holderName },
      });
  }
}

/** What AWS said the connector is: set by the first publish, then fixed. Another AWS account needs another connector. */
export async function fixIdentity({ executeSql, connectorId }: Publish, facts: ConnectionFacts): Promise<void> {
  const values = [
    connectorId,
    facts.awsPartition,
    facts.awsAccountId,
    facts.managementAwsAccountId,
    facts.organizationId,
    facts.identityCenterInstanceArn,
    facts.identityStoreId,
  ];
  const { rows } = await executeSql(
    `update connector set aws_partition = coalesce(aws_partition, $2), aws_account_id = coalesce(aws_account_id, $3),
       management_aws_account_id = coalesce(management_aws_account_id, $4),
       organization_id = coalesce(organization_id, $5),
       identity_center_instance_arn = coalesce(identity_center_instance_arn, $6),
       identity_store_id = coalesce(identity_store_id, $7)
     where id = $1
     returning aws_account_id as "awsAccountId", organization_id as "organizationId",
       identity_center_instance_arn as "identityCenterInstanceArn"`,
    values,
  );
  for (const [what, fixed] of Object.entries(rows[0] as Record<string, string | null>)) {
    const read = facts[what as keyof ConnectionFacts];
    if (read !== null && read !== fixed)
      throw new Refusal(
        'conflict',
        'connector-identity-fixed',
        `This connector reads ${fixed}; its role now leads to ${read}. Add a new connector for that.`,
        { facts: { what, fixed, read } },
      );
  }
}
