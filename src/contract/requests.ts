import { z } from 'zod';
import { PathStep } from './access.ts';
import { CatalogRef, EntitlementName, LeaseId, RequestId } from './entitlement.ts';
import { Lease } from './leases.ts';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

/** What the policies say about one wish, before it is sent. */
export const PolicyAnswer = z
  .object({
    isAllowed: z.boolean(),
    /** Why not, in plain words and by name: "Contractors never in production", "No policy lets you ask for this". */
    reasons: z.array(z.string()),
    maxMinutes: z.number().int().nullable(),
    /** Who decides, in order; empty: approved by policy. */
    steps: z.array(
      z.object({
        kind: z.enum(['manager', 'application-owner', 'named-people']),
        needed: z.number().int(),
        people: z.array(PersonLink.extend({ via: z.string() })),
      }),
    ),
    policies: z.array(z.object({ id: z.string(), name: z.string() })),
    /** Median minutes such requests took lately; null when there were none. */
    usualMinutes: z.number().nullable(),
  })
  .meta({ id: 'PolicyAnswer' });
export type PolicyAnswer = z.infer<typeof PolicyAnswer>;

export const CatalogItem = EntitlementName.extend({
  ref: CatalogRef,
  /** Held already: standing, by a lease, or by a group of an identity provider. */
  isHeld: z.boolean(),
  /** Whose membership gives a role, and since when one is in them; empty for what is asked for here. */
  givenBy: z.array(
    z.object({
      group: z.string(),
      identityProvider: z.string(),
      /** What the role's trust demands besides, in plain words. */
      condition: z.string().nullable(),
      /** Of the person it is for; null: not in this group. */
      heldSince: Instant.nullable(),
    }),
  ),
  answer: PolicyAnswer,
}).meta({ id: 'CatalogItem' });
export type CatalogItem = z.infer<typeof CatalogItem>;

/** Somebody of a delegation, and until when it holds. */
const StandIn = PersonLink.extend({ until: Instant });

export const AccessRequest = z
  .object({
    id: RequestId,
    number: z.number().int(),
    requester: PersonLink,
    person: PersonLink,
    entitlement: EntitlementName,
    durationMinutes: z.number().int(),
    grantedMinutes: z.number().int().nullable(),
    startsAt: Instant.nullable(),
    reason: z.string(),
    ticket: z.string().nullable(),
    extendsLeaseId: LeaseId.nullable(),
    status: z.enum(['pending', 'approved', 'denied', 'cancelled', 'expired']),
    steps: z.array(
      z.object({
        step: z.number().int(),
        kind: z.enum(['manager', 'application-owner', 'named-people']),
        status: z.enum(['waiting', 'open', 'approved', 'denied', 'not-needed']),
        needed: z.number().int(),
        /** `delegate`: who decides in their stead now (REQ-8). */
        candidates: z.array(PersonLink.extend({ via: z.string(), delegate: StandIn.nullable() })),
        /** Seats that were handed to somebody else, in order. */
        reassignments: z.array(z.object({ from: PersonLink, to: PersonLink, reason: z.string(), at: Instant })),
        decisions: z.array(
          z.object({
            person: PersonLink,
            /** Who was asked and was away; null: `person` was asked. */
            inSteadOf: PersonLink.nullable(),
            decision: z.enum(['approve', 'deny']),
            reason: z.string().nullable(),
            minutes: z.number().int().nullable(),
            at: Instant,
          }),
        ),
      }),
    ),
    policies: z.array(z.object({ id: z.string(), name: z.string() })),
    policyRevision: z.number().int(),
    createdAt: Instant,
    expiresAt: Instant,
    decidedAt: Instant.nullable(),
    lease: Lease.nullable(),
    /** What the viewer may do. */
    canDecide: z.boolean(),
    /** Who is away and whose delegate the viewer would decide as; null: in their own right, or not at all. */
    decidesInSteadOf: StandIn.nullable(),
    /** Whether the viewer may hand the decision over: it is theirs, and not as a delegate. */
    canReassign: z.boolean(),
    canCancel: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'AccessRequest' });
export type AccessRequest = z.infer<typeof AccessRequest>;

