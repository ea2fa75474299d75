import type { ReviewItem } from '../../../../core/reviews/model/review-item.ts';
import type { NewReviewEvent, ReviewItemStore, RevokedRight } from '../../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { decideBySilenceSql, escalateSql, revokedRightsSql, submitSql } from './review-item-sql.ts';

/** Review items inside one transaction. */
export const reviewItemStore = (executeSql: ExecuteSql): ReviewItemStore => ({
  lock: (id) => lockItem(executeSql, id),
  async setDraft(id, decision, now) {
    await executeSql(
      `update review_item set decision = $2, reason = $3, decided_by = $4, decided_at = $5, submitted_at = null
       where id = $1`,
      [id, decision?.decision ?? null, decision?.reason ?? null, decision?.by ?? null, decision && now],
    );
  },
  async reassign(id, reviewerId) {
    await executeSql(
      `update review_item set reviewer_id = $2, reviewer_via = 'reassigned', decision = null, reason = null,
         decided_by = null, decided_at = null where id = $1`,
      [id, reviewerId],
    );
  },
  async submit(campaignId, reviewerId, now) {
    const submitted = await countOf(executeSql, submitSql, [campaignId, reviewerId, now]);
    const left = await countOf(
      executeSql,
      'select count(*)::int as count from review_item where campaign_id = $1 and reviewer_id = $2 and submitted_at is null',
      [campaignId, reviewerId],
    );
    return { submitted, left };
  },
  async isReviewer(campaignId, personId) {
    const { rows } = await executeSql(
      'select exists (select from review_item where campaign_id = $1 and reviewer_id = $2) as is',
      [campaignId, personId],
    );
    return rows[0].is;
  },
  openCount: (campaignId) =>
    countOf(
      executeSql,
      'select count(*)::int as count from review_item where campaign_id = $1 and submitted_at is null',
      [campaignId],
    ),
  decideBySilence: (campaignId, decision, reason, now) =>
    countOf(executeSql, decideBySilenceSql, [campaignId, decision, reason, now]),
  escalate: (campaign, now) =>
    countOf(executeSql, escalateSql, [campaign.id, campaign.ownerId, campaign.fallbackReviewerId, now]),
  async revokedRights(campaignId, now) {
    const { rows } = await executeSql(revokedRightsSql, [campaignId, now]);
    return rows.map(revokedRight);
  },
  async setRemediation(itemIds, remediation, revocationId) {
    await executeSql('update review_item set remediation = $2, revocation_id = $3 where id = any($1)', [
      itemIds,
      remediation,
      revocationId,
    ]);
  },
  unprovenCount: (campaignId) =>
    countOf(
      executeSql,
      `select count(*)::int as count from review_item where campaign_id = $1 and remediation not in ('none', 'verified')`,
      [campaignId],
    ),
  addEvent: (event) => addEvent(executeSql, event),
});

const countOf = async (executeSql: ExecuteSql, text: string, values: unknown[]): Promise<number> => {
  const { rows } = await executeSql(text, values);
  return rows[0].count;
};

// The campaign first: a close holds it before it takes items, and two that wait for each other would both fail.
async function lockItem(executeSql: ExecuteSql, id: string): Promise<ReviewItem | null> {
  const campaigns = await executeSql(
    `select id, name, status, owner_id as "ownerId", due_at as "dueAt", silence from campaign
     where id = (select campaign_id from review_item where id = $1) for share`,
    [id],
  );
  const { rows } = await executeSql(
    `select id, reviewer_id as "reviewerId", decision, reason, submitted_at as "submittedAt", remediation,
       array_remove(array[person_id, (select l.person_id from identity_link l
         where l.identity_id = review_item.identity_id and l.ended_at is null),
         (select p.id from person p where p.email = review_item.idp_email)], null) as "subjectIds"
     from review_item where id = $1 for update`,
    [id],
  );
  return rows[0] ? { ...rows[0], campaign: campaigns.rows[0] } : null;
}

interface RevokedRow extends Omit<RevokedRight, 'right'> {
  kind: number;
  targetId: number;
  permissionSetId: number | null;
  principalId: number;
  idpGroupId: string | null;
  email: string | null;
}
const revokedRight = ({ itemIds, reason, decidedBy, idpGroupId, email, ...row }: RevokedRow): RevokedRight => ({
  itemIds,
  reason,
  decidedBy,
  right:
    idpGroupId === null || email === null
      ? {
          kind: row.kind === 1 ? 'group-member' : 'permission-set-assignment',
          targetId: row.targetId,
          permissionSetId: row.permissionSetId,
          principalId: row.principalId,
        }
      : { kind: 'federated', idpGroupId, email, roleId: row.targetId, providerId: row.principalId },
});

async function addEvent(executeSql: ExecuteSql, event: NewReviewEvent): Promise<void> {
  await executeSql(
    `insert into review_event (campaign_id, item_id, at, actor_id, event, detail) values ($1, $2, $3, $4, $5, $6)`,
    [event.campaignId, event.itemId ?? null, event.at, event.actorId, event.event, JSON.stringify(event.detail ?? {})],
  );
}
