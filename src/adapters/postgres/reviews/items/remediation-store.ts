import type { RemediationStore, ReopenedItem } from '../../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../../database.ts';

/** Does the held fact of item `i` stand in the newest publication? What could not be read still does (SYN-4). */
const stands = `exists (select from entitlement t
  join grant_fact g on g.entitlement_id = t.id and g.principal_id = i.identity_id and g.to_seq is null
  where t.kind = i.held_kind and t.target_id = i.held_target_id and t.ps_id is not distinct from i.held_ps_id)`;

/** $1 now. Also after the sign-off: proof that comes late is still proof. */
const verifySql = `with newest as (select max(seq) as seq from sync_run),
  gone as (
    update review_item i set remediation = 'verified'
    from campaign c where c.id = i.campaign_id and c.status in ('closed', 'signed-off')
      and i.decision = 'revoke' and i.submitted_at is not null and i.remediation in ('pending', 'task', 'done', 'reopened')
      and not ${stands}
    returning i.id, i.n, i.campaign_id, i.revocation_id),
  proven as (
    update revocation v set verified_at = coalesce(verified_at, $1), verified_seq = coalesce(verified_seq, newest.seq)
    from newest where v.id in (select revocation_id from gone)),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select campaign_id, id, $1, 'remediation-verified', jsonb_build_object('publication', newest.seq,
      'revocation', revocation_id) from gone, newest order by campaign_id, n)
  select count(*)::int as count from gone`;

/** $1 now. The decision becomes a draft again: its reviewer certifies what came back, or revokes it once more. */
const reopenSql = `with back as (
    update review_item i set remediation = 'reopened', submitted_at = null
    from campaign c where c.id = i.campaign_id and c.status = 'closed' and i.remediation = 'verified' and ${stands}
    returning i.id, i.n, i.campaign_id, c.name, c.owner_id, i.reviewer_id, i.facts ->> 'sentence' as sentence),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select campaign_id, id, $1, 'reopened', jsonb_build_object('publication', (select max(seq) from sync_run))
    from back order by campaign_id, n)
  select id, campaign_id as "campaignId", name as "campaignName", owner_id as "ownerId", reviewer_id as "reviewerId",
    sentence from back order by campaign_id, n`;

/** Proof that revoked access is gone, and what came back; both over all campaigns at once. */
export const remediationStore = (executeSql: ExecuteSql): RemediationStore => ({
  async verify(now) {
    const { rows } = await executeSql(verifySql, [now]);
    return rows[0].count;
  },
  async reopen(now) {
    const { rows } = await executeSql(reopenSql, [now]);
    return rows as ReopenedItem[];
  },
});
