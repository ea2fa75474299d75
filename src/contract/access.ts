import { z } from 'zod';
import { routes } from './route.ts';
import {
  AwsAccountId,
  AwsAccountLink,
  EntityId,
  Gap,
  Instant,
  ListQuery,
  PageQuery,
  PersonId,
  PersonLink,
  pageOf,
  RunId,
} from './shared.ts';

/** One step of a path. `id` is what the page's address takes; null where there is no page (an AWS service, "anyone"). */
export const PathStep = z
  .object({
    kind: z.enum(['person', 'identity', 'group', 'permission-set', 'role', 'aws-account', 'principal']),
    id: z.string().nullable(),
    name: z.string(),
    /** How one gets here from the step before: '' for the first. */
    relation: z.enum(['', 'is', 'member of', 'assigned', 'may assume', 'on', 'in']),
  })
  .meta({ id: 'PathStep' });
export type PathStep = z.infer<typeof PathStep>;

export const Qualifier = z
  .object({
    /** Plain words: "only with tag team", "can't be decided: PrincipalTag". */
    text: z.string(),
    isUndecided: z.boolean(),
  })
  .meta({ id: 'Qualifier' });

/** One identity holds one entitlement: with the path that gives it (ACC-1). */
export const AccessRow = z
  .object({
    person: PersonLink.nullable(),
    /** `status` is AWS's word: a disabled user holds access it cannot use now. */
    identity: z.object({ id: EntityId.nullable(), kind: z.string(), name: z.string(), status: z.string().nullable() }),
    entitlement: z.object({
      /** `aws-account-user`: an IAM user in no group; what its own policies allow is not read. */
      kind: z.enum(['group-member', 'permission-set-assignment', 'assume-role', 'aws-account-user']),
      name: z.string(),
      entityId: EntityId.nullable(),
      awsAccount: AwsAccountLink.nullable(),
    }),
    path: z.array(PathStep),
    /** The path as a sentence: "Priya Raman → member of Platform → AdministratorAccess on prod-payments". */
    sentence: z.string(),
    /** Since when this path stands, as far as our readings go back: the latest `from` of its facts. */
    since: Instant,
    qualifier: Qualifier.nullable(),
    isStale: z.boolean(),
  })
  .meta({ id: 'AccessRow' });
export type AccessRow = z.infer<typeof AccessRow>;

export const AccessPage = pageOf(AccessRow)
  .extend({
    /** The question's subject, as the server understood it. */
    subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    /** Publication the answer is from; null: nothing published yet. */
    asOf: Instant.nullable(),
    /** Of the whole answer, whatever `q` narrows the rows to. */
    peopleCount: z.number().int(),
    otherIdentityCount: z.number().int(),
    /** What could not be read and may hide access here. */
    gaps: z.array(Gap),
  })
  .meta({ id: 'AccessPage' });
export type AccessPage = z.infer<typeof AccessPage>;

/** What CloudTrail tells of the call that made a change. */
const CauseEvent = z.object({
  id: z.string(),
  /** AWS's name of the call, e.g. `CreateAccountAssignment`. */
  name: z.string(),
  at: Instant,
  /** ARN of the user or session; where AWS gives none, what it says instead. */
  actor: z.string(),
  /** An address, or the AWS service that called; null to who sees neither everything nor the connector. */
  sourceIp: z.string().nullable(),
});

/** Who made a change (SYN-8). `unknown`: Countersign was at it, and AWS's answer is not there yet, or was lost. */
const ChangeCause = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('countersign'),
    words: z.string(),
    leaseId: z.string().nullable(),
    requestId: z.string().nullable(),
    requestNumber: z.number().int().nullable(),
    revocationId: z.string().nullable(),
  }),
  /** `event` is null where CloudTrail may not be read, or told of nothing that fits. */
  z.object({ by: z.literal('outside'), words: z.string(), event: CauseEvent.nullable() }),
  z.object({ by: z.literal('unknown'), words: z.string() }),
]);
export const AccessChange = z
  .object({
    at: Instant,
    op: z.enum(['granted', 'removed', 'changed', 'appeared', 'vanished']),
    sentence: z.string(),
    path: z.array(PathStep),
    runNumber: z.number().int(),
    cause: ChangeCause,
  })
  .meta({ id: 'AccessChange' });
