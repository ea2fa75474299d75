import type { EndingLeases } from '../../../core/access/sweep-leases.ts';
import type { Database } from '../database.ts';
import { type LeaseRow, leaseColumns, leaseOf } from './lease-row.ts';

const nameOf = (id: string) => `(select v.name from entity_version v where v.entity_id = ${id}
  order by v.from_seq desc limit 1)`;

/** The times of model/lease.ts endingSoonAt, and the key of provisioning/tell.ts, as SQL. */
export const leaseEndings = ({ pool }: Database): EndingLeases => ({
  async endingSoon(now) {
    const { rows } = await pool.query<LeaseRow & { name: string }>(
      `select ${leaseColumns}, case l.kind when 2 then ${nameOf('l.ps_id')} || ' on ' || ${nameOf('l.target_id')}
         else 'Group ' || ${nameOf('l.target_id')} end as name
       from lease l where l.status = 'active'
         and l.ends_at - least(interval '15 minutes', (l.ends_at - l.starts_at) / 5) <= $1::timestamptz
         and l.ends_at > $1::timestamptz
         and not exists (select from notification n where n.person_id = l.person_id
           and n.dedupe_key = 'ending-soon/' || l.id || '/'
             || to_char(l.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
       limit 200`,
      [now],
    );
    return rows.map(({ name, ...row }) => ({ lease: leaseOf(row), name: name ?? 'Your access' }));
  },
});
