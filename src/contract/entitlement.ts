import { z } from 'zod';
import { AwsAccountId, AwsAccountLink, EntityId } from './shared.ts';

export const RequestId = z.string().regex(/^req_[0-9a-z]+$/);
export const LeaseId = z.string().regex(/^lse_[0-9a-z]+$/);

/** What can be asked for: a permission set on an AWS account, or membership of a group. */
export const EntitlementRef = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('permission-set-assignment'),
    permissionSetId: EntityId,
    awsAccountId: AwsAccountId,
  }),
  z.object({ kind: z.literal('group-member'), groupId: EntityId }),
]);
export type EntitlementRef = z.infer<typeof EntitlementRef>;

/** A row of the catalog: what can be asked for, or an IAM role that groups of an identity provider give (DIR-4). */
export const CatalogRef = z.discriminatedUnion('kind', [
  ...EntitlementRef.options,
  z.object({ kind: z.literal('assume-role'), roleId: EntityId }),
]);
export type CatalogRef = z.infer<typeof CatalogRef>;

export const EntitlementName = z
  .object({
    ref: EntitlementRef,
    /** "ReadOnlyAccess on prod-payments", "Platform". */
    name: z.string(),
    awsAccount: AwsAccountLink.nullable(),
    description: z.string().nullable(),
  })
  .meta({ id: 'EntitlementName' });
