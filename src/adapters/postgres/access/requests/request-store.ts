import type { AccessRequest, ApprovalStep } from '../../../../core/access/model/request/access-request.ts';
import type { RequestStore } from '../../../../core/access/requests/ports.ts';
import { type EntitlementKind, entitlementKinds } from '../../../../core/inventory/model/kinds.ts';
import { requireThere } from '../../connectors/deletion/require-there.ts';
import type { ExecuteSql } from '../../database.ts';
import { holdsSeat } from './may-decide.ts';
import { toRemind } from './requests-to-remind.ts';

const lockSql = `
  select id, number, requester_id as "requesterId", person_id as "personId", identity_id as "identityId", kind,
    target_id as "targetId", ps_id as "psId", connector_id as "connectorId", duration_minutes as "durationMinutes",
    starts_at as "startsAt", reason, extends_lease_id as "extendsLeaseId", status, policy_revision as "policyRevision",
    array(select jsonb_path_query(decision, '$.guardrails[*].id') #>> '{}') as "guardrailIds",
    granted_minutes as "grantedMinutes", created_at as "createdAt", expires_at as "expiresAt",
    version
  from access_request where id = $1 for update`;
const stepsSql = `
  select s.step, s.kind, s.status, s.needed,
    (select coalesce(json_agg(json_build_object('personId', c.person_id, 'via', c.via,
        'originId', coalesce(c.origin_id, c.person_id)) order by p.name, p.id), '[]')
      from approval_candidate c join person p on p.id = c.person_id
      where c.request_id = s.request_id and c.step = s.step and ${holdsSeat('c')}) as candidates,
    coalesce((select json_agg(json_build_object('personId', d.person_id, 'inSteadOf', d.in_stead_of,
        'decision', d.decision, 'reason', d.reason, 'minutes', d.minutes) order by d.id)
      from approval_decision d where d.request_id = s.request_id and d.step = s.step), '[]') as decisions
  from approval_step s where s.request_id = $1 order by s.step`;
type Row = Omit<AccessRequest, 'entitlement' | 'steps'> & { kind: number; targetId: number; psId: number | null };

const kindOf = (kind: number) =>
  Object.entries(entitlementKinds).find(([, number]) => number === kind)?.[0] as Extract<
    EntitlementKind,
    'group-member' | 'permission-set-assignment'
  >;

