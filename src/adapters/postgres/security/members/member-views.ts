import type { MemberQuery, MemberView, MemberViews } from '../../../../core/security/members/ports.ts';
import { type Role, roles } from '../../../../core/security/model/roles.ts';
import { may } from '../../../../core/security/model/viewer.ts';
import type { Page } from '../../../../core/shared/page.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';
import { likePattern } from '../../views/moment.ts';

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `p.id, p.name, p.email, p.title, p.status, p.source, array(
    select json_build_object('role', g.role, 'grantedAt', ${instant('g.granted_at')},
      'isFromClaim', g.is_from_claim,
      'grantedBy', case when b.id is not null then json_build_object('id', b.id, 'name', b.name) end)
    from role_grant g left join person b on b.id = g.granted_by where g.person_id = p.id
    order by array_position($1::text[], g.role)) as roles,
  (select e.at from audit_entry e where e.object_kind = 'person' and e.object_id = p.id and e.action = 'session.opened'
   order by e.id desc limit 1) as "lastSignedInAt",
  (select count(*) from connector_owner o join connector c on c.id = o.connector_id and c.deleted_at is null
   where o.person_id = p.id) as "ownedConnectorCount"`;

/** The filters of a list as SQL over `person p`; `bind` takes a value and gives its place. */
const conditionOf = ({ q, role }: MemberQuery, bind: (value: unknown) => string): string => {
  const all = ['true'];
  if (q?.trim()) {
    const pattern = bind(likePattern(q.trim()));
    all.push(`(p.name ilike ${pattern} or p.email ilike ${pattern})`);
  }
  if (role)
    all.push(`exists (select from role_grant g where g.person_id = p.id
      ${role === 'any' ? '' : `and g.role = ${bind(role)}`})`);
  return all.join(' and ');
};

/** Who may do what; nothing of it for who may not read members (SEC-2). */
export const memberViews = ({ pool }: Database): MemberViews => ({
  async list(viewer, query): Promise<Page<MemberView>> {
    if (!may(viewer, 'members.read')) return { items: [], nextCursor: null, total: 0 };
    const counted: unknown[] = [];
    const { rows: totals } = await pool.query<{ total: number }>(
      `select count(*) as total from person p where ${conditionOf(query, (value) => `$${counted.push(value)}`)}`,
      counted,
    );
    const values: unknown[] = [roles];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const condition = conditionOf(query, bind);
    const after = decodeCursor(query.cursor, ['string', 'string']);
    const beyond = after ? `and (p.name, p.id) > (${bind(after[0])}, ${bind(after[1])})` : '';
    const { rows } = await pool.query<MemberView>(
      `select ${columns} from person p where ${condition} ${beyond} order by p.name, p.id limit ${bind(query.limit + 1)}`,
      values,
    );
    const page = cutPage(
      rows,
      query.limit,
      (row) => row,
      (row) => [row.name, row.id],
    );
    return { ...page, total: totals[0]?.total ?? 0 };
  },
  async get(viewer, id) {
    if (!may(viewer, 'members.read')) return null;
    const { rows } = await pool.query<MemberView>(`select ${columns} from person p where p.id = $2`, [roles, id]);
    return rows[0] ?? null;
  },
  async holders(viewer) {
    const none = Object.fromEntries(roles.map((role) => [role, 0])) as Record<Role, number>;
    if (!may(viewer, 'members.read')) return none;
    const { rows } = await pool.query<{ role: Role; count: number }>(
      `select g.role, count(*) as count from role_grant g join person p on p.id = g.person_id
       where p.status = 'active' group by g.role`,
    );
    return { ...none, ...Object.fromEntries(rows.map(({ role, count }) => [role, count])) };
  },
});
