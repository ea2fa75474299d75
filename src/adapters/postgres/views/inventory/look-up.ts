import { sql } from 'kysely';
import { type EntityKind, entityKinds } from '../../../../core/inventory/model/kinds.ts';
import type { Found, GroupNameView, LookUp, LookUpViews } from '../../../../core/inventory/views/look-up-views.ts';
import { may, requirePermission, type Viewer } from '../../../../core/security/model/viewer.ts';
import type { Database } from '../../database.ts';
import { kindName, likePattern, momentOf, type Sql } from '../moment.ts';
import { isOurs } from './aws-accounts.ts';
import { entityRows } from './entity-rows.ts';

const now = momentOf(undefined);

/** Without the viewer's limits on purpose, so with no more than ids and names (docs/decisions/0011). */
export const lookUpViews = (database: Database): LookUpViews => ({
  lookUpPeople: (viewer, { status, ...query }) => {
    requireLookUp(viewer);
    return read(database, query, people(query, status ? sql`p.status = ${status}` : sql`true`));
  },
  lookUpAwsAccounts: (viewer, query) => {
    requireLookUp(viewer);
    return read(database, query, things(query, ['aws-account'], sql`r.native_id`, awsAccountJson, isOurs));
  },
  lookUpPermissionSets: (viewer, query) => {
    requireLookUp(viewer);
    const json = sql`json_build_object('id', 'ent_' || r.id, 'name', r.name)`;
    return read(database, query, things(query, ['permission-set'], entityId, json));
  },
  lookUpGroups: (viewer, query) => {
    requireLookUp(viewer);
    return read<GroupNameView>(
      database,
      query,
      things(query, ['identity-center-group', 'iam-group'], entityId, groupJson),
    );
  },
  lookUpReviewers: (viewer, query) => {
    const mayAsk = may(viewer, 'directory.look-up') ? sql`true` : hasItemToGive(viewer);
    return read(database, query, people(query, sql`p.status = 'active' and ${mayAsk}`));
  },
});

const requireLookUp = (viewer: Viewer) => requirePermission(viewer, 'directory.look-up');

/** As requireOpen and reassignItem in core/reviews have it. */
const hasItemToGive = ({ personId }: Viewer): Sql => sql`exists (
  select from review_item i join campaign c on c.id = i.campaign_id
  where i.reviewer_id = ${personId} and i.submitted_at is null
    and (c.status = 'active' or (c.status = 'closed' and i.remediation = 'reopened')))`;

/** Rows `(json, name, id, is_exact)` of what the text finds. */
const people = ({ q = '' }: LookUp, where: Sql): Sql => {
  const [text, pattern] = textOf(q);
  return sql`select json_build_object('id', p.id, 'name', p.name, 'email', p.email) as json, p.name, p.id,
      lower(p.name) = ${text} or lower(p.email) = ${text} or p.id = ${text} as is_exact
    from person p
    where ${where} and (p.name ilike ${pattern} or p.email ilike ${pattern} or p.id = ${text})`;
};
const things = ({ q = '' }: LookUp, kinds: EntityKind[], id: Sql, json: Sql, where: Sql = sql`true`): Sql => {
  const [text, pattern] = textOf(q);
  const rows = entityRows(
    now,
    kinds.map((kind) => entityKinds[kind]),
  );
  return sql`select ${json} as json, r.name, ${id} as id, lower(r.name) = ${text} or ${id} = ${text} as is_exact
    from (${rows}) r
    where ${where} and (r.name ilike ${pattern} or r.native_id ilike ${pattern} or ${id} = ${text})`;
};
const textOf = (q: string): [text: string, pattern: string] => [q.trim().toLowerCase(), likePattern(q.trim())];

const entityId = sql`'ent_' || r.id`;
const awsAccountJson = sql`json_build_object('awsAccountId', r.native_id, 'name', r.name)`;
const groupJson = sql`json_build_object('id', 'ent_' || r.id, 'kind', ${kindName(sql`r.kind`)}, 'name', r.name,
  'awsAccount', (select json_build_object('awsAccountId', a.native_id, 'name', coalesce(av.name, a.native_id))
    from entity a left join entity_version av on av.entity_id = a.id and ${now.valid('av')}
    where a.id = r.parent_id and a.kind = 2))`;

const read = async <Item>({ kysely }: Database, { limit }: LookUp, rows: Sql): Promise<Found<Item>> => {
  const result = await sql<Found<Item>>`with hit as materialized (${rows})
    select (select count(*)::int from hit) as total, coalesce((select json_agg(x.json) from (
      select json from hit order by coalesce(is_exact, false) desc, lower(name), id limit ${limit}) x), '[]') as items`.execute(
    kysely,
  );
  return result.rows[0] as Found<Item>;
};
