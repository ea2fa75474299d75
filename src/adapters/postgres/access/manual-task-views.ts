import type { ManualTaskView, ManualTaskViews } from '../../../core/access/lease-views.ts';
import { seesEverything, type Viewer } from '../../../core/security/model/viewer.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { isOwner } from './lease-views.ts';
import type { Bind } from './requests/request-sql.ts';

/** As isElsewhere in core/access/model/right.ts says it. */
const isElsewhere = `exists (select from entity g
  join lateral (select parent_id from entity_version where entity_id = g.id order by from_seq desc limit 1) place on true
  join entity a on a.id = place.parent_id
  where g.id = coalesce(l.target_id, v.target_id) and g.kind = 8 and a.native_id is distinct from c.aws_account_id)`;
const columns = `m.id, m.title, m.change, m.instructions, case when v.kind = 3 then 'identity-provider'
    when ${isElsewhere} then 'other-aws-account' else 'provisioning-off' end as reason, m.status, m.created_at as "createdAt",
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as "doneBy",
  m.done_at as "doneAt", case when m.status = 'done' then case when v.kind = 3 then v.verified_at
    else coalesce(v.done_at, case m.change when 'grant' then l.activated_at else l.ended_at end) end end as "verifiedAt"`;
const tables = `manual_task m join connector c on c.id = m.connector_id left join person p on p.id = m.done_by
  left join lease l on l.id = m.lease_id left join revocation v on v.id = m.revocation_id`;

/** A membership in an identity provider's group is for the owners of each connector that it reaches into. */
const isVisible = (viewer: Viewer, bind: Bind): string => {
  if (seesEverything(viewer)) return 'true';
  const owns = isOwner(`${bind(viewer.personId)}::text`);
  return `(${owns} or exists (select from revocation o join connector c on c.id = o.connector_id
    where o.idp_group_id = v.idp_group_id and o.idp_email = v.idp_email and ${owns}))`;
};

export const manualTaskViews = ({ pool }: Database): ManualTaskViews => ({
  async list(viewer, { status, ...page }) {
    const filter = (bind: Bind): string =>
      [isVisible(viewer, bind), ...(status ? [`m.status = ${bind(status)}`] : [])].join(' and ');
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const after = decodeCursor(page.cursor, ['instant', 'string']);
    const beyond = after ? `and (m.created_at, m.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])})` : '';
    const { rows } = await pool.query<ManualTaskView & { key: string }>(
      `select ${columns}, to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
       from ${tables} where ${filter(bind)} ${beyond} order by m.created_at desc, m.id desc limit ${bind(page.limit + 1)}`,
      values,
    );
    const countValues: unknown[] = [];
    const counted = await pool.query<{ total: number }>(
      `select count(*) as total from ${tables} where ${filter((value) => `$${countValues.push(value)}`)}`,
      countValues,
    );
    const { items, nextCursor } = cutPage(
      rows,
      page.limit,
      ({ key: _, ...task }): ManualTaskView => task,
      ({ key, id }) => [key, id],
    );
    return { items, nextCursor, total: counted.rows[0]?.total ?? 0 };
  },
  async get(viewer, id) {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const { rows } = await pool.query<ManualTaskView>(
      `select ${columns} from ${tables} where ${isVisible(viewer, bind)} and m.id = ${bind(id)}`,
      values,
    );
    return rows[0] ?? null;
  },
});
