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
  const [awsAccounts, groups, permissionSets, iam] = await Promise.all([
    children(connector?.organization_id, 'aws-account'),
    children(instanceArn, 'identity-center-group'),
    children(instanceArn, 'permission-set'),
    knownIam(database, connectorId, awsAccountId),
  ]);
  return {
    awsAccountId,
    organizationId: connector?.organization_id ?? null,
    managementAwsAccountId: connector?.management_aws_account_id ?? null,
    identityCenterInstanceArn: instanceArn,
    identityStoreId: connector?.identity_store_id ?? null,
    awsAccountIds: awsAccounts.map((each) => each.nativeId),
    // `<identity store id>/<uuid>`: AWS's own group id is what follows the slash.
    identityCenterGroupIds: groups.map((each) => each.nativeId.slice(each.nativeId.indexOf('/') + 1)),
    permissionSetArns: permissionSets.map((each) => each.nativeId),
    ...iam,
  };
}

/**
 * IAM of the connector's own AWS account and of others, as far as it was read, given up since or not. What another
 * connector reads, or is set up to, is left to that one.
 */
async function knownIam(
  { pool }: Database,
  connectorId: ConnectorId,
  awsAccountId: string | null,
): Promise<Pick<KnownInventory, 'iamAwsAccountIds' | 'iamElsewhere' | 'iamGroups'>> {
  const { rows } = await pool.query<Awaited<ReturnType<typeof knownIam>>>(
    `with elsewhere as (
       select v.native_id as id from coverage v join connector c on c.id = v.connector_id
       where v.family = 'iam' and not v.is_released and c.id <> $1 and c.deleted_at is null
       union select split_part(c.role_arn, ':', 5) from connector c
       where c.id <> $1 and c.deleted_at is null and c.role_arn is not null
     ), covered as (select native_id from coverage where connector_id = $1 and family = 'iam')
     select array(select native_id from covered where native_id is distinct from $2 order by 1) as "iamAwsAccountIds",
       array(select id from elsewhere where id is distinct from $2 order by 1) as "iamElsewhere",
       coalesce((select json_agg(json_build_object('nativeId', g.native_id, 'name', v.name, 'awsAccountId', a.native_id)
           order by g.native_id)
         from covered c join entity a on a.kind = 2 and a.native_id = c.native_id
         join entity_version v on v.parent_id = a.id and v.kind = 8 and v.to_seq is null
         join entity g on g.id = v.entity_id), '[]') as "iamGroups"`,
    [connectorId, awsAccountId],
  );
  return rows[0] ?? { iamAwsAccountIds: [], iamElsewhere: [], iamGroups: [] };
}
