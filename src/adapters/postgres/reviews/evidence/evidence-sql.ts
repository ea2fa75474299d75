/** Rows of a pack ($1 campaign), each as json with the names of core/reviews/evidence/evidence-data.ts, in a fixed order. */

const iso = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const person = (id: string): string =>
  `(select json_build_object('id', p.id, 'name', p.name, 'email', p.email) from person p where p.id = ${id})`;

export const campaign = `select json_build_object('campaign', json_build_object(
    'id', c.id, 'name', c.name, 'description', c.description, 'status', c.status, 'owner', ${person('c.owner_id')},
    'scope', c.scope, 'reviewerRule', c.reviewer_rule, 'fallbackReviewer', ${person('c.fallback_reviewer_id')},
    'silence', c.silence, 'dueAt', ${iso('c.due_at')}, 'publication', c.seq,
    'asOf', (select ${iso('r.published_at')} from sync_run r where r.seq = c.seq),
    'startedAt', ${iso('c.started_at')}, 'startedOnStaleData', c.stale_reason is not null, 'staleReason', c.stale_reason,
    'staleSignedBy', ${person('c.stale_signed_by')}, 'closedAt', ${iso('c.closed_at')}, 'closedBy', ${person('c.closed_by')},
    'signedOffAt', ${iso('c.signed_off_at')}, 'signedOffBy', ${person('c.signed_off_by')}, 'signOffNote', c.sign_off_note,
    'counts', (select json_build_object('items', count(*), 'certified', count(*) filter (where decision = 'certify'),
        'revoked', count(*) filter (where decision = 'revoke'), 'bySilence', count(*) filter (where is_by_silence),
        'provenRemoved', count(*) filter (where remediation = 'verified'),
        'notProvenRemoved', count(*) filter (where remediation not in ('none', 'verified')))
      from review_item i where i.campaign_id = c.id)),
    'completeness', c.completeness) as row
  from campaign c where c.id = $1`;

export const population = `select json_build_object('n', n, 'itemId', id, 'personId', facts #>> '{person,id}',
    'personName', facts #>> '{person,name}', 'personEmail', facts #>> '{person,email}',
    'personStatus', facts #>> '{person,status}',
    'identityName', facts #>> '{identity,name}', 'identityKind', facts #>> '{identity,kind}',
    'identityNativeId', facts #>> '{identity,nativeId}', 'identityStatus', facts #>> '{identity,status}',
    'matchedBy', facts #>> '{person,matchedBy}', 'entitlementKind', facts #>> '{entitlement,kind}',
    'entitlement', facts #>> '{entitlement,name}', 'awsAccountId', facts #>> '{entitlement,awsAccount,awsAccountId}',
    'awsAccountName', facts #>> '{entitlement,awsAccount,name}', 'path', facts ->> 'sentence', 'since', facts ->> 'since',
    'leaseUntil', facts ->> 'leaseUntil',
    'removes', facts ->> 'removes', 'alsoRemoves', facts -> 'alsoRemoves', 'remains', facts -> 'remains',
    'factsDigest', facts ->> 'digest', 'identityProvider', facts #>> '{federation,identityProvider,name}',
    'identityProviderGroup', facts #>> '{federation,group,name}') as row
  from review_item where campaign_id = $1 order by n`;

export const decisions = `select json_build_object('n', n, 'itemId', id, 'path', facts ->> 'sentence',
    'reviewer', ${person('i.reviewer_id')}, 'reviewerVia', reviewer_via, 'decision', decision, 'reason', reason,
    'decidedBy', ${person('i.decided_by')}, 'decidedAt', ${iso('decided_at')}, 'submittedAt', ${iso('submitted_at')},
    'isBySilence', is_by_silence, 'factsDigest', facts ->> 'digest') as row
  from review_item i where campaign_id = $1 order by n`;

export const events = `select json_build_object('n', row_number() over (order by id), 'at', ${iso('at')}, 'event', event,
    'itemId', item_id, 'actor', ${person('e.actor_id')}, 'detail', detail) as row
  from review_event e where campaign_id = $1 order by id`;

export const reassignments = `select json_build_object('at', ${iso('at')}, 'itemId', item_id,
    'from', ${person("e.detail ->> 'from'")}, 'to', ${person("e.detail ->> 'to'")}, 'by', ${person('e.actor_id')},
    'reason', coalesce(detail ->> 'reason', 'escalated at the close')) as row
  from review_event e where campaign_id = $1 and event in ('reassigned', 'escalated') order by id`;

/** Of an item that waits for a revocation, what became of the revocation. */
export const remediationState = `case when i.remediation in ('pending', 'task', 'done') then
  case v.status when 'task' then 'task' when 'done' then 'done' else 'pending' end else i.remediation end`;

export const remediation = `select json_build_object('n', i.n, 'itemId', i.id, 'removes', i.facts ->> 'removes',
    'state', ${remediationState}, 'revocationId', v.id, 'recordedAt', ${iso('v.created_at')}, 'doneAt', ${iso('v.done_at')},
    'awsRequestIds', (select coalesce(json_agg(r.aws_request_id order by r.id), '[]') from provisioned_right r
      where r.intent_cause = v.id and r.aws_request_id is not null),
    'verifiedAt', ${iso('v.verified_at')}, 'verifiedPublication', v.verified_seq, 'failure', v.failure,
    'verifiedUploadAt', ${iso('v.verified_upload_at')}) as row
  from review_item i left join revocation v on v.id = i.revocation_id
  where i.campaign_id = $1 and i.remediation <> 'none' order by i.n`;
