import { z } from 'zod';
import {
  AwsAccountId,
  AwsAccountLink,
  ConnectorId,
  EntityId,
  Freshness,
  Instant,
  PersonId,
  PersonLink,
  Tag,
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