export const requestStore = (executeSql: ExecuteSql): RequestStore => ({
  ...adding(executeSql),
  async lock(id) {
    const { rows } = await executeSql(lockSql, [id]);
    const row = rows[0] as Row | undefined;
    if (!row) return null;
    const { kind, targetId, psId, ...request } = row;
    const steps = (await executeSql(stepsSql, [id])).rows as ApprovalStep[];
    return { ...request, entitlement: { kind: kindOf(kind), targetId, permissionSetId: psId }, steps };
  },
  async addDecision(id, { step, personId, inSteadOf, decision, reason, minutes }, now) {
    await executeSql(
      `insert into approval_decision (request_id, step, person_id, in_stead_of, decision, reason, minutes, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, step, personId, inSteadOf, decision, reason, minutes, now],
    );
  },
  async everAsked(id) {
    const { rows } = await executeSql(
      'select step, person_id as "personId" from approval_candidate where request_id = $1',
      [id],
    );
    return rows;
  },
  async handOver(id, { step, seat, toId, reason }, now) {
    await executeSql(
      'insert into approval_candidate (request_id, step, person_id, via, origin_id) values ($1, $2, $3, $4, $5)',
      [id, step, toId, seat.via, seat.originId],
    );
    await executeSql(
      `insert into approval_reassignment (request_id, step, from_id, to_id, reason, at) values ($1, $2, $3, $4, $5, $6)`,
      [id, step, seat.personId, toId, reason, now],
    );
  },
  async setStep(id, step, status) {
    await executeSql('update approval_step set status = $3 where request_id = $1 and step = $2', [id, step, status]);
  },
  async touch(id) {
    await executeSql('update access_request set version = version + 1 where id = $1', [id]);
  },
  async close(id, { status, grantedMinutes }, now) {
    await executeSql(
      `update access_request set status = $2, granted_minutes = $3, decided_at = $4, version = version + 1 where id = $1`,
      [id, status, grantedMinutes, now],
    );
    await executeSql(
      `update approval_step set status = 'not-needed' where request_id = $1 and status in ('waiting', 'open')`,
      [id],
    );
  },
  async overdue(now, limit) {
    const { rows } = await executeSql(
      `select r.id from access_request r left join lease l on l.id = r.extends_lease_id
       where r.status = 'pending' and (r.expires_at <= $1::timestamptz or l.ends_at <= $1::timestamptz
         or l.status in ('ending', 'ended', 'failed'))
       order by r.expires_at, r.id limit $2`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  },
  async pendingOf(personId, { kind, targetId, permissionSetId }) {
    const { rows } = await executeSql(
      `select id from access_request where status = 'pending' and person_id = $1 and kind = $2 and target_id = $3
         and ps_id is not distinct from $4::int`,
      [personId, entitlementKinds[kind], targetId, permissionSetId],
    );
    return rows[0]?.id ?? null;
  },
  toRemind: (now, limit) => toRemind(executeSql, now, limit),
  async openLease(lease, now) {
    await requireThere(executeSql, lease.connectorId);
    const { kind, targetId, permissionSetId } = lease.entitlement;
    await executeSql(
      `insert into lease (id, request_id, person_id, identity_id, kind, target_id, ps_id, connector_id, unit_key,
         starts_at, ends_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[lease.id, lease.requestId, lease.personId, lease.identityId],
        ...[entitlementKinds[kind], targetId, permissionSetId, lease.connectorId, lease.unitKey],
        ...[lease.startsAt, lease.endsAt, now],
      ],
    );
  },
  async moveLeaseEnd(id, endsAt) {
    await executeSql('update lease set ends_at = $2, version = version + 1 where id = $1', [id, endsAt]);
  },
});

const adding = (executeSql: ExecuteSql): Pick<RequestStore, 'add'> => ({
  async add(request, steps) {
    await requireThere(executeSql, request.connectorId);
    const { kind, targetId, permissionSetId } = request.entitlement;
    const { rows } = await executeSql(
      `insert into access_request (id, requester_id, person_id, identity_id, kind, target_id, ps_id, connector_id,
         duration_minutes, starts_at, reason, ticket, extends_lease_id, policy_revision, decision, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (person_id, kind, target_id, coalesce(ps_id, 0)) where status = 'pending' do nothing
       returning number`,
      [
        ...[request.id, request.requesterId, request.personId, request.identityId],
        ...[entitlementKinds[kind], targetId, permissionSetId, request.connectorId],
        ...[request.durationMinutes, request.startsAt, request.reason, request.ticket, request.extendsLeaseId],
        ...[request.policyRevision, JSON.stringify(request.decision), request.createdAt, request.expiresAt],
      ],
    );
    if (rows.length === 0) return null;
    await executeSql(
      `insert into approval_step (request_id, step, kind, needed, status)
       select $1, n, kind, needed, case n when 1 then 'open' else 'waiting' end
       from unnest($2::text[], $3::smallint[]) with ordinality as s (kind, needed, n)`,
      [request.id, steps.map((step) => step.kind), steps.map(({ needed }) => needed)],
    );
    const candidates = steps.flatMap((step, index) => step.candidates.map((each) => ({ ...each, step: index + 1 })));
    await executeSql(
      `insert into approval_candidate (request_id, step, person_id, via)
       select $1, * from unnest($2::smallint[], $3::text[], $4::text[])`,
      [
        request.id,
        candidates.map(({ step }) => step),
        candidates.map((each) => each.personId),
        candidates.map(({ via }) => via),
      ],
    );
    return rows[0].number;
  },
});
