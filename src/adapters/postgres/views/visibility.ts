import { sql } from 'kysely';
import { seesEverything, type Viewer } from '../../../core/security/model/viewer.ts';
import { federatedOf } from './access/federated.ts';
import type { Moment, Sql } from './moment.ts';

/**
 * What a viewer may see, as SQL (SEC-2). Every view is built with it, so also each total, count and search:
 * - Auditor and Super Administrator: everything, and no predicate at all.
 * - Everyone: the own identities and what these hold; a manager those of the reports, direct and indirect, as well.
 * - Who owns or made a connector, or owns its application: the inventory that it covers, and who holds what in it.
 * CTEs named my_… are computed once a statement; `link` and `moment` come before them.
 */
export interface Visibility {
  seesAll: boolean;
  ctes: Sql[];
  person(id: Sql): Sql;
  /** An entity by its id and its parent's; `parent` null in SQL where it has none. */
  entity(id: Sql, parent: Sql): Sql;
  /** Inside what the viewer's connectors read, whoever it is about. */
  covered(parent: Sql): Sql;
  /** Holders whose every grant the viewer may see. */
  holder(id: Sql): Sql;
  /** People whose every grant the viewer may see: the viewer and the reports. */
  grantsOf(personId: Sql): Sql;
  connector(id: Sql): Sql;
}

const everything: Visibility = {
  seesAll: true,
  ctes: [],
  person: () => sql`true`,
  entity: () => sql`true`,
  covered: () => sql`true`,
  holder: () => sql`true`,
  grantsOf: () => sql`true`,
  connector: () => sql`true`,
};

export function visibilityOf(viewer: Viewer, moment: Moment): Visibility {
  if (seesEverything(viewer)) return everything;
  const covered = (parent: Sql) => sql`coalesce(${parent} in (select id from my_cover), false)`;
  return {
    seesAll: false,
    ctes: [...ownCtes(viewer, moment), ...coverCtes(viewer, moment)],
    covered,
    // A covered AWS account is its own parent here: who reads its IAM sees it without seeing its organization.
    entity: (id, parent) =>
      sql`(${id} in (select id from my_object) or ${covered(parent)} or ${id} in (select id from my_cover)
        or ${id} in (select id from my_covered_principal))`,
    person: (id) =>
      sql`(${id} in (select id from my_person) or exists (
        select from link seen join entity_version seen_v on seen_v.entity_id = seen.identity_id
          and ${moment.valid('seen_v')} and ${covered(sql`seen_v.parent_id`)}
        where seen.person_id = ${id}))`,
    holder: (id) => sql`${id} in (select id from my_holder)`,
    grantsOf: (personId) => sql`coalesce(${personId} in (select id from my_person), false)`,
    connector: (id) => sql`${id} in (select id from my_connector)`,
  };
}

function ownCtes(viewer: Viewer, moment: Moment): Sql[] {
  return [
    sql`my_person (id) as (
      select ${viewer.personId}::text
      union select report.id from my_person join person report on report.manager_id = my_person.id)`,
    sql`my_identity as materialized (
      select link.identity_id as id from my_person join link on link.person_id = my_person.id)`,
    sql`my_group as materialized (
      select distinct t.target_id as id, t.account_id from my_identity i
      join grant_fact g on g.principal_id = i.id and g.kind = 1 and ${moment.valid('g')}
      join entitlement t on t.id = g.entitlement_id)`,
    sql`my_assignment as materialized (
      select distinct t.id, t.ps_id, t.target_id, t.role_id
      from (select id from my_identity union select id from my_group) h
      join grant_fact g on g.principal_id = h.id and g.kind = 2 and ${moment.valid('g')}
      join entitlement t on t.id = g.entitlement_id)`,
    sql`my_federated as materialized (
      select distinct f.role_id as id from ${federatedOf(moment, sql`select id from my_person`)} f)`,
    sql`my_reach as materialized (
      select distinct r.dst_id as id
      from (select id from my_identity union select role_id from my_assignment where role_id is not null
        union select id from my_federated) s
      join role_reach r on r.src_id = s.id and ${moment.valid('r')})`,
    sql`my_holder as materialized (
      select id from my_identity union select id from my_group union select id from my_reach
      union select role_id from my_assignment where role_id is not null union select id from my_federated)`,
    sql`my_object as materialized (
      select id from my_holder
      union select account_id from my_group where account_id is not null
      union select ps_id from my_assignment union select target_id from my_assignment
      union select v.parent_id from my_holder h join entity_version v on v.entity_id = h.id and ${moment.valid('v')}
        and v.kind in (7, 8, 9) and v.parent_id is not null)`,
  ];
}

function coverCtes(viewer: Viewer, moment: Moment): Sql[] {
  return [
    sql`my_connector as materialized (
      select c.id from connector c
      where c.deleted_at is null and (c.created_by = ${viewer.personId}
        or exists (select from connector_owner o where o.connector_id = c.id and o.person_id = ${viewer.personId})
        or exists (select from application_owner o
          where o.application_id = c.application_id and o.person_id = ${viewer.personId})))`,
    // What is covered are the children of these: of an organization, an Identity Center instance, an AWS account's IAM.
    sql`my_cover as materialized (
      select e.id from my_connector c join coverage on coverage.connector_id = c.id
      join entity e on e.native_id = coverage.native_id
        and e.kind = case coverage.family when 'iam' then 2 when 'organizations' then 1 else 3 end)`,
    // Somebody who is named by a covered fact and is not described has no parent to go by: the principal of an orphaned
    // assignment, a deleted user in a trust policy. There are few; who covers nothing does not look for them.
    sql`my_covered_principal as materialized (
      select e.id from entity e
      where (select exists (select from my_cover)) and e.kind in (4, 5, 7, 9)
        and not exists (select from entity_version known where known.entity_id = e.id and ${moment.valid('known')})
        and exists (
          select from grant_fact g join entitlement t on t.id = g.entitlement_id
          join entity_version v on v.entity_id in (t.target_id, t.ps_id) and ${moment.valid('v')}
          where g.principal_id = e.id and ${moment.valid('g')} and v.parent_id in (select id from my_cover)))`,
  ];
}
