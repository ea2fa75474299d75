import type { MappingCounts } from '../../../core/directory/federation/ports.ts';
import type { MappingCandidate } from '../../../core/directory/model/mapping-candidates.ts';
import type { ExecuteSql } from '../database.ts';
import { judgedCandidates } from './judged-candidates.ts';

/**
 * Makes the judged candidates what holds from `now` on. A result that stays keeps its row and its beginning. Where two
 * rules confirm one group for one role, the one that did so first goes on doing it: access is not told twice.
 */
export async function applyMapping(
  executeSql: ExecuteSql,
  candidates: readonly MappingCandidate[],
  now: string,
): Promise<MappingCounts> {
  const { rows: wanted } = await executeSql(
    `with ${judgedCandidates('$1::jsonb')},
     kept as (
       select j.*, row_number() over (partition by j.group_id, j.role_id, j.status, case when j.status <> 'confirmed' then j.rule_id end
         order by cur.id nulls last, j.n) as place
       from judged j left join federation_grant cur on cur.to_at is null and cur.rule_id = j.rule_id
         and cur.group_id = j.group_id and cur.role_entity_id = j.role_id and cur.status = j.status)
     select rule_id as "ruleId", group_id as "groupId", role_id as "roleId", status, detail from kept where place = 1`,
    [JSON.stringify(candidates)],
  );
  const values = [JSON.stringify(wanted), now];
  const closed = await executeSql(
    `with ${wantedRows}
     update federation_grant g set to_at = greatest($2::timestamptz, g.from_at)
     where g.to_at is null and not exists (select from wanted w where ${isSame}) returning g.id`,
    values,
  );
  await executeSql(
    `with ${wantedRows}
     update federation_grant g set detail = w.detail from wanted w
     where g.to_at is null and ${isSame} and g.detail <> w.detail and $2::text is not null`,
    values,
  );
  const opened = await executeSql(
    `with ${wantedRows}
     insert into federation_grant (rule_id, group_id, role_entity_id, status, detail, from_at)
     select w.rule_id, w.group_id, w.role_id, w.status, w.detail, $2 from wanted w
     where not exists (select from federation_grant g where g.to_at is null and ${isSame}) returning id`,
    values,
  );
  const count = (status: string) => wanted.filter((row) => row.status === status).length;
  return {
    confirmed: count('confirmed'),
    roleUnknown: count('role-unknown'),
    trustRefuses: count('trust-refuses'),
    opened: opened.rows.length,
    closed: closed.rows.length,
  };
}

const wantedRows = `wanted as materialized (
  select "ruleId" as rule_id, "groupId" as group_id, "roleId" as role_id, status, detail
  from jsonb_to_recordset($1::jsonb) as w ("ruleId" text, "groupId" text, "roleId" int, status text, detail text))`;
const isSame = `(w.rule_id = g.rule_id and w.group_id = g.group_id and w.status = g.status
  and w.role_id is not distinct from g.role_entity_id)`;
