import type { Campaign } from '../../../../core/reviews/model/campaign.ts';
import type { ExecuteSql } from '../../database.ts';

const columns = `id, name, description, owner_id as "ownerId", status, scope, reviewer_rule as "reviewerRule",
  fallback_reviewer_id as "fallbackReviewerId", silence, due_at as "dueAt", seq, completeness,
  stale_reason as "staleReason", stale_signed_by as "staleSignedBy", started_at as "startedAt", closed_at as "closedAt",
  closed_by as "closedBy", signed_off_at as "signedOffAt", signed_off_by as "signedOffBy",
  sign_off_note as "signOffNote"`;

export const lockCampaign = async (executeSql: ExecuteSql, id: string): Promise<Campaign | null> => {
  const { rows } = await executeSql(`select ${columns} from campaign where id = $1 for update`, [id]);
  return (rows[0] as Campaign | undefined) ?? null;
};

export const addCampaign = async (
  executeSql: ExecuteSql,
  campaign: Campaign,
  createdBy: string,
  now: string,
): Promise<void> => {
  await executeSql(
    `insert into campaign (id, name, description, owner_id, scope, reviewer_rule, fallback_reviewer_id, silence, due_at,
       created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      campaign.id,
      campaign.name,
      campaign.description,
      campaign.ownerId,
      JSON.stringify(campaign.scope),
      campaign.reviewerRule,
      campaign.fallbackReviewerId,
      campaign.silence,
      campaign.dueAt,
      createdBy,
      now,
    ],
  );
};

export const saveCampaign = async (executeSql: ExecuteSql, campaign: Campaign): Promise<void> => {
  await executeSql(
    `update campaign set status = $2, seq = $3, completeness = $4, stale_reason = $5, stale_signed_by = $6,
       started_at = $7, closed_at = $8, closed_by = $9, signed_off_at = $10, signed_off_by = $11, sign_off_note = $12,
       version = version + 1
     where id = $1`,
    [
      campaign.id,
      campaign.status,
      campaign.seq,
      campaign.completeness && JSON.stringify(campaign.completeness),
      campaign.staleReason,
      campaign.staleSignedBy,
      campaign.startedAt,
      campaign.closedAt,
      campaign.closedBy,
      campaign.signedOffAt,
      campaign.signedOffBy,
      campaign.signOffNote,
    ],
  );
};
