import type { Place, RevocationStore } from '../../../core/access/provisioning-ports.ts';
import { requireThere } from '../connectors/deletion/require-there.ts';
import type { ExecuteSql } from '../database.ts';
import { isRight, rightValues } from './right-row.ts';

const parentOf = (id: string) => `(select p.native_id from entity_version v join entity p on p.id = v.parent_id
  where v.entity_id = ${id} order by v.from_seq desc limit 1)`;

/** Permission sets and Identity Center groups: who reads the instance. IAM groups: who reads the AWS account's IAM. */
const place = `
  select c.id as "connectorId", case when $1::int = 2 then t.native_id
      when t.kind = 5 then split_part(t.native_id, '/', 1) else ${parentOf('t.id')} end as "unitKey"
  from entity t join coverage on case
      when $1::int = 2 then coverage.family = 'identity-center' and coverage.native_id = ${parentOf('$3::int')}
      when t.kind = 5 then coverage.family = 'identity-center' and coverage.native_id = ${parentOf('t.id')}
      when t.kind = 8 then coverage.family = 'iam' and coverage.native_id = ${parentOf('t.id')}
      else false end
  join connector c on c.id = coverage.connector_id and c.deleted_at is null
  where t.id = $2`;

export const revocationStore = (executeSql: ExecuteSql): RevocationStore => ({
  async placeOf(right) {
    const { rows } = await executeSql(place, rightValues(right).slice(0, 3));
    return (rows[0] as Place | undefined) ?? null;
  },
  async add(revocation, now) {
    await requireThere(executeSql, revocation.connectorId);
    await executeSql(
      `insert into revocation (kind, target_id, ps_id, principal_id, id, connector_id, unit_key, reason, decided_by,
         source_kind, source_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...rightValues(revocation.right),
        revocation.id,
        revocation.connectorId,
        revocation.unitKey,
        revocation.reason,
        revocation.decidedBy,
        revocation.source.kind,
        revocation.source.id,
        now,
      ],
    );
    await executeSql(
      `update provisioned_right r set next_attempt_at = null where ${isRight('r', 'principal_id')}`,
      rightValues(revocation.right),
    );
  },
  async settle(right, status, now) {
    const { rows } = await executeSql(
      `update revocation v set status = $5, done_at = case when $5 = 'done' then $6::timestamptz end,
         failure = case when $5 = 'done' then null else failure end
       where ${isRight('v', 'principal_id')} and v.status in ('pending', 'task') and v.status <> $5 returning v.id`,
      [...rightValues(right), status, now],
    );
    return rows.map((row) => row.id);
  },
  async setFailure(right, failure) {
    await executeSql(
      `update revocation v set failure = $5
       where ${isRight('v', 'principal_id')} and v.status in ('pending', 'task')`,
      [...rightValues(right), failure && JSON.stringify(failure)],
    );
  },
});
