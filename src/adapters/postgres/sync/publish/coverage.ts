import type { CoverageClaim } from '../../../../core/connectors/ports.ts';
import type { ConnectionFacts } from '../../../../core/inventory/ports.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import type { Publish } from './publish.ts';

/** What a full run learned of whom its connector reads; other runs say nothing of it. Before its gaps, which go by it. */
export async function publishCoverage(publish: Publish, facts: ConnectionFacts): Promise<void> {
  if (publish.kind !== 'full') return;
  await claimCoverage(publish, facts);
  await fixIdentity(publish, facts);
}

/**
 * CON-18: what this connector reads is read by no other. What it held of the IAM of other AWS accounts, and no longer
 * does, is free for another; as long as anything is known there it stays in this connector's sight. Throws Refusal
 * `coverage-taken` naming the one that holds what it reads.
 */
async function claimCoverage({ executeSql, connectorId }: Publish, facts: ConnectionFacts): Promise<void> {
  const { awsAccountId, iamAwsAccountIds, organizationId, identityCenterInstanceArn } = facts;
  const claims: CoverageClaim[] = [
    ...[awsAccountId, ...(iamAwsAccountIds ?? [])].map((id) => ({ family: 'iam' as const, nativeId: id })),
    ...(organizationId ? [{ family: 'organizations' as const, nativeId: organizationId }] : []),
    ...(identityCenterInstanceArn ? [{ family: 'identity-center' as const, nativeId: identityCenterInstanceArn }] : []),
  ];
  if (iamAwsAccountIds) await release(executeSql, connectorId, [awsAccountId, ...iamAwsAccountIds]);
  const named = [claims.map(({ family }) => family), claims.map(({ nativeId }) => nativeId), connectorId];
  // What it holds already is not even locked: there may be hundreds.
  await executeSql(
    `insert into coverage as c (family, native_id, connector_id)
     select family, native_id, $3 from unnest($1::text[], $2::text[]) as claim (family, native_id)
     where not exists (select from coverage held where held.family = claim.family and held.native_id = claim.native_id
       and held.connector_id = $3 and not held.is_released)
     order by 1, 2
     on conflict (family, native_id) do update set connector_id = excluded.connector_id, is_released = false
     where c.is_released or not exists (select from connector o where o.id = c.connector_id and o.deleted_at is null)`,
    named,
  );
  const { rows } = await executeSql(
    `select c.family, c.native_id as "nativeId", o.id as "connectorId", o.name as "connectorName"
     from coverage c join connector o on o.id = c.connector_id
     where (c.family, c.native_id) in (select * from unnest($1::text[], $2::text[])) and o.id <> $3
     order by 1, 2 limit 1`,
    named,
  );
  const taken = rows[0] as (CoverageClaim & { connectorId: string; connectorName: string }) | undefined;
  if (!taken) return;
  const { connectorName } = taken;
  throw new Refusal('conflict', 'coverage-taken', `The connector "${connectorName}" already reads ${whatOf(taken)}.`, {
    facts: { ...taken },
  });
}

async function release(executeSql: Publish['executeSql'], connectorId: string, but: string[]): Promise<void> {
  await executeSql(
    `update coverage set is_released = true
     where connector_id = $1 and family = 'iam' and not is_released and native_id <> all($2)`,
    [connectorId, but],
  );
  await executeSql(
    `delete from coverage c where c.connector_id = $1 and c.is_released and not exists (
       select from entity a join entity_version v on v.parent_id = a.id and v.kind in (7, 8, 9) and v.to_seq is null
       where a.kind = 2 and a.native_id = c.native_id)`,
    [connectorId],
  );
}

const whatOf = ({ family, nativeId }: CoverageClaim): string =>
  ({
    iam: `AWS account ${nativeId}`,
    organizations: `organization ${nativeId}`,
    'identity-center': `the Identity Center instance ${nativeId}`,
  })[family];

/** What AWS said the connector is: set by the first publish, then fixed. Another AWS account needs another connector. */
async function fixIdentity({ executeSql, connectorId }: Publish, facts: ConnectionFacts): Promise<void> {
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
