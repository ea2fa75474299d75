import type { ConnectorStore } from '../../../core/connectors/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** Any constant does: the first half of the lock's key, the second is the claim's hash. */
const lockClass = 4_201_126;

/** What a publish has recorded, and before the first publish what another connector is set up to read (CON-18). */
const otherReader: Record<'iam' | 'organizations' | 'identity-center', string> = {
  iam: `split_part(c.role_arn, ':', 5) = $2`,
  organizations: `c.organizations_enabled and coalesce(c.organization_id, c.checklist ->> 'organizationId') = $2`,
  'identity-center': `c.identity_center_enabled
    and coalesce(c.identity_center_instance_arn, c.checklist ->> 'identityCenterInstanceArn') = $2`,
};

export const coveredBy = async (
  executeSql: ExecuteSql,
  claims: Parameters<ConnectorStore['coveredBy']>[0],
  except: string,
): ReturnType<ConnectorStore['coveredBy']> => {
  // One order for everybody, so that two transactions never wait for each other.
  const sorted = [...claims].sort((a, b) => (a.family + a.nativeId < b.family + b.nativeId ? -1 : 1));
  for (const { family, nativeId } of sorted)
    await executeSql('select pg_advisory_xact_lock($1, hashtext($2))', [lockClass, `${family} ${nativeId}`]);
  for (const claim of claims) {
    const { rows } = await executeSql(
      `select c.id, c.name from connector c
       where c.deleted_at is null and c.id <> $1
         and ((${otherReader[claim.family]})
           or exists (select from coverage v where v.connector_id = c.id and v.family = $3 and v.native_id = $2
             and not v.is_released))
       order by c.created_at, c.id limit 1`,
      [except, claim.nativeId, claim.family],
    );
    if (rows[0]) return { ...claim, connectorId: rows[0].id, connectorName: rows[0].name };
  }
  return null;
};
