import { sql } from 'kysely';
import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import { entityKinds } from '../../../core/inventory/model/kinds.ts';
import type { KnownInventory } from '../../../core/inventory/ports.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';

/** Opened by whoever calls, and by nobody before. */
const sealedScimToken = sql<string | null>`(select encode(t.sealed, 'base64') from connector_secret t
  where t.connector_id = connector.id)`.as('sealedScimToken');

export async function connectionOf(database: Database, connectorId: ConnectorId): Promise<AwsConnection | null> {
  const row = await database.kysely
    .selectFrom('connector')
    .selectAll()
    .select(sealedScimToken)
    .where('id', '=', connectorId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row?.role_arn) return null;
  return {
    connectorId,
    roleArn: row.role_arn,
    externalId: row.external_id,
    organizationsEnabled: row.organizations_enabled,
    identityCenterEnabled: row.identity_center_enabled,
    identityCenterRegion: row.identity_center_region,
    memberRoleName: row.member_role_name,
    memberExternalId: row.member_external_id,
    scimEnabled: row.scim_enabled,
    scimEndpoint: row.scim_endpoint,
    sealedScimToken: row.sealedScimToken,
  };
}

/** What is current of this connector's own AWS account, organization and instance; empty before the first sync. */
export async function knownInventory(database: Database, connectorId: ConnectorId): Promise<KnownInventory> {
  const connector = await database.kysely
    .selectFrom('connector')
    .selectAll()
    .where('id', '=', connectorId)
    .executeTakeFirst();
  const children = async (parent: string | null | undefined, kind: keyof typeof entityKinds) => {
    if (!parent) return [];
    const { rows } = await database.pool.query<{ nativeId: string; name: string }>(
      `select e.native_id as "nativeId", v.name from entity p
       join entity_version v on v.parent_id = p.id and v.to_seq is null and v.kind = $2
       join entity e on e.id = v.entity_id
       where p.native_id = $1 order by e.native_id`,
      [parent, entityKinds[kind]],
    );
    return rows;
  };
  const awsAccountId = connector?.aws_account_id ?? null;
  const instanceArn = connector?.identity_center_instance_arn ?? null;
  const [awsAccounts, groups, permissionSets, iamGroups] = await Promise.all([
    children(connector?.organization_id, 'aws-account'),
    children(instanceArn, 'identity-center-group'),
    children(instanceArn, 'permission-set'),
    children(awsAccountId, 'iam-group'),
  ]);
  return {
    awsAccountId,
    organizationId: connector?.organization_id ?? null,
    managementAwsAccountId: connector?.management_aws_account_id ?? null,
    identityCenterInstanceArn: instanceArn,
    identityStoreId: connector?.identity_store_id ?? null,
    awsAccountIds: awsAccounts.map((each) => each.nativeId),
    iamAwsAccountIds: [],
    iamElsewhere: [],
    // `<identity store id>/<uuid>`: AWS's own group id is what follows the slash.
    identityCenterGroupIds: groups.map((each) => each.nativeId.slice(each.nativeId.indexOf('/') + 1)),
    permissionSetArns: permissionSets.map((each) => each.nativeId),
    iamGroups: iamGroups.map((each) => ({ ...each, awsAccountId: awsAccountId ?? '' })),
  };
}
