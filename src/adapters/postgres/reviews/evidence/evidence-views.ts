import type { EvidencePackView, ReviewViews } from '../../../../core/reviews/views.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import type { Database, ExecuteSql } from '../../database.ts';
import { publicKeys } from '../../security/signing-key-store.ts';
import { isVisibleCampaign, requireVisibleCampaign } from '../campaigns/campaign-views.ts';

const fileNameOf = (pack: { id: string; campaignId: string }): string => `${pack.campaignId}-${pack.id}.zip`;

export const evidenceViews = ({
  pool,
}: Database): Pick<ReviewViews, 'evidencePacks' | 'evidenceContent' | 'publicKeys'> => ({
  async evidencePacks(viewer, campaignId) {
    await requireVisibleCampaign(pool.query.bind(pool) as ExecuteSql, viewer, campaignId);
    const { rows } = await pool.query<Omit<EvidencePackView, 'fileName'>>(
      `select e.id, e.campaign_id as "campaignId", e.created_at as "createdAt",
         json_build_object('id', p.id, 'name', p.name) as "createdBy", e.key_id as "keyId", e.sha256,
         length(e.content)::int as bytes
       from evidence_pack e join person p on p.id = e.created_by where e.campaign_id = $1
       order by e.created_at desc, e.id`,
      [campaignId],
    );
    return rows.map((row) => ({ ...row, fileName: fileNameOf(row) }));
  },
  async evidenceContent(viewer, id) {
    const values: unknown[] = [id];
    const { rows } = await pool.query(
      `select e.id, e.campaign_id as "campaignId", e.content from evidence_pack e join campaign c on c.id = e.campaign_id
       where e.id = $1 and ${isVisibleCampaign(viewer, values)}`,
      values,
    );
    if (!rows[0])
      throw new Refusal('not-found', 'evidence-not-found', 'There is no such evidence pack, or you may not see it.');
    return { fileName: fileNameOf(rows[0]), content: rows[0].content };
  },
  publicKeys: () => publicKeys(pool.query.bind(pool) as ExecuteSql),
});
