import { sql } from 'kysely';
import type { Moment, Sql } from '../moment.ts';

/**
 * Groups of identity providers that may assume a role then: confirmed mappings (DIR-4) whose trust AWS still shows, as
 * `(id, group_id, role_id, provider_id, ent_id, from_at, from_seq, qualifier)`, where `provider_id` is the SAML or OIDC
 * provider in AWS and `ent_id` the entitlement to assume the role. To stand in a from clause, with a name after it.
 */
export const federatedGrants = (moment: Pick<Moment, 'valid' | 'stands'>): Sql => sql`(
  select mapped.id::int as id, mapped.group_id, mapped.role_entity_id as role_id, trusted.principal_id as provider_id,
    may.id as ent_id, mapped.from_at, trusted.from_seq, trusted.qualifier
  from federation_grant mapped
  join idp_group named on named.id = mapped.group_id
  join identity_provider_trust is_idp on is_idp.identity_provider_id = named.identity_provider_id
  join entitlement may on may.kind = 3 and may.target_id = mapped.role_entity_id
  join grant_fact trusted on trusted.entitlement_id = may.id and trusted.principal_id = is_idp.provider_entity_id
    and ${moment.valid('trusted')}
  where mapped.status = 'confirmed' and ${moment.stands('mapped')})`;

/** People in groups of identity providers then, as `(group_id, person_id, from_at)`; who is nobody here is not among them. */
export const federatedMembers = (moment: Moment): Sql => sql`(
  select belongs.group_id, belongs.person_id, belongs.from_at from idp_group_member belongs
  where belongs.person_id is not null and ${moment.stands('belongs')})`;

/** `federated (id, role_id, …, person_id, since)`: federatedGrants for each of these people (SQL: ids). */
export const federatedOf = (moment: Moment, people: Sql): Sql => sql`(
  select fg.id, fg.group_id, fg.role_id, fg.provider_id, fg.ent_id, fg.from_seq, fg.qualifier, fm.person_id,
    greatest(fg.from_at, fm.from_at) as since
  from ${federatedMembers(moment)} fm join ${federatedGrants(moment)} fg on fg.group_id = fm.group_id
  where fm.person_id in (${people}))`;

/**
 * One row `json` (path-sentence.ts, Mapping) where groups of identity providers are mapped to this role through this
 * provider in AWS: whose groups, and how many members of these are nobody here. No row where nothing is mapped.
 */
export const mappingOf = (moment: Moment, roleId: Sql, providerId: Sql): Sql => sql`
  select json_build_object('names', json_agg(distinct idp.name), 'unmatched', count(distinct unknown.email)) as json
  from ${federatedGrants(moment)} fg join idp_group mapped_group on mapped_group.id = fg.group_id
  join identity_provider idp on idp.id = mapped_group.identity_provider_id
  left join idp_group_member unknown on unknown.group_id = fg.group_id and unknown.person_id is null
    and ${moment.stands('unknown')}
  where fg.role_id = ${roleId} and fg.provider_id = ${providerId}
  having count(*) > 0`;
