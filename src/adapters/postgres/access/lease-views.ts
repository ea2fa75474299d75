import type { LeaseView, LeaseViews } from '../../../core/access/lease-views.ts';
import { howToUse } from '../../../core/access/model/how-to-use.ts';
import { isOpen, sessionsMayLastUntil } from '../../../core/access/model/lease.ts';
import { seesEverything, type Viewer } from '../../../core/security/model/viewer.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { type Bind, entitlementJson } from './requests/request-sql.ts';

type Made = 'sessionsMayLastUntil' | 'portalUrl' | 'cliProfile' | 'canGiveBack' | 'canExtend' | 'canRevoke';
interface Row extends Omit<LeaseView, Made> {
  sessionDuration: string | null;
  permissionSet: string | null;
  isIdentityCenter: boolean;
  identityStoreId: string | null;
  partition: string | null;
  region: string | null;
  isOwner: boolean;
}
const link = (alias: string) => `json_build_object('id', ${alias}.id, 'name', ${alias}.name)`;
const ofSet = (what: string) =>
  `(select ${what} from entity_version v where v.entity_id = l.ps_id order by v.from_seq desc limit 1)`;

/** SQL condition: `me` owns connector `c` or its application; the same people as OwnerStore.ownersOf. */
export const isOwner = (me: string): string => `(
  exists (select from connector_owner o where o.connector_id = c.id and o.person_id = ${me})
  or exists (select from application_owner o where o.application_id = c.application_id and o.person_id = ${me})
  or (c.created_by = ${me} and not exists (select from connector_owner o where o.connector_id = c.id)))`;

const columns = (me: string) => `
  l.id, l.request_id as "requestId", made.number as "requestNumber", ${link('p')} as person,
  ${entitlementJson('l')} as entitlement, l.status, l.starts_at as "startsAt", l.ends_at as "endsAt",
  l.activated_at as "activatedAt", l.ended_at as "endedAt", l.end_reason as "endReason",
  case when b.id is not null then ${link('b')} end as "endedBy",
  case when l.failure is not null then json_build_object('code', l.failure -> 'code', 'message',
    l.failure -> 'message', 'awsError', l.failure -> 'awsError', 'since', l.failure -> 'since') end as failure,
  (select t.id from manual_task t where t.lease_id = l.id and t.status = 'open'
    order by t.created_at desc limit 1) as "manualTaskId",
  ${ofSet('v.name')} as "permissionSet", ${ofSet(`v.attrs ->> 'sessionDuration'`)} as "sessionDuration",
  (select e.kind in (4, 5) from entity e where e.id = l.identity_id) as "isIdentityCenter",
  c.identity_store_id as "identityStoreId", c.aws_partition as partition, c.identity_center_region as region,
  ${isOwner(me)} as "isOwner"`;
const tables = `lease l join access_request made on made.id = l.request_id join connector c on c.id = l.connector_id
  join person p on p.id = l.person_id left join person b on b.id = l.ended_by`;

/** SQL condition: the viewer may see lease `l` of connector `c` (SEC-2; the rule is written at LeaseViews). */
const isVisible = (viewer: Viewer, bind: Bind): string => {
  if (seesEverything(viewer)) return 'true';
  const me = bind(viewer.personId);
  return `(l.person_id in (with recursive mine (id) as (select ${me}::text
      union select p.id from mine join person p on p.manager_id = mine.id) select id from mine)
    or ${isOwner(me)})`;
};

/** Leases that meet a condition, as this viewer sees them. `of`: one more column, for who looks them up by it. */
export async function selectLeases(
  { pool }: Database,
  viewer: Viewer,
  query: { where: (bind: Bind) => string; from?: string; of?: string; order?: string; limit?: number },
): Promise<(LeaseView & { of?: string })[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const me = `${bind(viewer.personId)}::text`;
  const { rows } = await pool.query<Row & { of?: string }>(
    `select ${columns(me)} ${query.of ? `, ${query.of} as of` : ''} from ${tables} ${query.from ?? ''}
     where ${query.where(bind)} order by ${query.order ?? 'l.id'} limit ${bind(query.limit ?? 1000)}`,
    values,
  );
  return rows.map((row) => viewOf(row, viewer));
}

export const leaseViews = (database: Database): LeaseViews => ({
  async list(viewer, { isMine, status, isOpen: open, ...page }) {
    const filter = (bind: Bind): string =>
      [
        isVisible(viewer, bind),
        ...(isMine === undefined ? [] : [`(l.person_id = ${bind(viewer.personId)}) = ${isMine}`]),
        ...(status ? [`l.status = ${bind(status)}`] : []),
        ...(open === undefined ? [] : [`(l.status not in ('ended', 'failed')) = ${open}`]),
      ].join(' and ');
    const after = decodeCursor(page.cursor, ['instant', 'string']);
    const beyond = (bind: Bind) =>
      after ? ` and (l.created_at, l.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])})` : '';
    const rows = await selectLeases(database, viewer, {
      where: (bind) => filter(bind) + beyond(bind),
      // The cursor's instant to the microsecond: two leases of one request have the same millisecond.
      of: `to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      order: 'l.created_at desc, l.id desc',
      limit: page.limit + 1,
    });
    const countValues: unknown[] = [];
    const counted = await database.pool.query<{ total: number }>(
      `select count(*) as total from lease l join connector c on c.id = l.connector_id
       where ${filter((value) => `$${countValues.push(value)}`)}`,
      countValues,
    );
    const { items, nextCursor } = cutPage(
      rows,
      page.limit,
      ({ of: _, ...lease }): LeaseView => lease,
      ({ of, id }) => [of ?? '', id],
    );
    return { items, nextCursor, total: counted.rows[0]?.total ?? 0 };
  },
  async get(viewer, id) {
    const where = (bind: Bind) => `${isVisible(viewer, bind)} and l.id = ${bind(id)}`;
    return (await selectLeases(database, viewer, { where }))[0] ?? null;
  },
});

function viewOf(row: Row & { of?: string }, viewer: Viewer): LeaseView & { of?: string } {
  const { sessionDuration, permissionSet, isIdentityCenter, identityStoreId, partition, region, isOwner, ...lease } =
    row;
  const { awsAccount } = lease.entitlement;
  const isTheirs = lease.person.id === viewer.personId;
  const canEnd = isOpen(lease);
  const use =
    lease.status === 'active' && isIdentityCenter
      ? howToUse({
          partition,
          region,
          identityStoreId,
          assignment:
            permissionSet && awsAccount
              ? { awsAccountId: awsAccount.awsAccountId, awsAccountName: awsAccount.name, permissionSet }
              : null,
        })
      : { portalUrl: null, cliProfile: null };
  return {
    ...lease,
    ...use,
    sessionsMayLastUntil: sessionsMayLastUntil(lease.endsAt, sessionDuration),
    canGiveBack: canEnd && isTheirs,
    canExtend: canEnd && isTheirs,
    canRevoke: canEnd && (isOwner || viewer.roles.includes('super-administrator')),
  };
}
