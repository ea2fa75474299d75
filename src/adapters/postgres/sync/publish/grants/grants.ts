import type { ConnectionFacts } from '../../../../../core/inventory/ports.ts';
import type { Publish } from '../publish.ts';
import { findWrites, markSeenWrites } from './attribution.ts';

const complete = (kind: string) => `(select a_id from p_scope where kind = '${kind}' and is_complete)`;
const gone = '(select id from p_gone)';
const isUnlistedPair = `not exists (select from p_scope s
  where s.kind in ('assignments-of-pair', 'provisioned-pair') and s.a_id = u.target_id and s.b_id = u.ps_id)`;

/** Identity Center's own ids begin with the identity store's; a membership or assignment belongs to that instance. */
const isOwn = (id: string) => `${id} in (select id from entity
  where kind in (4, 5) and starts_with(native_id, current_setting('countersign.identity_store') || '/'))`;
const isListed = (kind: string) => `exists (select from p_scope where kind = '${kind}' and is_complete)`;
const isUnknown = (id: string) =>
  `not exists (select from entity_version v where v.entity_id = ${id} and v.to_seq is null)`;

/**
 * Which current facts does a scope that was read whole cover? This is the table of src/core/inventory/model/scope.ts,
 * in the same order, and what a vanished entity takes along. Assignments of a vanished principal are not among it.
 * One select each, not one condition: as alternatives of a single WHERE these cost 60 ms a row instead of a hash join.
 */
const covered: string[] = [
  `u.kind = 1 and u.target_id in ${complete('members-of-group')}`,
  `u.kind = 1 and u.principal_id in ${complete('memberships-of-user')}`,
  `u.kind = 2 and exists (select from p_scope s
     where s.kind = 'assignments-of-pair' and s.is_complete and s.a_id = u.target_id and s.b_id = u.ps_id)`,
  `u.kind = 2 and u.principal_id in ${complete('assignments-of-principal')}`,
  `u.kind = 2 and u.target_id in ${complete('pairs-of-aws-account')} and ${isUnlistedPair}`,
  `u.kind = 2 and u.ps_id in ${complete('accounts-of-permission-set')} and ${isUnlistedPair}`,
  `u.kind = 3 and u.target_id in (
     select v.entity_id from entity_version v join p_scope s on s.a_id = v.parent_id
     where v.kind = 9 and v.to_seq is null and s.kind = 'iam-roles' and s.is_complete)`,
  `u.kind = 4 and u.principal_id in (
     select v.entity_id from entity_version v join p_scope s on s.a_id = v.parent_id
     where v.kind in (7, 8, 9) and v.to_seq is null and s.kind = 'iam-policies' and s.is_complete)`,
  `u.target_id in ${gone}`,
  `u.ps_id in ${gone}`,
  `u.kind in (1, 4) and u.principal_id in ${gone}`,
  // What only a fact named, while its listing could not be read, never had a version that could vanish. The listing
  // that was read whole now does not hold it either.
  `u.kind = 1 and ${isOwn('u.target_id')} and ${isListed('identity-center-groups')} and ${isUnknown('u.target_id')}`,
  `u.kind = 1 and ${isOwn('u.principal_id')} and ${isListed('identity-center-users')} and ${isUnknown('u.principal_id')}`,
  `u.kind = 2 and ${isOwn('u.principal_id')} and ${isListed('permission-sets')} and ${isUnknown('u.ps_id')}`,
  `u.kind = 2 and ${isOwn('u.principal_id')} and ${isListed('aws-accounts')} and ${isUnknown('u.target_id')}`,
  `u.kind = 1 and u.account_id in ${complete('iam-groups')} and ${isUnknown('u.target_id')}`,
  `u.kind = 1 and u.account_id in ${complete('iam-users')} and ${isUnknown('u.principal_id')}`,
  `u.kind = 3 and u.account_id in ${complete('iam-roles')} and ${isUnknown('u.target_id')}`,
];

