import type { RemediationStore, ReopenedItem } from '../../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { iso } from '../campaigns/population-facts.ts';

/**
 * Is the person, or the address, of a federated item in its group now? Also under another address: who was renamed has not
 * left. Only an upload says so.
 */
const isListed = (who: string): string =>
  `exists (select from idp_group_member m where m.group_id = i.idp_group_id and m.to_at is null and ${who})`;
const isMember = `(${isListed('m.email = i.idp_email')} or ${isListed('m.person_id = i.person_id')})`;
/**
 * Does the held fact of item `i` stand in the newest publication? What could not be read still does (SYN-4). Of a federated
 * one: the membership, and that AWS trusts the identity provider. Not our own mapping: taking a rule away takes nobody's
 * access away.
 */
const isHeldBy = (principal: string): string => `exists (select from entitlement t
  join grant_fact g on g.entitlement_id = t.id and g.principal_id ${principal} and g.to_seq is null
  where t.kind = i.held_kind and t.target_id = i.held_target_id and t.ps_id is not distinct from i.held_ps_id)`;
const otherTrusts = `in (select own.provider_entity_id from idp_group named
  join identity_provider_trust own on own.identity_provider_id = named.identity_provider_id where named.id = i.idp_group_id)`;
const stands = `case when i.idp_group_id is null then ${isHeldBy('= i.identity_id')}
  else ${isMember} and (${isHeldBy('= i.identity_id')} or ${isHeldBy(otherTrusts)}) end`;
/** The upload that no longer has the member; null where it is AWS that no longer has the fact. */
const provingUpload = `case when i.idp_group_id is not null and not ${isMember} then (
  select max(u.at) from idp_group named join identity_provider_upload u on u.identity_provider_id = named.identity_provider_id
  where named.id = i.idp_group_id) end`;

/** $1 now. Also after the sign-off: proof that comes late is still proof. */
const verifySql = `with newest as (select max(seq) as seq from sync_run),
  gone as (
    update review_item i set remediation = 'verified'
    from campaign c where c.id = i.campaign_id and c.status in ('closed', 'signed-off')
      and i.decision = 'revoke' and i.submitted_at is not null and i.remediation in ('pending', 'task', 'done', 'reopened')
      and not (${stands})
    returning i.id, i.n, i.campaign_id, i.revocation_id, ${provingUpload} as upload_at),
  proven as (
    update revocation v set verified_at = coalesce(verified_at, $1),
      verified_seq = coalesce(verified_seq, case when gone.upload_at is null then newest.seq end),
      verified_upload_at = coalesce(verified_upload_at, gone.upload_at)
    from newest, gone where v.id = gone.revocation_id),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select campaign_id, id, $1, 'remediation-verified', jsonb_build_object('revocation', revocation_id)
      || case when upload_at is null then jsonb_build_object('publication', newest.seq)
        else jsonb_build_object('upload', ${iso('upload_at')}) end
    from gone, newest order by campaign_id, n)
  select count(*)::int as count from gone`;

/** $1 now. The decision becomes a draft again: its reviewer certifies what came back, or revokes it once more. */
const reopenSql = `with back as (
    update review_item i set remediation = 'reopened', submitted_at = null
    from campaign c where c.id = i.campaign_id and c.status = 'closed' and i.remediation = 'verified' and (${stands})
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
