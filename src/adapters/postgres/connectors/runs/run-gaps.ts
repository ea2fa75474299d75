import { gapSentence } from '../../../../core/connectors/model/gap-sentence.ts';
import { gapHides, gapMend } from '../../../../core/connectors/model/runs/gap-words.ts';
import type { RunGapView, RunViews } from '../../../../core/connectors/views.ts';
import { type EntityKind, entityKinds } from '../../../../core/inventory/model/kinds.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';

interface GapRow extends Pick<RunGapView, 'scopeKind' | 'reason' | 'action' | 'message' | 'since'> {
  aKind: number;
  aId: number | null;
  aNative: string;
  bNative: string;
  a: string;
  b: string | null;
}

/** Both ways give: kind, a_kind, a_native, b_kind, b_native, reason, action, message, since. */
const sources = {
  // A publication's gaps are the intervals that it lies in: every full run says anew what it could not read.
  published: `select s.kind, a.kind as a_kind, a.native_id as a_native, b.kind as b_kind, b.native_id as b_native, g.reason,
      g.action, g.message, g.failed_at as since
    from run join scope s on s.connector_id = run.connector_id
    join scope_gap g on g.scope_id = s.id and g.from_seq <= run.seq and (g.to_seq is null or g.to_seq > run.seq)
      and g.implied_by is null
    join entity a on a.id = s.a_id left join entity b on b.id = s.b_id`,
  staged: `select s.kind, s.a_kind, s.a_native, s.b_kind, s.b_native, (array_agg(s.reason order by s.staged_at desc))[1] as reason,
      (array_agg(s.action order by s.staged_at desc))[1] as action,
      (array_agg(s.message order by s.staged_at desc))[1] as message, min(s.staged_at) as since
    from run join stage_scope s on s.run_id = run.id group by s.kind, s.a_kind, s.a_native, s.b_kind, s.b_native
    having not bool_or(s.is_complete)`,
};
const key = `kind, a_native, coalesce(b_native, '')`;
/** As it was last published; of a first run as it is staged; by AWS's own id where nothing is known but that. */
const nameIn = (kind: string, native: string, id: string) => `coalesce(
  (select v.name from entity_version v where v.entity_id = ${id} order by v.from_seq desc limit 1),
  (select n.name from staged_name n where n.kind = ${kind} and n.native_id = ${native}), ${native})`;

/** What one run could not read, a page at a time. */
export const readRunGaps = async (
  pool: Database['pool'],
  ...[connectorId, runId, page]: Parameters<RunViews['runGaps']>
): ReturnType<RunViews['runGaps']> => {
  const found = await pool.query<{ status: string; seq: number | null }>(
    'select status, seq from sync_run where id = $1 and connector_id = $2',
    [runId, connectorId],
  );
  const run = found.rows[0];
  if (!run) return null;
  const source = run.seq === null ? sources.staged : sources.published;
  const ctes = `with run as (select id, connector_id, seq from sync_run where id = $1), failed as (${source})`;
  const counted = await pool.query<{ total: number }>(`${ctes} select count(*) as total from failed`, [runId]);
  const after = decodeCursor(page.cursor, ['string', 'string', 'string']) ?? ['', '', ''];
  const { rows } = await pool.query<GapRow>(
    `${ctes}, page as materialized (select * from failed where (${key}) > ($2, $3, $4) order by ${key} limit $5),
     staged_name as materialized (select distinct on (kind, native_id) kind, native_id, name from stage_entity
       where run_id = $1 and (kind, native_id) in (select a_kind, a_native from page union select b_kind, b_native from page)
       order by kind, native_id, is_mention)
     select page.kind as "scopeKind", reason, action, message, since, a_kind as "aKind", a.id as "aId", a_native as "aNative",
       coalesce(b_native, '') as "bNative", ${nameIn('a_kind', 'a_native', 'a.id')} as a,
       ${nameIn('b_kind', 'b_native', 'b.id')} as b
     from page left join entity a on a.kind = a_kind and a.native_id = a_native
     left join entity b on b.kind = b_kind and b.native_id = b_native order by ${key.replace('kind', 'page.kind')}`,
    [runId, ...after, page.limit + 1],
  );
  const cut = cutPage(rows, page.limit, gapView, (row) => [row.scopeKind, row.aNative, row.bNative]);
  return { ...cut, total: counted.rows[0]?.total ?? 0 };
};

const gapView = ({ aKind, aId, aNative, bNative: _, a, b, ...gap }: GapRow): RunGapView => ({
  what: gapSentence(gap.scopeKind, a, b),
  ...gap,
  hides: gapHides(gap),
  mend: gapMend(gap),
  about: aboutOf(aKind, aId, aNative, a),
});

type About = NonNullable<RunGapView['about']>;
const pages: Partial<Record<EntityKind, About['kind']>> = {
  'aws-account': 'aws-account',
  'identity-center-user': 'identity',
  'iam-user': 'identity',
  'identity-center-group': 'group',
  'iam-group': 'group',
  'permission-set': 'permission-set',
  'iam-role': 'role',
};
const pageOfKind = new Map(
  Object.entries(entityKinds).map(([kind, number]) => [number as number, pages[kind as EntityKind]]),
);

/** An AWS account's page goes by its number; what no publication knows yet has no page. */
const aboutOf = (kind: number, id: number | null, nativeId: string, name: string): About | null => {
  const page = pageOfKind.get(kind);
  return page && id !== null ? { kind: page, id: page === 'aws-account' ? nativeId : `ent_${id}`, name } : null;
};
