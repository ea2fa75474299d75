import type { ManualTask, ManualTaskStore } from '../../../core/access/provisioning-ports.ts';
import type { ExecuteSql } from '../database.ts';
import { rightOf, rightValues } from './right-row.ts';

const columns = `m.id, m.connector_id as "connectorId", m.change, m.lease_id as "leaseId",
  m.revocation_id as "revocationId", m.title, m.instructions, m.status`;

export const manualTaskStore = (executeSql: ExecuteSql): ManualTaskStore => ({
  async add(task, now) {
    await executeSql(
      `insert into manual_task (id, connector_id, change, lease_id, revocation_id, title, instructions, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        task.id,
        task.connectorId,
        task.change,
        task.leaseId,
        task.revocationId,
        task.title,
        JSON.stringify(task.instructions),
        now,
      ],
    );
  },
  async newestOf(of, change) {
    const { rows } = await executeSql(
      `select ${columns} from manual_task m
       where m.change = $3 and m.status <> 'cancelled' and (m.lease_id = $1 or m.revocation_id = $2)
       order by m.created_at desc, m.id desc limit 1`,
      ['leaseId' in of ? of.leaseId : null, 'revocationId' in of ? of.revocationId : null, change],
    );
    return (rows[0] as ManualTask | undefined) ?? null;
  },
  async lock(id) {
    const { rows } = await executeSql(
      `select ${columns}, o.unit_key as "unitKey", o.idp_group_id as "idpGroupId", o.idp_email as email, o.kind, o.target_id as "targetId", o.ps_id as "psId", o.principal_id as "principalId"
       from manual_task m join lateral (
         select unit_key, kind, target_id, ps_id, identity_id as principal_id, null as idp_group_id, null as idp_email
           from lease where id = m.lease_id
         union all select unit_key, kind, target_id, ps_id, principal_id, idp_group_id, idp_email
           from revocation where id = m.revocation_id) o on true
       where m.id = $1 for update of m`,
      [id],
    );
    const row = rows[0];
    if (!row) return null;
    const { kind, targetId, psId, principalId, idpGroupId, email, ...task } = row;
    return idpGroupId === null
      ? { ...task, right: rightOf({ kind, targetId, psId, principalId }) }
      : { ...task, right: { kind: 'federated', idpGroupId, email, roleId: targetId, providerId: principalId } };
  },
  async setStatus(id, status, by, now) {
    await executeSql(
      `update manual_task set status = $2, done_by = $3, done_at = case when $2 = 'open' then null else $4::timestamptz end
       where id = $1`,
      [id, status, by, now],
    );
  },
  async cancelOf(right, now) {
    await executeSql(
      `update manual_task m set status = 'cancelled', done_at = $5
       where m.status = 'open' and (
         exists (select from lease l where l.id = m.lease_id and l.kind = $1 and l.target_id = $2
           and l.ps_id is not distinct from $3::int and l.identity_id = $4)
         or exists (select from revocation v where v.id = m.revocation_id and v.kind = $1 and v.target_id = $2
           and v.ps_id is not distinct from $3::int and v.principal_id = $4))`,
      [...rightValues(right), now],
    );
  },
});
