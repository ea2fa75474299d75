import type { Subject } from '../../../../core/access/model/request/requestable.ts';
import type { Approvers } from '../../../../core/access/model/request/resolve-approvers.ts';
import type { AccessFacts } from '../../../../core/access/requests/ports.ts';
import { entitlementKinds } from '../../../../core/inventory/model/kinds.ts';
import type { ExecuteSql } from '../../database.ts';
import { entityNumber } from '../../views/inventory/entity-rows.ts';
import { federatedRolesOf } from './federated-roles.ts';
import { groupContents } from './group-contents.ts';
import { refOf, requestablesOf } from './requestables.ts';

export const accessFacts = (executeSql: ExecuteSql): AccessFacts => ({
  async subject(id) {
    const { rows } = await executeSql(subjectSql, [id]);
    return (rows[0] as Subject | undefined) ?? null;
  },
  requestables: (refs) => requestablesOf(executeSql, refs),
  federatedRoles: (refs, personId) => federatedRolesOf(executeSql, refs, personId),
  refOf: (key) => refOf(executeSql, key),
  async held(what) {
    const { rows } = await executeSql(heldSql, [
      what.map(({ key }) => entitlementKinds[key.kind]),
      what.map(({ key }) => key.targetId),
      what.map(({ key }) => key.permissionSetId),
      what.map(({ identityId }) => identityId),
    ]);
    return rows.map(({ held }) => held);
  },
  async unreadGroups(groupIds, personId) {
    if (groupIds.length === 0) return [];
    return (await executeSql(unreadGroupsSql, [groupIds, groupIds.map(entityNumber), personId])).rows;
  },
  groupContents: (groups, named) => groupContents(executeSql, groups, named),
  async approvers({ connectorId, personId, namedIds }) {
    const { rows } = await executeSql(approversSql, [connectorId, personId, namedIds]);
    const { activeNamedIds, ...row } = rows[0];
    return { ...row, activeNamedIds: new Set(activeNamedIds) } as Approvers;
  },
  async actingFor(personIds, at) {
    const { rows } = await executeSql(
      `select distinct d.delegate_id as id from delegation d, unnest($2::timestamptz[]) as moment (instant)
       where d.person_id = any($1) and acts_for(d.delegate_id, d.person_id, moment.instant)`,
      [personIds, at],
    );
    return rows.map(({ id }) => id);
  },
  async isManagerOf(managerId, personId) {
    const { rows } = await executeSql(
      `with recursive above (id) as (
         select manager_id from person where id = $2 and manager_id is not null
         union select p.manager_id from above join person p on p.id = above.id where p.manager_id is not null)
       select exists (select from above where id = $1) as is`,
      [managerId, personId],
    );
    return rows[0].is;
  },
  async people(ids) {
    return (await executeSql('select id, name from person where id = any($1)', [ids])).rows;
  },
  async usualMinutes({ kind, connectorId }, now) {
    const { rows } = await executeSql(
      `select round((percentile_cont(0.5) within group (
           order by extract(epoch from r.decided_at - r.created_at) / 60))::numeric, 1)::float8 as minutes
       from access_request r
       where r.kind = $1 and r.connector_id = $2 and r.decided_at > $3::timestamptz - interval '90 days'
         and exists (select from approval_decision d where d.request_id = r.id)`,
      [entitlementKinds[kind], connectorId, now],
    );
    return rows[0].minutes;
  },
});

/** Identities that are there now and not disabled; memberships as AWS has them, whoever made them. */
const subjectSql = `
  select p.id, p.name, p.department, p.status = 'active' as "isActive",
    coalesce((select json_agg(json_build_object('id', v.entity_id, 'parentId', v.parent_id,
        'kind', case v.kind when 4 then 'identity-center-user' else 'iam-user' end) order by v.entity_id)
      from identity_link l
      join entity_version v on v.entity_id = l.identity_id and v.to_seq is null and v.kind in (4, 7)
        and v.parent_id is not null and v.status is distinct from 'disabled'
      where l.person_id = p.id and l.ended_at is null), '[]') as identities,
    array(select distinct 'ent_' || t.target_id from identity_link l
      join grant_fact g on g.principal_id = l.identity_id and g.kind = 1 and g.to_seq is null
      join entitlement t on t.id = g.entitlement_id join entity e on e.id = t.target_id and e.kind in (5, 8)
      where l.person_id = p.id and l.ended_at is null) as "groupIds"
  from person p where p.id = $1`;

/** Gaps that hide members: of the group, of all groups of its instance or AWS account, or of the person's identities. */
const unreadGroupsSql = `
  select w.id as "groupId", coalesce(shown.name, w.id) as name,
    case when current.entity_id is not null then gap.since end as since
  from unnest($1::text[], $2::int[]) as w (id, number)
  left join lateral (select v.name, v.parent_id from entity_version v where v.entity_id = w.number
    order by v.from_seq desc limit 1) shown on true
  left join entity_version current on current.entity_id = w.number and current.kind in (5, 8) and current.to_seq is null
  left join lateral (select min(g.failed_at) as since from scope_gap g join scope s on s.id = g.scope_id
    where g.to_seq is null and ((s.kind = 'members-of-group' and s.a_id = w.number)
      or (s.kind in ('identity-center-groups', 'iam-groups') and s.a_id = shown.parent_id)
      or (s.kind = 'memberships-of-user' and s.a_id in (
        select l.identity_id from identity_link l where l.person_id = $3 and l.ended_at is null)))) gap on true
  where current.entity_id is null or gap.since is not null order by w.id`;

/** In the ledger, and absent before our first write: what AWS holds of it is ours, and ends with its leases. */
const isOurs = (kind: string, target: string, ps: string) => `exists (select from provisioned_right r
  where r.kind = ${kind} and r.target_id = ${target} and r.ps_id is not distinct from ${ps}
    and r.principal_id = w.identity and r.baseline = 'absent')`;

const heldSql = `
  select case
    when exists (select from entitlement t
      join grant_fact g on g.entitlement_id = t.id and g.to_seq is null
      where t.kind = w.kind and t.target_id = w.target and t.ps_id is not distinct from w.ps
        and ((g.principal_id = w.identity and not ${isOurs('w.kind', 'w.target', 'w.ps')})
          or (w.kind = 2 and g.principal_id in (
            select m_t.target_id from grant_fact m join entitlement m_t on m_t.id = m.entitlement_id
            where m.principal_id = w.identity and m.kind = 1 and m.to_seq is null
              and not ${isOurs('1', 'm_t.target_id', 'null')})))) then 'standing'
    when exists (select from lease l where l.kind = w.kind and l.target_id = w.target
      and l.ps_id is not distinct from w.ps and l.identity_id = w.identity
      and l.status in ('scheduled', 'activating', 'active', 'ending')) then 'lease'
    end as held
  from unnest($1::smallint[], $2::int[], $3::int[], $4::int[]) with ordinality as w (kind, target, ps, identity, n)
  order by w.n`;

const approversSql = `
  select (select m.id from person p join person m on m.id = p.manager_id and m.status = 'active'
      where p.id = $2) as "managerId",
    a.name as "applicationName",
    array(select o.person_id from application_owner o join person p on p.id = o.person_id and p.status = 'active'
      where o.application_id = a.id order by p.name, p.id) as "applicationOwnerIds",
    array(select g.person_id from role_grant g join person p on p.id = g.person_id and p.status = 'active'
      where g.role = 'super-administrator' order by p.name, p.id) as "superAdministratorIds",
    array(select id from person where id = any($3) and status = 'active') as "activeNamedIds"
  from connector c join application a on a.id = c.application_id where c.id = $1`;
