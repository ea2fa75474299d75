import type { RequestStore } from '../../../../core/access/requests/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { toldLately } from '../../notifications/told-lately.ts';
import { canDecide } from './may-decide.ts';
import { entitlementJson } from './request-sql.ts';

/** A step opens with the request, or with the last decision on the steps before it. */
const opened = `select coalesce((select max(d.at) from approval_decision d
  where d.request_id = r.id and d.step < s.step), r.created_at) as at`;

const whoIsToRemind = `select distinct who.id from approval_candidate seat
  left join delegation h on h.person_id = seat.person_id and h.ended_at is null
    and h.from_at <= $1::timestamptz and $1::timestamptz < h.until_at
  join person who on who.id in (seat.person_id, h.delegate_id) and who.status = 'active'
  where seat.request_id = r.id and seat.step = s.step and ${canDecide('who.id')}
    and not exists (select from notification n where n.person_id = who.id
      and n.dedupe_key = 'approval-reminder ' || r.id || ' ' || s.step)
    and not ${toldLately('who.id', `'access-request'`, 'r.id')}`;

/** As RequestStore.toRemind promises. Requests that somebody is deciding at this moment are left to the next sweep. */
const toRemindSql = `
  select r.id, r.number, s.step, ${entitlementJson('r')} ->> 'name' as name, requester.name as "requesterName",
    r.expires_at as "expiresAt", array(${whoIsToRemind} order by who.id) as "personIds"
  from access_request r join person requester on requester.id = r.requester_id
  join approval_step s on s.request_id = r.id and s.status = 'open' cross join lateral (${opened}) opened
  where r.status = 'pending' and r.expires_at > $1::timestamptz
    and opened.at + (r.expires_at - opened.at) / 2 <= $1::timestamptz and exists (${whoIsToRemind})
  order by r.expires_at, r.id limit $2 for no key update of r skip locked`;

export const toRemind = async (
  executeSql: ExecuteSql,
  ...[now, limit]: Parameters<RequestStore['toRemind']>
): ReturnType<RequestStore['toRemind']> => (await executeSql(toRemindSql, [now, limit])).rows;
