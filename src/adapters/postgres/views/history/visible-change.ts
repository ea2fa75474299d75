import { sql } from 'kysely';
import type { Sql } from '../moment.ts';
import type { Visibility } from '../visibility.ts';

/**
 * May the viewer see change `c`? Grants by who holds them, or because they are inside what the viewer's connectors read;
 * entities like anywhere else. What vanished has no current description, so its last one says where it was.
 */
export const visibleChange = ({ seesAll, holder, covered, entity }: Visibility): Sql => {
  if (seesAll) return sql`true`;
  const lastParent = (id: Sql) =>
    sql`(select old.parent_id from entity_version old where old.entity_id = ${id} order by old.from_seq desc limit 1)`;
  return sql`(${holder(sql`coalesce(c.principal_id, 0)`)}
    or (c.entity_id is not null and ${entity(sql`c.entity_id`, lastParent(sql`c.entity_id`))})
    or (c.entitlement_id is not null and (select exists (select from my_cover)) and exists (
      select from entitlement ct where ct.id = c.entitlement_id and (
        ${covered(sql`ct.account_id`)} or ${covered(lastParent(sql`ct.target_id`))}
        or (ct.kind = 2 and ${covered(lastParent(sql`ct.ps_id`))})
        or (ct.kind = 4 and ${covered(lastParent(sql`c.principal_id`))})))))`;
};
