import { federatedGrants } from '../../views/access/federated.ts';
import { sqlText } from '../../views/moment.ts';
import { allBut, frozenCte, frozenMoment, nameOf, stood, valid } from './frozen.ts';
import { iso, step } from './population-facts.ts';

/**
 * Federated grants as CTEs (DIR-4), as they stood at the publication: `fed_grant`, groups of identity providers that may
 * assume a role; `fed_member`, who is in them, also those whose address is nobody's here: nobody vanishes.
 */
export const federatedCtes = `${frozenCte},
  fed_grant as materialized (
    select g.group_id, g.role_id, may.account_id, min(g.provider_id) as provider_id, min(g.from_at) as from_at,
      min(g.from_seq) as from_seq
    from ${sqlText(federatedGrants(frozenMoment))} g join entitlement may on may.id = g.ent_id group by 1, 2, 3),
  fed_role as materialized (
    select x.role_id, ${nameOf('e.id')} as name, coalesce(av.name, a.native_id) as account_name
    from (select distinct role_id, account_id from fed_grant) x join entity e on e.id = x.role_id
    left join entity_version v on v.entity_id = e.id and ${valid('v')} join entity a on a.id = x.account_id
    left join entity_version av on av.entity_id = a.id and ${valid('av')}),
  fed_group as materialized (
    select g.id, g.name, idp.id as idp_id, idp.name as idp_name
    from idp_group g join identity_provider idp on idp.id = g.identity_provider_id
    where g.id in (select group_id from fed_grant)),
  fed_member as materialized (
    select m.group_id, m.email, m.from_at, p.id as person_id, p.name as person_name, p.email as person_email,
      p.status as person_status, p.manager_id, same.id as address_owner_id
    from idp_group_member m left join person same on same.email = m.email
    left join person p on p.id = coalesce(m.person_id, same.id)
    where ${stood('m')} and m.group_id in (select group_id from fed_grant)),
  fed_labels as materialized (
    select g.group_id, array_agg('role ' || r.name || ' in ' || r.account_name order by r.name, r.account_name, r.role_id) as labels
    from fed_grant g join fed_role r on r.role_id = g.role_id group by 1),
  fed_ways as materialized (
    select coalesce(m.person_id, m.email) as who, g.role_id, array_agg(g.group_id || ' ' || m.email) as ids,
      array_agg('member of ' || named.name) as labels
    from fed_member m join fed_grant g on g.group_id = m.group_id join fed_group named on named.id = g.group_id
    group by 1, 2 having count(*) > 1)`;

/** Its rows with these reviewers and facts; the columns are those of the population. Facts: federatedFactsSql. */
export const federatedRowsSql = (reviewers: string, facts: string): string => `
  select who.person_name, who.email as holder, provider.native_id as holder_native, acct.name as acct_name, role.name as what,
    grp.name as through, who.person_id, 3::smallint as kind, g.role_id as target_id, null::int as ps_id,
    g.provider_id as identity_id, null::int as group_id, 3::smallint as held_kind, g.role_id as held_target_id,
    null::int as held_ps_id, who.group_id as idp_group_id, who.email as idp_email, ${reviewers}, ${facts} as facts
  from fed_member who join fed_grant g on g.group_id = who.group_id join acct on acct.id = g.account_id
  join fed_role role on role.role_id = g.role_id join fed_group grp on grp.id = who.group_id
  join entity provider on provider.id = g.provider_id join fed_labels also on also.group_id = g.group_id
  join sync_run since on since.seq = g.from_seq cross join fixed
  left join fed_ways ways on ways.who = coalesce(who.person_id, who.email) and ways.role_id = g.role_id
  left join person manager on manager.id = who.manager_id and manager.status = 'active' and manager.id <> who.person_id
    and $4 = 'manager'
  left join owner on owner.id = acct.id`;

const holder = 'coalesce(who.person_name, who.email)';
const mayAssume = `' → may assume role ' || role.name || ' in ' || acct.name`;

/** In the words of core/inventory/model/path-sentence.ts, as in population-facts.ts; who is nobody here goes by the address. */
export const federatedFactsSql = `jsonb_build_object(
    'person', case when who.person_id is not null then jsonb_build_object('id', who.person_id, 'name', who.person_name,
      'email', who.person_email, 'status', who.person_status, 'matchedBy', 'identity-provider-email') end,
    'identity', jsonb_build_object('id', 'ent_' || provider.id, 'name', who.email, 'nativeId', provider.native_id,
      'kind', 'federated-identity', 'status', null),
    'entitlement', jsonb_build_object('kind', 'assume-role', 'name', role.name, 'awsAccount',
      jsonb_build_object('awsAccountId', acct.native_id, 'name', acct.name)),
    'federation', jsonb_build_object('identityProvider', jsonb_build_object('id', grp.idp_id, 'name', grp.idp_name),
      'group', jsonb_build_object('id', grp.id, 'name', grp.name), 'email', who.email),
    'path', case when who.person_id is not null then ${step('person', 'who.person_id', 'who.person_name', "''")}
        else ${step('principal', 'null', 'who.email', "''")} end
      || ${step('group', 'null', 'grp.name', "'member of'")}
      || ${step('role', "'ent_' || role.role_id", 'role.name', "'may assume'")}
      || ${step('aws-account', 'acct.native_id', 'acct.name', "'in'")},
    'sentence', ${holder} || ' → member of ' || grp.name || ${mayAssume},
    'since', ${iso('greatest(since.published_at, g.from_at, who.from_at)')}, 'leaseUntil', null,
    'removes', 'membership of ' || who.email || ' in group ' || grp.name || ' of ' || grp.idp_name,
    'alsoRemoves', ${allBut('also.labels', "'role ' || role.name || ' in ' || role.account_name")},
    'remains', coalesce((select jsonb_agg(${holder} || ' → ' || o.label || ${mayAssume} order by o.label)
      from unnest(ways.ids, ways.labels) o (id, label) where o.id <> who.group_id || ' ' || who.email), '[]'))`;
