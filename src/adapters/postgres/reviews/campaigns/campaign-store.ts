import type { Campaign } from '../../../../core/reviews/model/campaign.ts';
import type { CampaignStore } from '../../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { toldLately } from '../../notifications/told-lately.ts';
import { addCampaign, lockCampaign, saveCampaign } from './campaign-row.ts';
import { readCompleteness } from './completeness.ts';
import { isOurs } from './frozen.ts';
import { populationCtes, populationSettings } from './population.ts';
import { readScopeGaps, scopeValues } from './scope-gaps.ts';

/** Campaigns inside one transaction; reads for screens are in review-views.ts. */
export const campaignStore = (executeSql: ExecuteSql): CampaignStore => ({
  lock: (id) => lockCampaign(executeSql, id),
  add: (campaign, createdBy, now) => addCampaign(executeSql, campaign, createdBy, now),
  save: (campaign) => saveCampaign(executeSql, campaign),
  gaps: (scope, seq) => readScopeGaps(executeSql, scope, seq),
  completeness: (scope, seq) => readCompleteness(executeSql, scope, seq),
  async unknownAwsAccounts({ awsAccountIds }) {
    if (awsAccountIds === 'all') return [];
    const { rows } = await executeSql(
      `select wanted as id from unnest($1::text[]) wanted where not exists (select from entity e
         join entity_version v on v.entity_id = e.id and v.to_seq is null
         where ${isOurs('e', 'v')} and e.native_id = wanted)`,
      [awsAccountIds],
    );
    return rows.map(({ id }) => id);
  },
  async newestSeq() {
    const { rows } = await executeSql('select max(seq) as seq from sync_run');
    return rows[0].seq;
  },
  freeze: (campaign, seq) => freeze(executeSql, campaign, seq),
  async waiting(id) {
    const { rows } = await executeSql(
      `select reviewer_id as "reviewerId", count(*)::int as items from review_item
       where campaign_id = $1 and reviewer_id is not null and submitted_at is null group by reviewer_id order by 1`,
      [id],
    );
    return rows as { reviewerId: Campaign['ownerId']; items: number }[];
  },
  async toRemind(now) {
    return (await executeSql(toRemindSql, [now])).rows;
  },
});

const toRemindSql = `
  select json_build_object('id', c.id, 'name', c.name, 'silence', c.silence,
      'dueAt', to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as campaign,
    i.reviewer_id as "reviewerId", count(*)::int as items
  from campaign c join review_item i on i.campaign_id = c.id and i.reviewer_id is not null and i.submitted_at is null
  where c.status = 'active' and c.due_at > $1::timestamptz and c.due_at - interval '2 days' <= $1::timestamptz
    and not exists (select from notification n where n.person_id = i.reviewer_id
      and n.dedupe_key = 'review-reminder:' || c.id)
    and not ${toldLately('i.reviewer_id', `'campaign'`, 'c.id')}
  group by c.id, i.reviewer_id order by c.id, i.reviewer_id`;

/** The digest is of the facts as PostgreSQL writes them: evidence is refused when they were changed since. */
export const digestOf = (facts: string): string => `encode(sha256(convert_to((${facts})::text, 'UTF8')), 'hex')`;

// However large the scope, one statement: a campaign is frozen whole or not at all (REV-2).
const freezeSql = `with ${populationCtes('with facts')}
  insert into review_item (id, campaign_id, n, person_id, identity_id, kind, target_id, ps_id, held_kind,
    held_target_id, held_ps_id, idp_group_id, idp_email, facts, reviewer_id, reviewer_via)
  select 'itm_' || substr(encode(sha256(convert_to($6 || ':' || n, 'UTF8')), 'hex'), 1, 24), $6, n, person_id,
    identity_id, kind, target_id, ps_id, held_kind, held_target_id, held_ps_id, idp_group_id, idp_email,
    facts || jsonb_build_object('digest', ${digestOf('facts')}), reviewer_id, coalesce(via, 'unassigned')
  from population`;

async function freeze(executeSql: ExecuteSql, campaign: Campaign, seq: number): Promise<number> {
  await executeSql(`set local statement_timeout = '5min'; ${populationSettings}`);
  const values = [seq, ...scopeValues(campaign.scope), campaign.reviewerRule, campaign.fallbackReviewerId, campaign.id];
  await executeSql(freezeSql, values);
  await executeSql('reset enable_nestloop; reset work_mem');
  const { rows } = await executeSql('select count(*)::int as items from review_item where campaign_id = $1', [
    campaign.id,
  ]);
  return rows[0].items;
}
