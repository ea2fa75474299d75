/**
 * CTEs that end in `judged (n, rule_id, group_id, role_id, role, account_id, aws_account_id, status, detail)`, one row a
 * candidate of the SQL expression `list` (jsonb): is there such a role, and does its trust, as it is synced now, let one of the identity
 * provider's providers in AWS assume it? What was not read is said to be not read, never to be absent.
 */
export const judgedCandidates = (list: string): string => `
  candidate as materialized (
    select n::int as n, c ->> 'ruleId' as rule_id, c ->> 'identityProviderId' as idp_id, c ->> 'groupId' as group_id,
      (c ->> 'roleEntityId')::int as role_entity_id, c ->> 'role' as role, c ->> 'awsAccountId' as aws_account_id,
      case when c ->> 'awsAccountId' is null then c ->> 'alias' end as alias
    from jsonb_array_elements(${list}) with ordinality as listed (c, n)),
  alias as materialized (
    select name, array_agg(distinct id) as ids from (
      select lower(v.name) as name, v.parent_id as id from entity_version v where v.kind = 15 and v.to_seq is null
      union all select lower(v.name), v.entity_id from entity_version v where v.kind = 2 and v.to_seq is null) named
    group by name),
  placed as materialized (
    select c.*, coalesce(cardinality(alias.ids), 0) as alias_count,
      coalesce(number.id, case when cardinality(alias.ids) = 1 then alias.ids[1] end, pair.parent_id) as account_id
    from candidate c left join entity number on number.kind = 2 and number.native_id = c.aws_account_id
    left join alias on alias.name = lower(c.alias)
    left join entity_version pair on pair.entity_id = c.role_entity_id and pair.to_seq is null),
  role_in as materialized (
    select v.entity_id, v.parent_id, v.name, lower(v.name) as lower_name from entity_version v
    where v.kind = 9 and v.to_seq is null and v.parent_id in (select account_id from placed)),
  found as materialized (
    select p.*, coalesce(same.entity_id, by_name.entity_id) as role_id, coalesce(same.name, by_name.name) as role_name
    from placed p left join role_in same on same.entity_id = p.role_entity_id
    left join role_in by_name on p.role_entity_id is null and by_name.parent_id = p.account_id
      and by_name.lower_name = lower(p.role)),
  judged as materialized (
    select f.n, f.rule_id, f.group_id, f.role_id, coalesce(f.role_name, f.role) as role, f.account_id,
      coalesce(a.native_id, f.aws_account_id) as aws_account_id,
      case when f.role_id is null then 'role-unknown' when trusted.is_trusted then 'confirmed' else 'trust-refuses'
        end as status,
      case when f.role_id is not null and trusted.is_trusted then ''
        when f.role_id is not null then 'The trust policy of the role does not let ' || idp.name || ' assume it; it names '
          || coalesce(trusted.others, 'no SAML or OIDC provider') || '.'
        when f.role_entity_id is not null then 'The role of this pair is no longer there.'
        when f.alias is not null and f.alias_count = 0 then 'No AWS account has the alias or name ' || f.alias || '.'
        when f.alias is not null and f.alias_count > 1 then f.alias_count || ' AWS accounts have the alias or name '
          || f.alias || '.'
        when not is_read.roles then 'The roles of AWS account ' || coalesce(a.native_id, f.aws_account_id)
          || ' have not been read.'
        else 'AWS account ' || coalesce(a.native_id, f.aws_account_id) || ' has no role ' || f.role || '.'
        end as detail
    from found f join identity_provider idp on idp.id = f.idp_id left join entity a on a.id = f.account_id
    cross join lateral (
      select exists (select from coverage c where c.family = 'iam' and c.native_id = a.native_id)
        and not exists (select from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
          where s.kind = 'iam-roles' and s.a_id = a.id) as roles) is_read
    left join lateral (
      select bool_or(exists (select from identity_provider_trust own
          where own.provider_entity_id = g.principal_id and own.identity_provider_id = f.idp_id)) as is_trusted,
        string_agg(p.native_id, ', ' order by p.native_id) as others
      from entitlement t join grant_fact g on g.entitlement_id = t.id and g.to_seq is null
      join entity p on p.id = g.principal_id and p.kind in (10, 11)
      where t.kind = 3 and t.target_id = f.role_id) trusted on true)`;
