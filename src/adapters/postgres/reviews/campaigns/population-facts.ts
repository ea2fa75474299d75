export const iso = (instant: string): string =>
  `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const link = (alias: string): string =>
  `case when ${alias}.id is not null then jsonb_build_object('id', 'ent_' || ${alias}.id, 'name', ${alias}.name) end`;

/** In the words of core/inventory/model/path-sentence.ts; a test compares the two. */
const sentence = `coalesce(who.person_name, who.name) || case
    when h.kind = 1 then case when who.person_id is null then '' else ' → IAM user ' || who.name end
      || ' → member of ' || grp.name || ' in ' || acct.name
    when h.group_id is null then ' → assigned directly → ' || ps.name || ' on ' || acct.name
    else ' → member of ' || grp.name || ' → ' || ps.name || ' on ' || acct.name end`;
export const step = (kind: string, id: string, name: string, relation: string): string =>
  `jsonb_build_array(jsonb_build_object('kind', '${kind}', 'id', ${id}, 'name', ${name}, 'relation', ${relation}))`;
const path = `case when who.person_id is null then '[]' else ${step('person', 'who.person_id', 'who.person_name', "''")} end
    || ${step('identity', "'ent_' || who.id", 'who.name', "case when who.person_id is null then '' else 'is' end")}
    || case when grp.id is null then '[]' else ${step('group', "'ent_' || grp.id", 'grp.name', "'member of'")} end
    || case when h.kind = 1 then ${step('aws-account', 'acct.native_id', 'acct.name', "'in'")}
      else ${step('permission-set', "'ent_' || ps.id", 'ps.name', "'assigned'")}
        || ${step('aws-account', 'acct.native_id', 'acct.name', "'on'")} end`;
const removes = `case
    when h.kind = 1 then 'membership of IAM user ' || who.name || ' in IAM group ' || grp.name || ' of ' || acct.name
    when h.group_id is null then 'the assignment of ' || ps.name || ' on ' || acct.name || ' to ' || who.name
    else 'membership of ' || who.name || ' in group ' || grp.name end`;

/** What a reviewer is shown of a row of the population; frozen as it is. */
export const factsSql = `jsonb_build_object(
    'person', case when who.person_id is not null then jsonb_build_object('id', who.person_id, 'name', who.person_name,
      'email', who.person_email, 'status', who.person_status, 'matchedBy', who.method) end,
    'identity', jsonb_build_object('id', 'ent_' || who.id, 'name', who.name, 'nativeId', who.native_id,
      'kind', case who.kind when 4 then 'identity-center-user' else 'iam-user' end, 'status', who.status),
    'entitlement', jsonb_build_object('kind', case h.kind when 1 then 'group-member' else 'permission-set-assignment' end,
      'name', case h.kind when 1 then grp.name else ps.name end, 'awsAccount',
      jsonb_build_object('awsAccountId', acct.native_id, 'name', acct.name)),
    'group', ${link('grp')}, 'path', ${path}, 'sentence', ${sentence}, 'since', ${iso('since.published_at')},
    'leaseUntil', ${iso('leased.until')},
    'removes', ${removes}, 'alsoRemoves', coalesce(also.removes, '[]'), 'remains', coalesce((
      select jsonb_agg(coalesce(who.person_name, who.name) || ' → ' || o.label || ' → ' || ps.name || ' on ' || acct.name
        order by o.label) from unnest(ways.ids, ways.labels) o (id, label) where o.id <> coalesce(h.group_id, 0)), '[]'))`;
