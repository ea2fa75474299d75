import { UnitLost, type UnitStore } from '../../../core/access/provisioning-ports.ts';
import type { ExecuteSql } from '../database.ts';
import { hasLeft } from './lease-store.ts';

// Claims and pauses are measured in real time: moving the demo's clock must neither free a unit nor keep one.
const real = 'clock_timestamp()';
const after = (ms: string) => `${real} + ${ms}::bigint * interval '1 millisecond'`;

/** Units with something to do: leases whose time has come, revocations, and what was begun. */
const due = (now: string) => `
  select unit_key from lease l where (status = 'scheduled' and starts_at <= ${now})
    or (status = 'active' and ends_at <= ${now}) or status in ('activating', 'ending')
    or (status in ('scheduled', 'active') and ${hasLeft})
  union select unit_key from revocation where status in ('pending', 'task') and unit_key is not null
  union select unit_key from provisioned_right where intent <> 'none'`;

export const rightUnitStore = (executeSql: ExecuteSql): UnitStore => ({
  async claim(unitKey, holder, forMs) {
    await executeSql(
      `insert into provisioning_unit (key, connector_id)
       select $1, connector_id from (select connector_id from lease where unit_key = $1
         union all select connector_id from revocation where unit_key = $1) known limit 1
       on conflict do nothing`,
      [unitKey],
    );
    const { rows } = await executeSql(
      `update provisioning_unit set fence = fence + 1, holder = $2, claimed_until = ${after('$3')}
       where key = (select key from provisioning_unit
         where key = $1 and (claimed_until is null or claimed_until < ${real}) for update skip locked)
       returning fence`,
      [unitKey, holder, forMs],
    );
    return rows[0] ? { unitKey, holder, fence: rows[0].fence } : null;
  },
  async hold({ unitKey, fence }) {
    const { rows } = await executeSql('select from provisioning_unit where key = $1 and fence = $2 for share', [
      unitKey,
      fence,
    ]);
    if (rows.length === 0) throw new UnitLost(`The unit ${unitKey} was taken over.`);
  },
  async renew({ unitKey, fence }, forMs) {
    const { rows } = await executeSql(
      `update provisioning_unit set claimed_until = ${after('$3')} where key = $1 and fence = $2 returning key`,
      [unitKey, fence, forMs],
    );
    return rows.length > 0;
  },
  async release({ unitKey, fence }) {
    await executeSql('update provisioning_unit set holder = null, claimed_until = null where key = $1 and fence = $2', [
      unitKey,
      fence,
    ]);
  },
  async due(now) {
    const { rows } = await executeSql(
      `select d.unit_key as key from (${due('$1::timestamptz')}) d left join provisioning_unit u on u.key = d.unit_key
       where (u.claimed_until is null or u.claimed_until < ${real})
         and (exists (select from lease l where l.unit_key = d.unit_key
             and ((l.status in ('scheduled', 'activating', 'active') and ${hasLeft})
               or (l.status = 'scheduled' and l.starts_at <= $1::timestamptz)
               or (l.status in ('activating', 'active') and l.ends_at <= $1::timestamptz)))
           or exists (${waiting('d.unit_key')} and (w.next_attempt_at is null or w.next_attempt_at <= ${real})))`,
      [now],
    );
    return rows.map((row) => row.key);
  },
  async nextDueInMs(unitKey, now) {
    const { rows } = await executeSql(
      `select extract(epoch from least(
         (select min(case when status = 'scheduled' then starts_at else ends_at end) - $2::timestamptz from lease
           where unit_key = $1 and status in ('scheduled', 'activating', 'active')),
         (select min(coalesce(w.next_attempt_at, ${real})) - ${real} from (${waiting('$1')}) w)))::float8 as seconds`,
      [unitKey, now],
    );
    const seconds = rows[0]?.seconds as number | null;
    return seconds === null ? null : Math.max(0, seconds * 1000);
  },
});

/** What is left to do in a unit, a row each, with its next attempt where the ledger has one. */
const waiting = (unitKey: string) => `
  select w.next_attempt_at from (
    select r.next_attempt_at, r.unit_key from provisioned_right r where r.intent <> 'none'
    union all
    select r.next_attempt_at, l.unit_key from lease l left join provisioned_right r on r.kind = l.kind
        and r.target_id = l.target_id and r.ps_id is not distinct from l.ps_id and r.principal_id = l.identity_id
      where l.status in ('activating', 'ending')
    union all
    select r.next_attempt_at, v.unit_key from revocation v left join provisioned_right r on r.kind = v.kind
        and r.target_id = v.target_id and r.ps_id is not distinct from v.ps_id and r.principal_id = v.principal_id
      where v.status in ('pending', 'task')) w
  where w.unit_key = ${unitKey}`;
