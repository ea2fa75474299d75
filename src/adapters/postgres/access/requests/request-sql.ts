import { seesEverything, type Viewer } from '../../../../core/security/model/viewer.ts';
import { canDecide, holdsSeat, seatToDecide, standsIn } from './may-decide.ts';

/** Adds a value to the statement's parameters and says what it is called there. */
export type Bind = (value: unknown) => string;

/** SQL condition: the viewer may see request `r` (SEC-2; the rule is written at RequestViews). */
export const isVisibleRequest = (viewer: Viewer, bind: Bind): string => {
  if (seesEverything(viewer)) return 'true';
  const me = bind(viewer.personId);
  return `(r.requester_id = ${me} or r.person_id in (
      with recursive mine (id) as (
        select ${me}::text union select p.id from mine join person p on p.manager_id = mine.id) select id from mine)
    or exists (select from approval_candidate c where c.request_id = r.id and c.person_id = ${me})
    or ${standsIn(me)}
    or exists (select from connector x join application_owner o on o.application_id = x.application_id
      where x.id = r.connector_id and o.person_id = ${me})
    or exists (select from connector_owner o where o.connector_id = r.connector_id and o.person_id = ${me}))`;
};

const iso = (instant: string) => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const link = (alias: string) => `json_build_object('id', ${alias}.id, 'name', ${alias}.name)`;
/** The last name that is known: a request outlives what it is about. */
export const nameOf = (id: string) => `coalesce(
  (select v.name from entity_version v where v.entity_id = ${id} order by v.from_seq desc limit 1),
  (select regexp_replace(e.native_id, '^.*/', '') from entity e where e.id = ${id}))`;
const described = (id: string) =>
  `(select v.attrs ->> 'description' from entity_version v where v.entity_id = ${id} order by v.from_seq desc limit 1)`;

/** What the row (kind, target_id, ps_id) of a request, lease or revocation is about, in words. */
export const entitlementName = (row: string): string =>
  `coalesce(${nameOf(`${row}.ps_id`)} || ' on ', '') || ${nameOf(`${row}.target_id`)}`;

/** What the row (kind, target_id, ps_id) of a request or lease is about, as EntitlementName of the contract. */
export const entitlementJson = (row: string): string => `case ${row}.kind
  when 2 then json_build_object(
    'ref', json_build_object('kind', 'permission-set-assignment', 'permissionSetId', 'ent_' || ${row}.ps_id,
      'awsAccountId', (select native_id from entity where id = ${row}.target_id)),
    'name', ${entitlementName(row)},
    'awsAccount', json_build_object('awsAccountId', (select native_id from entity where id = ${row}.target_id),
      'name', ${nameOf(`${row}.target_id`)}),
    'description', ${described(`${row}.ps_id`)})
  else json_build_object(
    'ref', json_build_object('kind', 'group-member', 'groupId', 'ent_' || ${row}.target_id),
    'name', ${nameOf(`${row}.target_id`)},
    'awsAccount', (select json_build_object('awsAccountId', a.native_id, 'name', ${nameOf('a.id')})
      from entity_version gv join entity a on a.id = gv.parent_id and a.kind = 2
      where gv.entity_id = ${row}.target_id order by gv.from_seq desc limit 1),
    'description', ${described(`${row}.target_id`)}) end`;

/** The person of a delegation `h` that holds now and meets a condition, and until when it holds; null: none. */
const standIn = (condition: string, who: string) => `(
  select json_build_object('id', n.id, 'name', n.name, 'until', ${iso('h.until_at')})
  from delegation h join person n on n.id = ${who} and n.status = 'active'
  where ${condition} and h.ended_at is null and h.from_at <= product_now() and product_now() < h.until_at limit 1)`;

const stepsJson = `(select coalesce(json_agg(json_build_object(
    'step', s.step, 'kind', s.kind, 'status', s.status, 'needed', s.needed,
    'candidates', (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'via', c.via || coalesce(', in place of ' || origin.name, ''),
        'delegate', case when r.status = 'pending' then ${standIn('h.person_id = c.person_id', 'h.delegate_id')} end)
        order by p.name, p.id), '[]')
      from approval_candidate c join person p on p.id = c.person_id left join person origin on origin.id = c.origin_id
      where c.request_id = r.id and c.step = s.step and ${holdsSeat('c')}),
    'reassignments', (select coalesce(json_agg(json_build_object('from', ${link('f')}, 'to', ${link('t')},
        'reason', h.reason, 'at', ${iso('h.at')}) order by h.id), '[]')
      from approval_reassignment h join person f on f.id = h.from_id join person t on t.id = h.to_id
      where h.request_id = r.id and h.step = s.step),
    'decisions', (select coalesce(json_agg(json_build_object('person', ${link('p')},
        'inSteadOf', case when absent.id is not null then ${link('absent')} end, 'decision', d.decision,
        'reason', d.reason, 'minutes', d.minutes, 'at', ${iso('d.at')}) order by d.id), '[]')
      from approval_decision d join person p on p.id = d.person_id
      left join person absent on absent.id = d.in_stead_of where d.request_id = r.id and d.step = s.step)
  ) order by s.step), '[]') from approval_step s where s.request_id = r.id)`;

/** The columns of RequestView, except the lease. */
export const requestColumns = (me: string, mayCancelAll: boolean): string => `
  r.id, r.number, ${link('requester')} as requester, ${link('person')} as person, ${entitlementJson('r')} as entitlement,
  r.duration_minutes as "durationMinutes", r.granted_minutes as "grantedMinutes", r.starts_at as "startsAt", r.reason,
  r.ticket, r.extends_lease_id as "extendsLeaseId", r.status, ${stepsJson} as steps,
  (r.decision -> 'policies') || (r.decision -> 'guardrails') as policies, r.policy_revision as "policyRevision",
  r.created_at as "createdAt", r.expires_at as "expiresAt", r.decided_at as "decidedAt",
  ${canDecide(me)} as "canDecide",
  ${standIn(`h.delegate_id = ${me} and h.person_id = ${seatToDecide(me)}`, 'h.person_id')} as "decidesInSteadOf",
  (${seatToDecide(me, `c.person_id = ${me}`)} is not null) as "canReassign",
  (r.status = 'pending' and (${mayCancelAll} or ${me} in (r.requester_id, r.person_id))) as "canCancel", r.version`;
export const requestTables = `access_request r join person requester on requester.id = r.requester_id
  join person person on person.id = r.person_id`;
