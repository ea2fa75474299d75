import { z } from 'zod';
import { EntitlementName, LeaseId, RequestId } from './entitlement.ts';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonLink, pageOf } from './shared.ts';

export const LeaseStatus = z.enum(['scheduled', 'activating', 'active', 'ending', 'ended', 'failed']);
export const Lease = z
  .object({
    id: LeaseId,
    requestId: RequestId,
    requestNumber: z.number().int(),
    person: PersonLink,
    entitlement: EntitlementName,
    status: LeaseStatus,
    startsAt: Instant,
    endsAt: Instant,
    activatedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    endReason: z.enum(['expired', 'given-back', 'revoked', 'cancelled', 'failed']).nullable(),
    endedBy: PersonLink.nullable(),
    /** What AWS said, with the mend, while something is stuck. */
    failure: z
      .object({ code: z.string(), message: z.string(), awsError: z.string().nullable(), since: Instant })
      .nullable(),
    /** Provisioning is off, or the group is in another AWS account: a person carries it out by this task. */
    manualTaskId: z.string().nullable(),
    /** After the end an open session may still work until then (PRV-7); null where AWS does not say. */
    sessionsMayLastUntil: Instant.nullable(),
    /** How to use it (REQ-6); null until active. */
    portalUrl: z.string().nullable(),
    cliProfile: z.string().nullable(),
    canGiveBack: z.boolean(),
    canExtend: z.boolean(),
    canRevoke: z.boolean(),
  })
  .meta({ id: 'Lease' });
export type Lease = z.infer<typeof Lease>;

export const ManualTask = z
  .object({
    id: z.string(),
    title: z.string(),
    change: z.enum(['grant', 'remove']),
    /** Why by hand: provisioning is off; the IAM group is in an AWS account that is only read (CON-11); it is not in AWS. */
    reason: z.enum(['provisioning-off', 'other-aws-account', 'identity-provider']),
    /** No command where AWS cannot do it: a group of an identity provider. */
    instructions: z.object({ console: z.array(z.string()), awsCli: z.string().nullable() }),
    status: z.enum(['open', 'done', 'cancelled']),
    createdAt: Instant,
    doneBy: PersonLink.nullable(),
    doneAt: Instant.nullable(),
    verifiedAt: Instant.nullable(),
  })
  .meta({ id: 'ManualTask' });
export type ManualTask = z.infer<typeof ManualTask>;

const tag = 'Leases';
const make = 'requests.make';
const lease = z.object({ id: LeaseId });
const manualTask = z.object({ id: z.string().regex(/^tsk_[0-9a-z]+$/) });
const Note = z.object({ reason: z.string().trim().min(1).max(1000) });
export const leaseRoutes = routes({
  leases: {
    method: 'GET',
    path: '/api/v1/leases',
    permission: make,
    tag,
    summary: 'Leases the viewer may see',
    query: PageQuery.extend({
      mine: z.enum(['true', 'false']).optional(),
      status: LeaseStatus.optional(),
      isOpen: z.enum(['true', 'false']).optional(),
    }),
    response: pageOf(Lease),
  },
  lease: {
    method: 'GET',
    path: '/api/v1/leases/:id',
    permission: make,
    tag,
    summary: 'One lease',
    params: lease,
    response: Lease,
  },
  giveBack: {
    method: 'POST',
    path: '/api/v1/leases/:id/give-back',
    permission: make,
    tag,
    summary: 'Give my access back early',
    params: lease,
    response: Lease,
  },
  revoke: {
    method: 'POST',
    path: '/api/v1/leases/:id/revoke',
    permission: make,
    tag,
    summary: 'End somebody’s lease early, as an owner',
    params: lease,
    body: Note,
    response: Lease,
  },
  manualTasks: {
    method: 'GET',
    path: '/api/v1/manual-tasks',
    permission: make,
    tag,
    summary: 'Changes to carry out by hand on connectors I own',
    query: PageQuery.extend({ status: z.enum(['open', 'done', 'cancelled']).optional() }),
    response: pageOf(ManualTask),
  },
  manualTask: {
    method: 'GET',
    path: '/api/v1/manual-tasks/:id',
    permission: make,
    tag,
    summary: 'One change to carry out by hand',
    params: manualTask,
    response: ManualTask,
  },
  manualTaskDone: {
    method: 'POST',
    path: '/api/v1/manual-tasks/:id/done',
    permission: make,
    tag,
    summary: 'Say that it is done; the next sync, or upload of groups, proves it',
    params: manualTask,
    response: ManualTask,
  },
});
