import { type HoldLimits, isHeld, type Removals } from '../../../../core/inventory/model/sync-guard.ts';
import type { Publish } from '../publish/publish.ts';

/** What can act: Identity Center users, IAM users, roles. */
const identityKinds = '(4, 7, 9)';
/** AWS accounts and instances that this connector reads, as entities. */
const own = `(select e.id from coverage c join entity e on e.native_id = c.native_id and e.kind in (2, 3)
  where c.connector_id = $1)`;

/** What a run would remove: entity ids, and entitlement and principal of each grant, as PostgreSQL's text of an array. */
export interface WouldRemove {
  removals: Removals;
  limits: HoldLimits;
  entityIds: string;
  entitlementIds: string;
  principalIds: string;
}

/**
 * Between the differences and their writing (p_gone, p_closed): does this run remove too much to be published unseen?
 * Null when it does not. Never asked of a targeted run (a single listing, read after a change of our own), of one that a
 * person confirmed, or of the first, which has nothing to lose.
 */
export async function judgeRemovals(publish: Publish): Promise<WouldRemove | null> {
  const { executeSql, connectorId, kind, heldAfterSeq } = publish;
  if (kind === 'targeted' || heldAfterSeq !== null) return null;
  const { rows } = await executeSql(
    `select hold_share_percent as "sharePercent", hold_minimum as minimum, last_synced_at is null as "isFirst",
       (select count(*) from p_gone where kind in ${identityKinds}) as identities,
       (select count(*) from p_closed) - (select count(*) from p_repointed) as grants
     from connector where id = $1`,
    [connectorId],
  );
  const { isFirst, identities, grants, ...limits } = rows[0];
  // Counting what there is takes longer, and is seldom needed.
  if (isFirst || Math.max(identities, grants) < limits.minimum) return null;
  const removals = await withTotals(publish, { identities, grants });
  return isHeld(removals, limits) ? { removals, limits, ...(await collect(publish)) } : null;
}

async function withTotals({ executeSql, connectorId, seq }: Publish, removed: { identities: number; grants: number }) {
  const { rows } = await executeSql(
    // What this publish wrote of entities already is not counted; of grants it has written nothing yet.
    `select
       (select count(*) from entity_version v where v.parent_id in ${own} and v.kind in ${identityKinds}
          and v.from_seq < $2 and (v.to_seq is null or v.to_seq = $2)) as identities,
       (select count(*) from grant_fact g join entitlement t on t.id = g.entitlement_id
          left join entity_version s on s.entity_id = coalesce(t.ps_id, t.target_id)
            and s.from_seq < $2 and (s.to_seq is null or s.to_seq = $2)
        where g.to_seq is null and (s.parent_id in ${own} or t.ps_id is null and t.account_id in ${own})) as grants`,
    [connectorId, seq],
  );
  const of = (what: 'identities' | 'grants') => ({
    // What only a fact named has no parent, and may be among what vanishes.
    current: Math.max(rows[0][what], removed[what]),
    removed: removed[what],
  });
  return { identities: of('identities'), grants: of('grants') };
}

async function collect({ executeSql }: Publish) {
  const { rows } = await executeSql(
    `select (select coalesce(array_agg(id), '{}')::text from p_gone) as "entityIds",
       coalesce(array_agg(c.entitlement_id order by c.entitlement_id, c.principal_id), '{}')::text as "entitlementIds",
       coalesce(array_agg(c.principal_id order by c.entitlement_id, c.principal_id), '{}')::text as "principalIds"
     from p_closed c
     where not exists (select from p_repointed r
       where r.entitlement_id = c.entitlement_id and r.principal_id = c.principal_id)`,
  );
  return rows[0] as Pick<WouldRemove, 'entityIds' | 'entitlementIds' | 'principalIds'>;
}
