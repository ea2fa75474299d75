import { z } from 'zod';
import { IamDetails } from './iam-details.ts';
import { PermissionSetDetails, Tag } from './permission-set-details.ts';
import { routes } from './route.ts';
import {
  AwsAccountId,
  AwsAccountLink,
  ConnectorId,
  EntityId,
  Freshness,
  Instant,
  ListQuery,
  PersonId,
  PersonLink,
  pageOf,
} from './shared.ts';

export const Person = z
  .object({
    id: PersonId,
    name: z.string(),
    email: z.string().nullable(),
    title: z.string().nullable(),
    department: z.string().nullable(),
    manager: PersonLink.nullable(),
    status: z.enum(['active', 'inactive']),
    source: z.string(),
    roles: z.array(z.string()),
    identityCount: z.number().int(),
    awsAccountCount: z.number().int(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const IdentityKind = z.enum(['identity-center-user', 'iam-user', 'iam-role']);
export const Identity = z
  .object({
    id: EntityId,
    kind: IdentityKind,
    name: z.string(),
    nativeId: z.string(),
    arn: z.string().nullable(),
    email: z.string().nullable(),
    status: z.string().nullable(),
    awsAccount: AwsAccountLink.nullable(),
    /** The person this identity belongs to and how that is known (DIR-2); null: unmatched. */
    person: PersonLink.extend({ method: z.string() }).nullable(),
    freshness: Freshness,
  })
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof Identity>;

export const AwsAccount = z
  .object({
    id: EntityId,
    awsAccountId: AwsAccountId,
    name: z.string(),
    alias: z.string().nullable(),
    email: z.string().nullable(),
    status: z.string().nullable(),
    organizationId: z.string().nullable(),
    /** Ids from the root down. */
    organizationPath: z.array(z.string()),
    /** The same with names, which need a further permission; null: not read. */
    organizationalUnits: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
    /** Null: not known, which is not "none". */
    tags: z.array(Tag).nullable(),
    /** Tags are read in turn; null also with `asOf`. */
    tagsReadAt: Instant.nullable(),
    isManagement: z.boolean(),
    connectorId: ConnectorId.nullable(),
    /** People and unmatched identities that can reach it, as far as the viewer may see. */
    peopleCount: z.number().int(),
    permissionSetCount: z.number().int(),
    freshness: Freshness,
  })
  .meta({ id: 'AwsAccount' });
export type AwsAccount = z.infer<typeof AwsAccount>;

export const Group = z
  .object({
    id: EntityId,
    kind: z.enum(['identity-center-group', 'iam-group']),
    name: z.string(),
    nativeId: z.string(),
    arn: z.string().nullable(),
    awsAccount: AwsAccountLink.nullable(),
    description: z.string().nullable(),
    memberCount: z.number().int(),
    /** Are the members known? Stale or never read is not "empty". */
    membersFreshness: Freshness,
    freshness: Freshness,
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;

export const PermissionSet = z
  .object({
    id: EntityId,
    name: z.string(),
    arn: z.string(),
    description: z.string().nullable(),
    sessionDuration: z.string().nullable(),
    awsAccountCount: z.number().int(),
    peopleCount: z.number().int(),
    freshness: Freshness,
  })
  .meta({ id: 'PermissionSet' });
export type PermissionSet = z.infer<typeof PermissionSet>;

export const Role = z
  .object({
    id: EntityId,
    name: z.string(),
    arn: z.string(),
    path: z.string(),
    awsAccount: AwsAccountLink.nullable(),
    description: z.string().nullable(),
    /** One sentence per trusted principal. */
    trust: z.array(z.string()),
    /** The permission set whose role this is, for AWSReservedSSO roles. */
    permissionSet: z.string().nullable(),
    /** False when an outside provider decides who may assume it: "members not visible from AWS", never "nobody". */
    areMembersVisible: z.boolean(),
    maxSessionSeconds: z.number().int().nullable(),
    freshness: Freshness,
  })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const SearchHit = z
  .object({
    kind: z.enum(['person', 'aws-account', 'identity', 'group', 'permission-set', 'role']),
    /** per_…, ent_…, or the 12 digits of an AWS account: what the page's address takes. */
    id: z.string(),
    name: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'SearchHit' });
export const Publication = z
  .object({
    seq: z.number().int(),
    publishedAt: Instant,
    /** Null for viewers who do not own the connector; `opened` and `closed` then count what they see. */
    connectorId: ConnectorId.nullable(),
    opened: z.number().int(),
    closed: z.number().int(),
  })
  .meta({ id: 'Publication' });

const tag = 'Inventory';
const permission = 'access.read';
const entity = z.object({ id: EntityId });
const AsOf = z.object({ asOf: Instant.optional() });
export const inventoryRoutes = routes({
  people: {
    method: 'GET',
    path: '/api/v1/people',
    permission: 'people.read',
    tag,
    summary: 'People the viewer may see',
    query: ListQuery.extend({ status: z.enum(['active', 'inactive']).optional() }),
    response: pageOf(Person),
  },
  person: {
    method: 'GET',
    path: '/api/v1/people/:id',
    permission: 'people.read',
    tag,
    summary: 'One person',
    params: z.object({ id: PersonId }),
    response: Person,
  },
  identities: {
    method: 'GET',
    path: '/api/v1/identities',
    permission,
    tag,
    summary: 'Identities',
    query: ListQuery.extend({
      kind: IdentityKind.optional(),
      awsAccountId: AwsAccountId.optional(),
      isMatched: z.enum(['true', 'false']).optional(),
    }),
    response: pageOf(Identity),
  },
  identity: {
    method: 'GET',
    path: '/api/v1/identities/:id',
    permission,
    tag,
    summary: 'One identity',
    params: entity,
    query: AsOf,
    response: Identity,
  },
  iamDetails: {
    method: 'GET',
    path: '/api/v1/iam-details/:id',
    permission,
    tag,
    summary: 'Policies, tags, credentials and use of an IAM user, group or role, or of the root user of an AWS account',
    params: entity,
    query: AsOf,
    response: IamDetails,
  },
  awsAccounts: {
    method: 'GET',
    path: '/api/v1/aws-accounts',
    permission,
    tag,
    summary: 'AWS accounts',
    query: ListQuery.extend({ status: z.string().max(30).optional() }),
    response: pageOf(AwsAccount),
  },
  awsAccount: {
    method: 'GET',
    path: '/api/v1/aws-accounts/:awsAccountId',
    permission,
    tag,
    summary: 'One AWS account',
    params: z.object({ awsAccountId: AwsAccountId }),
    query: AsOf,
    response: AwsAccount,
  },
  groups: {
    method: 'GET',
    path: '/api/v1/groups',
    permission,
    tag,
    summary: 'Groups of Identity Center and IAM',
    query: ListQuery.extend({ kind: z.enum(['identity-center-group', 'iam-group']).optional() }),
    response: pageOf(Group),
  },
  group: {
    method: 'GET',
    path: '/api/v1/groups/:id',
    permission,
    tag,
    summary: 'One group',
    params: entity,
    query: AsOf,
    response: Group,
  },
  permissionSets: {
    method: 'GET',
    path: '/api/v1/permission-sets',
    permission,
    tag,
    summary: 'Permission sets',
    query: ListQuery,
    response: pageOf(PermissionSet),
  },
  permissionSet: {
    method: 'GET',
    path: '/api/v1/permission-sets/:id',
    permission,
    tag,
    summary: 'One permission set',
    params: entity,
    query: AsOf,
    response: PermissionSet,
  },
  permissionSetDetails: {
    method: 'GET',
    path: '/api/v1/permission-sets/:id/details',
    permission,
    tag,
    summary: 'What a permission set allows: for who sees all that its connector reads',
    params: entity,
    query: AsOf,
    response: PermissionSetDetails,
  },
  roles: {
    method: 'GET',
    path: '/api/v1/roles',
    permission,
    tag,
    summary: 'IAM roles',
    query: ListQuery.extend({ awsAccountId: AwsAccountId.optional() }),
    response: pageOf(Role),
  },
  role: {
    method: 'GET',
    path: '/api/v1/roles/:id',
    permission,
    tag,
    summary: 'One IAM role',
    params: entity,
    query: AsOf,
    response: Role,
  },
  search: {
    method: 'GET',
    path: '/api/v1/search',
    permission,
    tag,
    summary: 'Search everything the viewer may see',
    query: z.object({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    response: z.object({ items: z.array(SearchHit), total: z.number().int() }),
  },
  publications: {
    method: 'GET',
    path: '/api/v1/publications',
    permission,
    tag,
    summary: 'Published sync runs, newest first: the dates an as-of question can tell apart',
    query: ListQuery.pick({ limit: true, cursor: true }),
    response: pageOf(Publication),
  },
});
