/** Statements over many items at once, each with its events; `count` is the number of items. */

/**
 * $1 campaign, $2 reviewer, $3 now. The event binds the decision to the facts it was made from. A draft on an identity that
 * turned out to be the reviewer's own since is left: nobody reviews their own access.
 */
export const submitSql = `with sent as (
    update review_item set submitted_at = $3,
      remediation = case when remediation = 'reopened' and decision = 'certify' then 'none' else remediation end
    where campaign_id = $1 and reviewer_id = $2 and submitted_at is null and decision is not null
      and not exists (select from identity_link l
        where l.identity_id = review_item.identity_id and l.ended_at is null and l.person_id = $2)
      and not exists (select from person own where own.id = $2 and own.email = review_item.idp_email)
    returning id, n, decision, reason, facts ->> 'digest' as digest),
  noted as (
    insert into review_event (campaign_id, item_id, at, actor_id, event, detail)
    select $1, id, $3, $2, 'submitted', jsonb_build_object('decision', decision, 'reason', reason, 'factsDigest', digest)
    from sent order by n)
  select count(*)::int as count from sent`;

/** $1 campaign, $2 decision, $3 reason, $4 now. What was drafted and not submitted is kept in the event. */
export const decideBySilenceSql = `with left_over as (
    select id, decision, reason from review_item where campaign_id = $1 and submitted_at is null for update),
  decided as (
    update review_item i set decision = $2, reason = $3, decided_by = null, decided_at = $4, submitted_at = $4,
      is_by_silence = true
    from left_over l where i.id = l.id returning i.id, i.n, i.facts ->> 'digest' as digest, l.decision as drafted),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select $1, id, $4, 'decided-by-silence', jsonb_build_object('decision', $2::text, 'factsDigest', digest)
      || case when drafted is null then '{}' else jsonb_build_object('draftNotSubmitted', drafted) end
    from decided order by n)
  select count(*)::int as count from decided`;

/** $1 campaign, $2 owner, $3 fallback, $4 now. Whose own access it is never gets it; then it stays where it is. */
export const escalateSql = `with open_item as (
    select i.id, i.reviewer_id as was, (select candidate.id from (
        select $2::text as id, 1 as rank union all select $3::text, 2
        union all select r.person_id, 3 from role_grant r where r.role = 'super-administrator') candidate
      join person p on p.id = candidate.id and p.status = 'active'
      where candidate.id is distinct from i.person_id and (i.idp_email is null or p.email is distinct from i.idp_email)
      order by candidate.rank, candidate.id limit 1) as next
    from review_item i where i.campaign_id = $1 and i.submitted_at is null for update of i),
  moved as (
    update review_item i set reviewer_id = o.next, reviewer_via = 'escalated', decision = null, reason = null,
      decided_by = null, decided_at = null
    from open_item o where i.id = o.id and o.next is not null and o.next is distinct from o.was
    returning i.id, i.n, o.was, o.next),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select $1, id, $4, 'escalated', jsonb_build_object('from', was, 'to', next) from moved order by n)
  select count(*)::int as count from open_item`;

/** What a revocation of an item removes, to compare: one membership, here or in an identity provider, may give much. */
const heldFact = (a: string): string => `(coalesce(${a}.idp_group_id, ${a}.identity_id::text),
  coalesce(${a}.idp_email, concat_ws('/', ${a}.held_kind, ${a}.held_target_id, ${a}.held_ps_id)))`;

/** Under which address a member is in the group now: the item's own, else another one of the same person. */
const addressNow = `case when exists (select from idp_group_member m where m.group_id = r.idp_group_id and m.email = r.idp_email
    and m.to_at is null) then r.idp_email
  else coalesce((select min(m.email) from idp_group_member m where m.group_id = r.idp_group_id and m.person_id = r.person_id
    and m.to_at is null), r.idp_email) end`;

/**
 * $1 campaign, $2 now. One row for each held fact that a submitted decision revokes and that no revocation was recorded
 * for, and of a federated membership for each of its roles, since each is proven for itself. Items that are certified and
 * hang on the same fact lose their access with it: each gets an event. An address that was changed is the new one's.
 */
export const revokedRightsSql = `with revoked as (
    select * from review_item where campaign_id = $1 and submitted_at is not null and decision = 'revoke'
      and remediation in ('none', 'reopened')),
  noted as (
    insert into review_event (campaign_id, item_id, at, event, detail)
    select $1, kept.id, $2, 'removed-with-another', jsonb_build_object('revokedItem', (
        select r.id from revoked r where ${heldFact('r')} = ${heldFact('kept')} order by r.n limit 1))
    from review_item kept where kept.campaign_id = $1 and kept.decision = 'certify' and exists (
      select from revoked r where ${heldFact('r')} = ${heldFact('kept')})
    order by kept.n)
  select array_agg(id order by n) as "itemIds", held_kind as kind, held_target_id as "targetId",
    held_ps_id as "permissionSetId", identity_id as "principalId", idp_group_id as "idpGroupId", email,
    (array_agg(reason order by n))[1] as reason, (array_agg(decided_by order by decided_by is null, n))[1] as "decidedBy"
  from (select r.*, case when r.idp_group_id is not null then ${addressNow} end as email from revoked r) addressed
  group by identity_id, held_kind, held_target_id, held_ps_id, idp_group_id, email order by min(n)`;
