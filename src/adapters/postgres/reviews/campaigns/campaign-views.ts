import { canManageCampaign } from '../../../../core/reviews/model/campaign.ts';
import type { CampaignView, ProgressView, ReviewViews } from '../../../../core/reviews/views.ts';
import { seesEverything, type Viewer } from '../../../../core/security/model/viewer.ts';
import type { PersonId } from '../../../../core/shared/ids.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database, ExecuteSql } from '../../database.ts';
import { progressSql } from './progress-sql.ts';

const person = (id: string): string =>
  `(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${id})`;

const campaignSql = `select c.id, c.name, c.description, ${person('c.owner_id')} as owner, c.status, c.scope,
    c.reviewer_rule as "reviewerRule", ${person('c.fallback_reviewer_id')} as "fallbackReviewer", c.silence,
    c.due_at as "dueAt", (select published_at from sync_run r where r.seq = c.seq) as "asOf", c.started_at as "startedAt",
    c.closed_at as "closedAt", c.signed_off_at as "signedOffAt", ${person('c.signed_off_by')} as "signedOffBy",
    c.stale_reason as "staleReason", c.version, c.created_at as "createdAt", counts.row as counts
  from campaign c left join lateral (
    select json_build_object('items', count(*), 'decided', count(*) filter (where decision is not null),
      'submitted', count(*) filter (where submitted_at is not null),
      'certified', count(*) filter (where decision = 'certify'), 'revoked', count(*) filter (where decision = 'revoke'),
      'bySilence', count(*) filter (where is_by_silence),
      'remediationPending', count(*) filter (where remediation in ('pending', 'task', 'done')),
      'remediationVerified', count(*) filter (where remediation = 'verified'),
      'reopened', count(*) filter (where remediation = 'reopened')) as row
    from review_item i where i.campaign_id = c.id) counts on true`;

/** SQL condition: campaign `c` is one that the viewer may see (the same rule as canSeeCampaign in core). */
export const isVisibleCampaign = (viewer: Viewer, values: unknown[]): string => {
  if (seesEverything(viewer)) return 'true';
  if (!viewer.roles.includes('campaign-administrator')) return 'false';
  return `c.owner_id = $${values.push(viewer.personId)}`;
};

type Row = Omit<CampaignView, 'canManage'> & { createdAt: string };
const viewOf = (viewer: Viewer, { createdAt: _, ...row }: Row): CampaignView => ({
  ...row,
  canManage: canManageCampaign(viewer, { ownerId: row.owner.id as PersonId }),
});

const notFound = () =>
  new Refusal('not-found', 'campaign-not-found', 'There is no such campaign, or you may not see it.');

/** Refuses `campaign-not-found` for what the viewer may not see. */
export const requireVisibleCampaign = async (executeSql: ExecuteSql, viewer: Viewer, id: string): Promise<void> => {
  const values: unknown[] = [id];
  const { rows } = await executeSql(
    `select from campaign c where c.id = $1 and ${isVisibleCampaign(viewer, values)}`,
    values,
  );
  if (rows.length === 0) throw notFound();
};

export const campaignViews = ({ pool }: Database): Pick<ReviewViews, 'campaigns' | 'campaign' | 'progress'> => ({
  async campaigns(viewer, { limit, cursor }) {
    const values: unknown[] = [];
    const visible = isVisibleCampaign(viewer, values);
    const counted = await pool.query(`select count(*)::int as total from campaign c where ${visible}`, values);
    const [createdAt, id] = decodeCursor(cursor, ['instant', 'string']) ?? [null, null];
    const at = values.push(createdAt, id, limit + 1);
    const { rows } = await pool.query<Row>(
      `${campaignSql} where ${visible}
         and ($${at - 2}::timestamptz is null or (c.created_at, c.id) < ($${at - 2}::timestamptz, $${at - 1}::text))
       order by c.created_at desc, c.id desc limit $${at}`,
      values,
    );
    const page = cutPage(
      rows,
      limit,
      (row) => viewOf(viewer, row),
      (row) => [row.createdAt, row.id],
    );
    return { ...page, total: counted.rows[0].total };
  },
  async campaign(viewer, id) {
    const values: unknown[] = [id];
    const { rows } = await pool.query<Row>(
      `${campaignSql} where c.id = $1 and ${isVisibleCampaign(viewer, values)}`,
      values,
    );
    if (!rows[0]) throw notFound();
    return viewOf(viewer, rows[0]);
  },
  async progress(viewer, id) {
    await requireVisibleCampaign(pool.query.bind(pool) as ExecuteSql, viewer, id);
    const { rows } = await pool.query<ProgressView & { reviewer: { id: string; name: string } }>(
      `${progressSql} order by p.name, p.id`,
      [id],
    );
    return rows.map(({ reviewer, ...counts }) => ({ ...counts, reviewer: { id: reviewer.id, name: reviewer.name } }));
  },
});
