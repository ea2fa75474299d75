import type { ConnectorUses } from '../../../../core/connectors/ports.ts';
import type { ConnectorId } from '../../../../core/shared/ids.ts';
import { entitlementName } from '../../access/requests/request-sql.ts';
import type { ExecuteSql } from '../../database.ts';

const namedLimit = 20;

/** A right that no open lease and no open revocation answers for: a change in AWS that was begun and has not ended. */
const isLeftOver = `r.intent <> 'none' and not exists (select from lease l where l.kind = r.kind
    and l.target_id = r.target_id and l.ps_id is not distinct from r.ps_id and l.identity_id = r.principal_id
    and l.status in ('scheduled', 'activating', 'active', 'ending'))
  and not exists (select from revocation v where v.kind = r.kind and v.target_id = r.target_id
    and v.ps_id is not distinct from r.ps_id and v.principal_id = r.principal_id and v.status in ('pending', 'task'))`;

const sql = `
  select 'lease' as kind, ${entitlementName('l')} as name, p.name as person, '/requests/' || l.request_id as link, l.ends_at as due
    from lease l join person p on p.id = l.person_id
    where l.connector_id = $1 and l.status in ('scheduled', 'activating', 'active', 'ending')
  union all
  select 'request', ${entitlementName('q')}, p.name, '/requests/' || q.id, q.expires_at
    from access_request q join person p on p.id = q.person_id where q.connector_id = $1 and q.status = 'pending'
  union all
  select 'revocation', ${entitlementName('o')}, null,
      (select '/tasks/' || t.id from manual_task t where t.revocation_id = o.id and t.status = 'open' limit 1), o.created_at
    from revocation o where o.connector_id = $1 and o.status in ('pending', 'task')
  union all
  select 'change', ${entitlementName('r')}, null, null, r.intent_at
    from provisioned_right r where r.connector_id = $1 and ${isLeftOver}`;

/** What goes on through a connector: counted, and the first of it by name. */
export const usesOf = async (executeSql: ExecuteSql, id: ConnectorId): Promise<ConnectorUses> => {
  const { rows } = await executeSql(
    `with used as (${sql})
     select count(*) filter (where kind = 'lease') as leases, count(*) filter (where kind = 'request') as requests,
       count(*) filter (where kind in ('revocation', 'change')) as changes,
       (select coalesce(json_agg(json_build_object('kind', u.kind, 'name', u.name, 'person', u.person, 'link', u.link)), '[]')
         from (select * from used order by array_position(array['lease', 'request', 'revocation', 'change'], kind), due, name
           limit ${namedLimit}) u) as named
     from used`,
    [id],
  );
  return rows[0];
};
