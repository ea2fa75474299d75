import type { ReviewItemView, ReviewViews } from '../../../../core/reviews/views.ts';
import type { PageRequest } from '../../../../core/shared/page.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database, ExecuteSql } from '../../database.ts';
import { isVisibleCampaign, requireVisibleCampaign } from '../campaigns/campaign-views.ts';
import { remediationState } from '../evidence/evidence-sql.ts';

const person = (id: string): string =>
  `(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${id})`;

/** Facts come as they were frozen; only reviewer, decision and what became of it change. */
const itemSql = `select i.id, i.campaign_id as "campaignId", json_build_object('id', c.id, 'name', c.name,
      'status', c.status, 'dueAt', to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'silence', c.silence, 'asOf', (select to_char(r.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        from sync_run r where r.seq = c.seq)) as campaign,
    i.n, case when i.facts -> 'person' <> 'null' then json_build_object('id', i.facts #>> '{person,id}',
      'name', i.facts #>> '{person,name}') end as person,
    json_build_object('id', i.facts #>> '{identity,id}', 'name', i.facts #>> '{identity,name}',
      'kind', i.facts #>> '{identity,kind}', 'status', i.facts #>> '{identity,status}') as identity,
    i.facts -> 'entitlement' as entitlement, i.facts -> 'path' as path, i.facts ->> 'sentence' as sentence,
    i.facts ->> 'since' as since, i.facts ->> 'leaseUntil' as "leaseUntil", i.facts ->> 'removes' as removes, i.facts -> 'alsoRemoves' as "alsoRemoves",
    i.facts -> 'remains' as remains, case when i.facts ? 'federation' then json_build_object(
      'identityProvider', i.facts #>> '{federation,identityProvider,name}', 'group', i.facts #>> '{federation,group,name}',
      'email', i.facts #>> '{federation,email}') end as federation, ${person('i.reviewer_id')} as reviewer, i.reviewer_via as "reviewerVia",
    i.decision, i.reason, ${person('i.decided_by')} as "decidedBy", i.decided_at as "decidedAt",
    i.submitted_at as "submittedAt", i.is_by_silence as "isBySilence", ${remediationState} as remediation
  from review_item i join campaign c on c.id = i.campaign_id left join revocation v on v.id = i.revocation_id`;

/** An item is open for its reviewer while the campaign is, or when its access came back. */
const isOpen = `(c.status = 'active' or (c.status = 'closed' and (i.remediation = 'reopened' or i.submitted_at is not null)))`;

export const itemViews = ({ pool }: Database): Pick<ReviewViews, 'items' | 'item' | 'myItems'> => {
  const executeSql = pool.query.bind(pool) as ExecuteSql;
  return {
    async items(viewer, campaignId, filter) {
      await requireVisibleCampaign(executeSql, viewer, campaignId);
      const values: unknown[] = [campaignId];
      const where = ['i.campaign_id = $1'];
      if (filter.reviewerId !== undefined) where.push(`i.reviewer_id = $${values.push(filter.reviewerId)}`);
      if (filter.decision === 'none') where.push('i.decision is null');
      else if (filter.decision !== undefined) where.push(`i.decision = $${values.push(filter.decision)}`);
      return pageOf(executeSql, where.join(' and '), values, filter);
    },
    async item(viewer, id) {
      const values: unknown[] = [id, viewer.personId];
      const { rows } = await executeSql(
        `${itemSql} where i.id = $1 and (i.reviewer_id = $2 or ${isVisibleCampaign(viewer, values)})`,
        values,
      );
      if (!rows[0]) throw new Refusal('not-found', 'item-not-found', 'There is no such item, or you may not see it.');
      return rows[0];
    },
    myItems(viewer, filter) {
      const values: unknown[] = [viewer.personId];
      const where = ['i.reviewer_id = $1', isOpen];
      if (filter.campaignId !== undefined) where.push(`i.campaign_id = $${values.push(filter.campaignId)}`);
      if (filter.isSubmitted !== undefined)
        where.push(`(i.submitted_at is not null) = $${values.push(filter.isSubmitted)}`);
      return pageOf(executeSql, where.join(' and '), values, filter);
    },
  };
};

async function pageOf(executeSql: ExecuteSql, where: string, values: unknown[], { limit, cursor }: PageRequest) {
  const counted = await executeSql(
    `select count(*)::int as total from review_item i join campaign c on c.id = i.campaign_id where ${where}`,
    values,
  );
  const [campaignId, n] = decodeCursor(cursor, ['string', 'int']) ?? [null, null];
  const paged = [...values, campaignId, n, limit + 1];
  const at = paged.length;
  const { rows } = await executeSql(
    `${itemSql} where ${where} and ($${at - 2}::text is null or (i.campaign_id, i.n) > ($${at - 2}::text, $${at - 1}::int))
     order by i.campaign_id, i.n limit $${at}`,
    paged,
  );
  const page = cutPage(
    rows as ReviewItemView[],
    limit,
    (row) => row,
    (row) => [row.campaignId, row.n],
  );
  return { ...page, total: counted.rows[0].total as number };
}
