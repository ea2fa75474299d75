import { sessionsMayLastUntil } from '../../../../core/access/model/lease.ts';
import type { LeaseOfRequest, LeasesOfRequests } from '../../../../core/access/requests/views.ts';
import type { Database } from '../../database.ts';
import { entitlementJson } from './request-sql.ts';

type Row = Omit<LeaseOfRequest, 'sessionsMayLastUntil' | 'cliProfile' | 'canGiveBack' | 'canExtend' | 'canRevoke'> & {
  sessionDuration: string | null;
  permissionSet: string | null;
  isOwner: boolean;
};
const link = (alias: string) => `json_build_object('id', ${alias}.id, 'name', ${alias}.name)`;

/** The lease that each of these requests led to; of an extension, the lease that it extends. */
export const leasesOfRequests =
  ({ pool }: Database): LeasesOfRequests =>
  async (viewer, ids) => {
    if (ids.length === 0) return new Map();
    const { rows } = await pool.query<Row & { of: string }>(
      `select r.id as of, l.id, l.request_id as "requestId", made.number as "requestNumber", ${link('p')} as person,
         ${entitlementJson('l')} as entitlement, l.status, l.starts_at as "startsAt", l.ends_at as "endsAt",
         l.activated_at as "activatedAt", l.ended_at as "endedAt", l.end_reason as "endReason",
         case when b.id is not null then ${link('b')} end as "endedBy",
         case when l.failure is not null then json_build_object('code', l.failure -> 'code',
           'message', l.failure -> 'message', 'awsError', l.failure -> 'awsError', 'since', l.failure -> 'since')
           end as failure,
         (select t.id from manual_task t where t.lease_id = l.id and t.status = 'open'
           order by t.created_at desc limit 1) as "manualTaskId",
         case when l.status = 'active' and l.kind = 2 and c.identity_store_id is not null
           then 'https://' || c.identity_store_id || '.awsapps.com/start' end as "portalUrl",
         (select v.name from entity_version v where v.entity_id = l.ps_id order by v.from_seq desc limit 1)
           as "permissionSet",
         (select v.attrs ->> 'sessionDuration' from entity_version v where v.entity_id = l.ps_id
           order by v.from_seq desc limit 1) as "sessionDuration",
         exists (select from connector_owner o where o.connector_id = l.connector_id and o.person_id = $2)
           or exists (select from application_owner o
             where o.application_id = c.application_id and o.person_id = $2) as "isOwner"
       from access_request r join lease l on l.request_id = r.id or l.id = r.extends_lease_id
       join access_request made on made.id = l.request_id join connector c on c.id = l.connector_id
       join person p on p.id = l.person_id left join person b on b.id = l.ended_by
       where r.id = any($1) and r.status = 'approved'`,
      [ids, viewer.personId],
    );
    return new Map(rows.map(({ of, ...row }) => [of, leaseView(row, viewer)]));
  };

const leaseView = (
  { sessionDuration, permissionSet, isOwner, ...lease }: Row,
  { personId, roles }: { personId: string; roles: readonly string[] },
): LeaseOfRequest => {
  const isOpen = lease.status === 'scheduled' || lease.status === 'activating' || lease.status === 'active';
  const isTheirs = lease.person.id === personId;
  const { awsAccount } = lease.entitlement;
  return {
    ...lease,
    sessionsMayLastUntil: sessionsMayLastUntil(lease.endsAt, sessionDuration),
    cliProfile: lease.portalUrl && awsAccount ? `${permissionSet}-${awsAccount.awsAccountId}` : null,
    canGiveBack: isOpen && isTheirs,
    canExtend: isOpen && isTheirs,
    canRevoke: isOpen && (isOwner || roles.includes('super-administrator')),
  };
};
