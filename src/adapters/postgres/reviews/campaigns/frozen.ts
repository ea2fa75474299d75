import { sql } from 'kysely';
import type { Moment } from '../../views/moment.ts';

/** Is this row of a fact table valid in the publication ($1)? */
export function valid(alias: string): string {
  return `(${alias}.from_seq <= $1 and (${alias}.to_seq is null or ${alias}.to_seq > $1))`;
}

/** When that publication came: what was said here, not read from AWS, is taken as it stood then. */
export const frozenCte = 'frozen as materialized (select published_at as at from sync_run where seq = $1)';
export function stood(alias: string): string {
  const at = '(select at from frozen)';
  return `(${alias}.from_at <= ${at} and (${alias}.to_at is null or ${alias}.to_at > ${at}))`;
}
/** The same for pieces of SQL that the access pages are made of. */
export const frozenMoment: Pick<Moment, 'valid' | 'stands'> = {
  valid: (alias) => sql.raw(valid(alias)),
  stands: (alias) => sql.raw(stood(alias)),
};

/** The rule of the list of AWS accounts (views/inventory/aws-accounts.ts); others are only named in a trust policy. */
export function isOurs(entity: string, version: string): string {
  return `(${entity}.kind = 2 and (${version}.parent_id is not null
    or exists (select from coverage k where k.family = 'iam' and k.native_id = ${entity}.native_id)
    or exists (select from entitlement a where a.account_id = ${entity}.id and a.kind = 2)))`;
}

/** AWS accounts in scope: $2 names them, null means all. */
export const scopeCte = `acct as materialized (
    select e.id, e.native_id, v.name, v.status
    from entity e join entity_version v on v.entity_id = e.id and ${valid('v')}
    where ${isOurs('e', 'v')} and ($2::text[] is null or e.native_id = any($2)))`;

/** The name of entity `e` with version `v`: that of the publication, the last one known, or the tail of what AWS calls it. */
export const nameOf = (id: string): string => `coalesce(v.name,
      (select old.name from entity_version old where old.entity_id = ${id} order by old.from_seq desc limit 1),
      regexp_replace(e.native_id, '^.*/', ''))`;

/** Of a membership that gives more than this besides, the rest is counted: facts are kept for each of its members. */
const mostAlso = 50;
/** What else goes: all of these labels but this one, as jsonb. */
export const allBut = (labels: string, own: string): string => `coalesce((
      select jsonb_agg(o.label order by o.n) filter (where o.n <= ${mostAlso})
        || case when max(o.n) > ${mostAlso} then jsonb_build_array('and ' || max(o.n) - ${mostAlso} || ' more') else '[]' end
      from (select label, row_number() over () as n from unnest(${labels}) label where label <> ${own}) o), '[]')`;
