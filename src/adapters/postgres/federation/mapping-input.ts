import type { MappingGroup, MappingRule } from '../../../core/directory/model/mapping-candidates.ts';
import type { ExecuteSql } from '../database.ts';

/** Rules and groups as they stand, the rules in the order in which they were made. */
export async function readMappingInput(
  executeSql: ExecuteSql,
): Promise<{ rules: MappingRule[]; groups: MappingGroup[] }> {
  const rules = await executeSql(
    `select id, identity_provider_id as "identityProviderId", pattern, group_id as "groupId",
       role_entity_id as "roleEntityId"
     from federation_rule where deleted_at is null order by created_at, id`,
  );
  const groups = await executeSql(
    `select id, identity_provider_id as "identityProviderId", name from idp_group where gone_at is null order by name, id`,
  );
  return { rules: rules.rows, groups: groups.rows };
}