export const Approval = z
  .object({
    request: AccessRequest,
    /** What the person holds already towards the same AWS account or group. */
    alreadyHolds: z.array(z.object({ sentence: z.string(), path: z.array(PathStep) })),
    /** Earlier requests of this person for the same. */
    earlier: z.array(z.object({ id: RequestId, number: z.number().int(), status: z.string(), createdAt: Instant })),
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

const tag = 'Requests';
const make = 'requests.make';
const params = z.object({ id: RequestId });
const Note = z.object({ reason: z.string().trim().min(1).max(1000) });
export const requestRoutes = routes({
  catalog: {
    method: 'GET',
    path: '/api/v1/catalog',
    permission: make,
    tag,
    summary: 'What I (or somebody I may ask for) may ask for, and why not for the rest (REQ-1)',
    query: PageQuery.extend({
      q: z.string().max(200).optional(),
      forPersonId: PersonId.optional(),
      kind: z.enum(['permission-set-assignment', 'group-member', 'assume-role']).optional(),
      minutes: z.coerce.number().int().min(5).max(43200).default(60),
    }),
    response: pageOf(CatalogItem),
  },
  preview: {
    method: 'POST',
    path: '/api/v1/requests/preview',
    permission: make,
    tag,
    summary: 'What the policies say about a wish; changes nothing',
    body: z.object({
      entitlement: CatalogRef,
      durationMinutes: z.number().int().min(5).max(43200),
      forPersonId: PersonId.optional(),
    }),
    response: PolicyAnswer,
  },
  submit: {
    method: 'POST',
    path: '/api/v1/requests',
    permission: make,
    tag,
    summary: 'Ask for access',
    body: z.object({
      entitlement: CatalogRef,
      durationMinutes: z.number().int().min(5).max(43200),
      startsAt: Instant.optional(),
      reason: z.string().trim().min(3).max(1000),
      ticket: z.string().trim().max(60).optional(),
      forPersonId: PersonId.optional(),
    }),
    response: AccessRequest,
    status: 201,
  },
  list: {
    method: 'GET',
    path: '/api/v1/requests',
    permission: make,
    tag,
    summary: 'Requests the viewer may see: own, those to decide, those of reports; all for who sees everything',
    query: PageQuery.extend({
      status: z.enum(['pending', 'approved', 'denied', 'cancelled', 'expired']).optional(),
      mine: z.enum(['true', 'false']).optional(),
      personId: PersonId.optional(),
    }),
    response: pageOf(AccessRequest),
  },
  get: {
    method: 'GET',
    path: '/api/v1/requests/:id',
    permission: make,
    tag,
    summary: 'One request',
    params,
    response: AccessRequest,
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/requests/:id/cancel',
    permission: make,
    tag,
    summary: 'Cancel a pending request of mine',
    params,
    response: AccessRequest,
  },
  approvals: {
    method: 'GET',
    path: '/api/v1/approvals',
    permission: make,
    tag,
    summary: 'Requests that wait for my decision, due first',
    query: PageQuery,
    response: pageOf(Approval),
  },
  approval: {
    method: 'GET',
    path: '/api/v1/approvals/:id',
    permission: make,
    tag,
    summary: 'One request that waits for my decision, with what the decision needs',
    params,
    response: Approval,
  },
  approve: {
    method: 'POST',
    path: '/api/v1/requests/:id/approve',
    permission: make,
    tag,
    summary: 'Approve the open step; may shorten',
    params,
    body: z.object({ minutes: z.number().int().min(5).optional(), reason: z.string().trim().max(1000).optional() }),
    response: AccessRequest,
  },
  deny: {
    method: 'POST',
    path: '/api/v1/requests/:id/deny',
    permission: make,
    tag,
    summary: 'Deny with a reason',
    params,
    body: Note,
    response: AccessRequest,
  },
  reassign: {
    method: 'POST',
    path: '/api/v1/requests/:id/reassign',
    permission: make,
    tag,
    summary: 'Hand my decision on the open step to somebody else, with a reason (REQ-3)',
    params,
    body: Note.extend({ personId: PersonId }),
    response: AccessRequest,
  },
  extend: {
    method: 'POST',
    path: '/api/v1/leases/:id/extend',
    permission: make,
    tag,
    summary: 'Ask for more time: a new request, approved as the policy says',
    params: z.object({ id: LeaseId }),
    body: z.object({ durationMinutes: z.number().int().min(5).max(43200), reason: z.string().trim().min(3).max(1000) }),
    response: AccessRequest,
    status: 201,
  },
});
