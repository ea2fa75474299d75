import type { Lease } from '../../../core/access/model/lease.ts';
import type { Right } from '../../../core/access/model/right.ts';
import type { LeaseStore } from '../../../core/access/provisioning-ports.ts';
import type { ExecuteSql } from '../database.ts';
import { leaseColumns, leaseOf } from './lease-row.ts';
import { isRight, rightValues } from './right-row.ts';

/** The right's next attempt is due at once: something about it was decided. */
const wake = (condition: string) => `update provisioned_right r set next_attempt_at = null from lease l
  where r.kind = l.kind and r.target_id = l.target_id and r.ps_id is not distinct from l.ps_id
    and r.principal_id = l.identity_id and ${condition}`;

/** An end in the future becomes now; the statuses are those of the state_transition table. */
const ending = `status = case when l.status = 'scheduled' then 'ended' else 'ending' end,
  ends_at = greatest(l.starts_at, least(l.ends_at, $1::timestamptz)),
  ended_at = case when l.status = 'scheduled' then $1::timestamptz end,
  end_reason = $2, ended_by = $3, end_note = $4, version = version + 1`;
/** DIR-5: who has left holds nothing. Level-triggered: whoever deactivated them need not know of leases. */
export const hasLeft = `exists (select from person gone where gone.id = l.person_id and gone.status = 'inactive')`;
const open = `l.status in ('scheduled', 'activating', 'active')`;

export const openLeases = async (executeSql: ExecuteSql, right: Right, lock = ''): Promise<Lease[]> => {
  const { rows } = await executeSql(
    `select ${leaseColumns} from lease l where ${isRight('l', 'identity_id')}
       and l.status in ('activating', 'active', 'ending') order by l.ends_at, l.id ${lock}`,
    rightValues(right),
  );
  return rows.map(leaseOf);
};

export const leaseStore = (executeSql: ExecuteSql): LeaseStore => {
  const many = async (text: string, values: unknown[]): Promise<Lease[]> =>
    (await executeSql(text, values)).rows.map(leaseOf);
  const wakeAll = (leases: Lease[]) => executeSql(wake('l.id = any($1)'), [leases.map((lease) => lease.id)]);
  return {
    async lock(id) {
      return (await many(`select ${leaseColumns} from lease l where l.id = $1 for update`, [id]))[0] ?? null;
    },
    async advance(unitKey, now) {
      const isOver = `(l.ends_at <= $2::timestamptz or ${hasLeft})`;
      const changed = await many(
        `update lease l set version = version + 1,
           status = case when l.status = 'scheduled' then case when ${isOver} then 'ended' else 'activating' end
             else 'ending' end,
           ended_at = case when l.status = 'scheduled' and ${isOver} then $2::timestamptz end,
           ends_at = case when ${hasLeft} then greatest(l.starts_at, least(l.ends_at, $2::timestamptz)) else l.ends_at end,
           end_reason = case when l.ends_at <= $2::timestamptz then 'expired' when ${hasLeft} then 'revoked' end,
           end_note = case when l.ends_at > $2::timestamptz and ${hasLeft}
               then 'The person is no longer active in the directory.'
             when l.status = 'scheduled' and l.ends_at <= $2::timestamptz
               then 'Its time was over before it could begin.' end
         where l.unit_key = $1 and l.status in ('scheduled', 'activating', 'active')
           and (${isOver} or (l.status = 'scheduled' and l.starts_at <= $2::timestamptz))
         returning ${leaseColumns}`,
        [unitKey, now],
      );
      await wakeAll(changed);
      return changed;
    },
    async end(id, end, now) {
      const ended = await many(`update lease l set ${ending} where l.id = $5 and ${open} returning ${leaseColumns}`, [
        now,
        end.reason,
        end.by,
        end.note,
        id,
      ]);
      await wakeAll(ended);
      return ended[0] as Lease;
    },
    async endAllOf(right, end, now) {
      const [kind, targetId, psId, principalId] = rightValues(right);
      const ended = await many(
        `update lease l set ${ending}
         where l.kind = $5 and l.target_id = $6 and l.ps_id is not distinct from $7::int and l.identity_id = $8 and ${open}
         returning ${leaseColumns}`,
        [now, end.reason, end.by, end.note, kind, targetId, psId, principalId],
      );
      await wakeAll(ended);
      return ended;
    },
    openOf: (right) => openLeases(executeSql, right, 'for update'),
    async activate(ids, now) {
      await executeSql(
        `update lease set status = 'active', activated_at = $2, failure = null, version = version + 1
         where id = any($1) and status = 'activating'`,
        [ids, now],
      );
    },
    async finish(ids, note, now) {
      await executeSql(
        `update lease set status = 'ended', ended_at = $3, failure = null, version = version + 1,
           end_note = case when $2::text is null then end_note else concat_ws(' ', end_note, $2) end,
           end_reason = case when activated_at is null and end_reason = 'expired' then 'failed' else end_reason end
         where id = any($1) and status = 'ending'`,
        [ids, note, now],
      );
    },
    async fail(ids, failure, now) {
      await executeSql(
        `update lease set status = 'failed', failure = $2, end_reason = 'failed', ended_at = $3, version = version + 1
         where id = any($1) and status = 'activating'`,
        [ids, JSON.stringify(failure), now],
      );
    },
    async setFailure(ids, failure) {
      await executeSql(
        `update lease set failure = $2, version = version + 1
         where id = any($1) and failure is distinct from $2::jsonb`,
        [ids, failure && JSON.stringify(failure)],
      );
    },
  };
};