/** p_closed: current, covered, and not seen. p_opened: seen and not current, or current with another qualifier. */
export async function diffGrants({ executeSql }: Publish, facts: ConnectionFacts): Promise<void> {
  // CREATE TABLE AS takes no parameters.
  await executeSql(`select set_config('countersign.identity_store', $1, true)`, [facts.identityStoreId ?? 'none']);
  await executeSql(
    `create temp table p_unseen on commit drop as
     select g.kind, g.entitlement_id, g.principal_id, e.target_id, e.ps_id, e.account_id
     from grant_fact g join entitlement e on e.id = g.entitlement_id
     where g.to_seq is null and not exists (select from p_grant n
       where n.entitlement_id = g.entitlement_id and n.principal_id = g.principal_id)`,
  );
  await executeSql('analyze p_unseen');
  await executeSql(
    `create temp table p_closed on commit drop as
     ${covered.map((which) => `select kind, entitlement_id, principal_id from p_unseen u where ${which}`).join(' union ')}`,
  );
  await executeSql(
    `create temp table p_opened on commit drop as
     select n.kind, n.entitlement_id, n.principal_id, n.qualifier, g.entitlement_id is not null as is_changed
     from p_grant n left join grant_fact g
       on g.entitlement_id = n.entitlement_id and g.principal_id = n.principal_id and g.to_seq is null
     where g.entitlement_id is null or g.qualifier <> n.qualifier`,
  );
  await executeSql('analyze p_closed; analyze p_opened');
  await repoint(executeSql);
}

/** A principal that only an ARN named has been read since: its grants move to the entity, whichever run found it. */
async function repoint(executeSql: Publish['executeSql']): Promise<void> {
  await executeSql(
    `create temp table p_repointed on commit drop as
     select g.kind, g.entitlement_id, g.principal_id, r.entity_id, g.qualifier
     from p_resolved r join entity e on e.native_id = r.arn and e.kind = 13
     join grant_fact g on g.principal_id = e.id and g.to_seq is null
     where not exists (select from p_closed c
       where c.entitlement_id = g.entitlement_id and c.principal_id = g.principal_id)`,
  );
  await executeSql(
    `insert into p_opened (kind, entitlement_id, principal_id, qualifier, is_changed)
     select p.kind, p.entitlement_id, p.entity_id, p.qualifier, false from p_repointed p
     where not exists (select from p_opened o
         where o.entitlement_id = p.entitlement_id and o.principal_id = p.entity_id)
       and not exists (select from grant_fact g
         where g.entitlement_id = p.entitlement_id and g.principal_id = p.entity_id and g.to_seq is null
           and not exists (select from p_closed c
             where c.entitlement_id = g.entitlement_id and c.principal_id = g.principal_id))`,
  );
  await executeSql(
    `insert into p_closed (kind, entitlement_id, principal_id)
     select kind, entitlement_id, principal_id from p_repointed`,
  );
}

export async function applyGrants(publish: Publish): Promise<void> {
  const { executeSql, seq } = publish;
  await executeSql(
    `update grant_fact g set to_seq = $1
     from (select entitlement_id, principal_id from p_closed
       union select entitlement_id, principal_id from p_opened where is_changed) x
     where g.entitlement_id = x.entitlement_id and g.principal_id = x.principal_id and g.to_seq is null`,
    [seq],
  );
  await executeSql(
    `insert into grant_fact (kind, entitlement_id, principal_id, qualifier, from_seq)
     select kind, entitlement_id, principal_id, qualifier, $1 from p_opened order by entitlement_id, principal_id`,
    [seq],
  );
  await findWrites(publish);
  await executeSql(
    `insert into change (seq, op, entitlement_id, principal_id, write_id)
     select $1::int, c.op, c.entitlement_id, c.principal_id, w.id
     from (select 'removed' as op, entitlement_id, principal_id from p_closed
       union all
       select case when is_changed then 'changed' else 'granted' end, entitlement_id, principal_id from p_opened o
       where not (o.kind = 4 and exists (select from entity_version v join p_firstpolicies f on f.a_id = v.parent_id
         where v.entity_id = o.principal_id and v.to_seq is null))) c
     left join p_write w on w.entitlement_id = c.entitlement_id and w.principal_id = c.principal_id and w.op = c.op`,
    [seq],
  );
  await markSeenWrites(publish, covered);
}
