import { administersRequests } from '../../../../core/access/delegations/name-delegate.ts';
import type { DelegationView, DelegationViews } from '../../../../core/access/delegations/ports.ts';
import { seesEverything, type Viewer } from '../../../../core/security/model/viewer.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';
import { likePattern } from '../../views/moment.ts';
import type { Bind } from '../requests/request-sql.ts';

const link = (alias: string) => `json_build_object('id', ${alias}.id, 'name', ${alias}.name)`;
const status = `case when product_now() >= d.until_at or d.ended_at is not null then 'over'
  when product_now() >= d.from_at then 'in-force' else 'upcoming' end`;
const columns = `d.id, ${link('p')} as person, ${link('n')} as delegate, d.from_at as "from", d.until_at as "until",
  nullif(d.note, '') as note, ${status} as status, d.created_at as "createdAt", ${link('made')} as "createdBy",
  d.ended_at as "endedAt", case when ender.id is not null then ${link('ender')} end as "endedBy"`;
const tables = `delegation d join person p on p.id = d.person_id join person n on n.id = d.delegate_id
  join person made on made.id = d.created_by left join person ender on ender.id = d.ended_by`;

/** SQL condition: delegation `d` is this person's, as who is away or as delegate. */
const isOf = (me: string) => `${me} in (d.person_id, d.delegate_id)`;
const isVisible = (viewer: Viewer, bind: Bind): string =>
  seesEverything(viewer) || administersRequests(viewer) ? 'true' : isOf(bind(viewer.personId));

const withCanEnd = (viewer: Viewer, row: Omit<DelegationView, 'canEnd'>): DelegationView => ({
  ...row,
  canEnd: row.status !== 'over' && (row.person.id === viewer.personId || administersRequests(viewer)),
});

export const delegationViews = ({ pool }: Database): DelegationViews => ({
  async list(viewer, { limit, cursor, isMine, isOpen }) {
    const after = decodeCursor(cursor, ['instant', 'string']);
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const filter = [
      isVisible(viewer, bind),
      ...(isMine === undefined ? [] : [`(${isOf(bind(viewer.personId))}) = ${isMine}`]),
      ...(isOpen === undefined ? [] : [`(${status} <> 'over') = ${isOpen}`]),
    ].join(' and ');
    const counted = await pool.query<{ total: number }>(
      `select count(*) as total from delegation d where ${filter}`,
      values,
    );
    const beyond = after ? ` and (d.from_at, d.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])})` : '';
    const { rows } = await pool.query<Omit<DelegationView, 'canEnd'>>(
      `select ${columns} from ${tables} where ${filter}${beyond} order by d.from_at desc, d.id desc
       limit ${bind(limit + 1)}`,
      values,
    );
    const page = cutPage(
      rows,
      limit,
      (row) => withCanEnd(viewer, row),
      (row) => [row.from, row.id],
    );
    return { ...page, total: counted.rows[0]?.total ?? 0 };
  },
  async get(viewer, id) {
    const values: unknown[] = [id];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const { rows } = await pool.query<Omit<DelegationView, 'canEnd'>>(
      `select ${columns} from ${tables} where d.id = $1 and ${isVisible(viewer, bind)}`,
      values,
    );
    return rows[0] ? withCanEnd(viewer, rows[0]) : null;
  },
  async candidates(viewer, q, limit) {
    const { rows } = await pool.query(
      `select p.id, p.name, p.email from person p
       where p.status = 'active' and p.id <> $1 and (p.name ilike $2 or p.email ilike $2)
       order by p.name, p.id limit $3`,
      [viewer.personId, likePattern(q), limit],
    );
    return rows;
  },
});