export type AccessChange = z.infer<typeof AccessChange>;

const AccessQuery = ListQuery.omit({ sort: true, order: true }).extend({
  /** Also what AWS services may assume; left out otherwise, except where a single role is asked about. */
  includeServices: z.enum(['true', 'false']).optional(),
});
const tag = 'Access';
const permission = 'access.read';
const entity = z.object({ id: EntityId });
export const accessRoutes = routes({
  ofAwsAccount: {
    method: 'GET',
    path: '/api/v1/aws-accounts/:awsAccountId/access',
    permission,
    tag,
    summary: 'Who can reach this AWS account, by which path',
    params: z.object({ awsAccountId: AwsAccountId }),
    query: AccessQuery,
    response: AccessPage,
  },
  ofPerson: {
    method: 'GET',
    path: '/api/v1/people/:id/access',
    permission,
    tag,
    summary: 'What this person can reach',
    params: z.object({ id: PersonId }),
    query: AccessQuery,
    response: AccessPage,
  },
  ofIdentity: {
    method: 'GET',
    path: '/api/v1/identities/:id/access',
    permission,
    tag,
    summary: 'What this identity can reach',
    params: entity,
    query: AccessQuery,
    response: AccessPage,
  },
  ofGroup: {
    method: 'GET',
    path: '/api/v1/groups/:id/access',
    permission,
    tag,
    summary: 'Who is a member of this group',
    params: entity,
    query: AccessQuery,
    response: AccessPage,
  },
  byGroup: {
    method: 'GET',
    path: '/api/v1/groups/:id/grants',
    permission,
    tag,
    summary: 'What membership of this group gives',
    params: entity,
    query: AccessQuery,
    response: AccessPage,
  },
  ofPermissionSet: {
    method: 'GET',
    path: '/api/v1/permission-sets/:id/access',
    permission,
    tag,
    summary: 'Who holds this permission set, on which AWS account',
    params: entity,
    query: AccessQuery,
    response: AccessPage,
  },
  ofRole: {
    method: 'GET',
    path: '/api/v1/roles/:id/access',
    permission,
    tag,
    summary: 'Who may assume this role',
    params: entity,
    query: AccessQuery,
    response: AccessPage,
  },
  whoCan: {
    method: 'GET',
    path: '/api/v1/access/who-can',
    permission,
    tag,
    summary: 'Who can reach an AWS account, role, group or permission set, named by id or name',
    query: AccessQuery.extend({ target: z.string().min(1).max(300) }),
    response: AccessPage,
  },
  of: {
    method: 'GET',
    path: '/api/v1/access/of',
    permission,
    tag,
    summary: 'What a person can reach, named by id, e-mail or name',
    query: AccessQuery.extend({ person: z.string().min(1).max(300) }),
    response: AccessPage,
  },
  why: {
    method: 'GET',
    path: '/api/v1/access/why',
    permission,
    tag,
    summary: 'Every path from a person to an AWS account, role, group or permission set',
    query: AccessQuery.extend({ person: z.string().min(1).max(300), target: z.string().min(1).max(300) }),
    response: AccessPage,
  },
  changes: {
    method: 'GET',
    path: '/api/v1/access/changes',
    permission,
    tag,
    summary: 'What changed since a date, newest first',
    query: PageQuery.extend({
      since: Instant.optional(),
      entityId: EntityId.optional(),
      awsAccountId: AwsAccountId.optional(),
      personId: PersonId.optional(),
      connectorId: z.string().max(60).optional(),
      /** Of this sync run alone. */
      runId: RunId.optional(),
      op: AccessChange.shape.op.optional(),
    }),
    response: pageOf(AccessChange),
  },
});
