import type {
  ApprovalView,
  LeasesOfRequests,
  RequestView,
  RequestViews,
} from '../../../../core/access/requests/views.ts';
import type { AccessViews } from '../../../../core/inventory/views/access-views.ts';
import type { Viewer } from '../../../../core/security/model/viewer.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';
import { canDecide } from './may-decide.ts';
import { type Bind, isVisibleRequest, requestColumns, requestTables } from './request-sql.ts';

interface Parts {
  database: Database;
  access: Pick<AccessViews, 'why'>;
  leases: LeasesOfRequests;
}
type Row = Omit<RequestView, 'lease'>;

export const requestViews = (parts: Parts): RequestViews => ({
  async list(viewer, { status, isMine, personId, ...page }) {
    const filter = (bind: Bind): string[] => [
      isVisibleRequest(viewer, bind),
      ...(status ? [`r.status = ${bind(status)}`] : []),
      ...(isMine === undefined ? [] : [mine(bind(viewer.personId), isMine)]),
      ...(personId ? [`r.person_id = ${bind(personId)}`] : []),
    ];
    const after = decodeCursor(page.cursor, ['bigint']);
    const beyond = (bind: Bind) => (after ? [`r.number < ${bind(after[0])}::bigint`] : []);
    const { rows, total } = await select(parts, viewer, { filter, beyond, order: 'r.number desc', limit: page.limit });
    const { items, nextCursor } = cutPage(
      rows,
      page.limit,
      (row) => row,
      ({ number }) => [number],
    );
    return { items: await withLeases(parts, viewer, items), nextCursor, total };
  },
  async get(viewer, id) {
    const filter = (bind: Bind) => [isVisibleRequest(viewer, bind), `r.id = ${bind(id)}`];
    const { rows } = await select(parts, viewer, { filter, beyond: () => [], order: 'r.id', limit: 1 });
    return (await withLeases(parts, viewer, rows))[0] ?? null;
  },
  async approvals(viewer, page) {
    const filter = (bind: Bind) => [canDecide(bind(viewer.personId))];
    const after = decodeCursor(page.cursor, ['instant', 'bigint']);
    const beyond = (bind: Bind) =>
      after ? [`(r.expires_at, r.number) > (${bind(after[0])}::timestamptz, ${bind(after[1])}::bigint)`] : [];
    const order = 'r.expires_at, r.number';
    const { rows, total } = await select(parts, viewer, { filter, beyond, order, limit: page.limit });
    const { items, nextCursor } = cutPage(
      rows,
      page.limit,
      (row) => row,
      ({ expiresAt, number }) => [expiresAt, number],
    );
    const requests = await withLeases(parts, viewer, items);
    const approvals: ApprovalView[] = [];
    for (const request of requests) approvals.push(await withFacts(parts, viewer, request));
    return { items: approvals, nextCursor, total };
  },
  async approval(viewer, id) {
    const filter = (bind: Bind) => [canDecide(bind(viewer.personId)), `r.id = ${bind(id)}`];
    const { rows } = await select(parts, viewer, { filter, beyond: () => [], order: 'r.id', limit: 1 });
    const [request] = await withLeases(parts, viewer, rows);
    return request ? withFacts(parts, viewer, request) : null;
  },
});

const mine = (me: string, isMine: boolean) => `(${me} in (r.requester_id, r.person_id)) = ${isMine}`;

const select = async (
  { database: { pool } }: Parts,
  viewer: Viewer,
  {
    filter,
    beyond,
    order,
    limit,
  }: { filter: (bind: Bind) => string[]; beyond: (bind: Bind) => string[]; order: string; limit: number },
): Promise<{ rows: Row[]; total: number }> => {
  const values: unknown[] = [];
  const bindTo = (list: unknown[]) => (value: unknown) => `$${list.push(value)}`;
  const bind = bindTo(values);
  const mayCancelAll = viewer.roles.some((role) => role === 'super-administrator' || role === 'request-administrator');
  const columns = requestColumns(`${bind(viewer.personId)}::text`, mayCancelAll);
  const where = [...filter(bind), ...beyond(bind)].join(' and ');
  const { rows } = await pool.query<Row>(
    `select ${columns} from ${requestTables} where ${where} order by ${order} limit ${bind(limit + 1)}`,
    values,
  );
  const countValues: unknown[] = [];
  const counted = await pool.query<{ total: number }>(
    `select count(*) as total from access_request r where ${filter(bindTo(countValues)).join(' and ')}`,
    countValues,
  );
  return { rows, total: counted.rows[0]?.total ?? 0 };
};

const withLeases = async ({ leases }: Parts, viewer: Viewer, rows: Row[]): Promise<RequestView[]> => {
  const found = await leases(
    viewer,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, lease: found.get(row.id) ?? null }));
};

/** An approver sees the facts of what they are to decide, whatever else they may see: this person and this target only. */
const withFacts = async ({ database, access }: Parts, viewer: Viewer, request: RequestView): Promise<ApprovalView> => {
  const { ref } = request.entitlement;
  const target = ref.kind === 'group-member' ? ref.groupId : ref.awsAccountId;
  const asked = { person: request.person.id, target };
  const held = await access
    .why({ personId: viewer.personId, roles: ['auditor'] }, asked, { limit: 20 })
    .catch(noneIfGone);
  const { rows } = await database.pool.query(
    `select e.id, e.number, e.status, e.created_at as "createdAt" from access_request e join access_request r
       on e.person_id = r.person_id and e.kind = r.kind and e.target_id = r.target_id
       and e.ps_id is not distinct from r.ps_id and e.number < r.number
     where r.id = $1 order by e.number desc limit 5`,
    [request.id],
  );
  return { request, alreadyHolds: held.items.map(({ sentence, path }) => ({ sentence, path })), earlier: rows };
};

/** What it is about is not in AWS any more, so nobody holds it. */
const noneIfGone = (error: unknown): { items: [] } => {
  if (error instanceof Refusal && error.code === 'not-found') return { items: [] };
  throw error;
};
