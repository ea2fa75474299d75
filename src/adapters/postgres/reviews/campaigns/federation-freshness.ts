import { iso } from './population-facts.ts';

/**
 * Expects `acct`, `frozen` and the CTEs of federated-population.ts. Identity providers that AWS accounts in scope trust, a
 * row each: what of them the publication takes, when their groups came in last, and whether anything changed since then.
 */
export const federationSql = `
  select idp.id, idp.name, ${iso('(select max(u.at) from identity_provider_upload u, frozen where u.identity_provider_id = idp.id and u.at <= frozen.at)')}
      as "uploadedAt",
    (select count(distinct g.role_id)::int from fed_grant g join fed_group named on named.id = g.group_id
      join acct on acct.id = g.account_id where named.idp_id = idp.id) as roles,
    (select count(distinct m.email)::int from fed_member m join fed_group named on named.id = m.group_id
      where named.idp_id = idp.id and m.group_id in (select g.group_id from fed_grant g join acct on acct.id = g.account_id))
      as members,
    (select count(distinct m.email)::int from fed_member m join fed_group named on named.id = m.group_id
      where named.idp_id = idp.id and m.person_id is null
        and m.group_id in (select g.group_id from fed_grant g join acct on acct.id = g.account_id)) as unmatched,
    (exists (select from identity_provider_upload u, frozen where u.identity_provider_id = idp.id and u.at > frozen.at)
      or exists (select from federation_grant g join idp_group named on named.id = g.group_id, frozen
        where named.identity_provider_id = idp.id and g.status = 'confirmed' and (g.from_at > frozen.at or g.to_at > frozen.at)))
      as "isChangedSince"
  from identity_provider idp where exists (
    select from identity_provider_trust own join grant_fact trusted on trusted.principal_id = own.provider_entity_id
      and trusted.kind = 3 join entitlement may on may.id = trusted.entitlement_id join acct on acct.id = may.account_id
    where own.identity_provider_id = idp.id)`;
