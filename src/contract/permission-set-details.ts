import { z } from 'zod';
import { EntityId, Instant, Tag } from './shared.ts';

/** AWS's own policy by ARN, or a customer's, which each AWS account has under this name and path. */
const NamedPolicy = z.object({ name: z.string(), arn: z.string().nullable(), path: z.string().nullable() });
/** What a permission set allows. Null is "was not read", which is never "there is none". */
export const PermissionSetDetails = z
  .object({
    id: EntityId,
    name: z.string(),
    /** Details are kept, and read again within a day; null with `asOf`. */
    readAt: Instant.nullable(),
    relayState: z.string().nullable(),
    managedPolicies: z.array(NamedPolicy).nullable(),
    customerManagedPolicies: z.array(NamedPolicy).nullable(),
    /** As JSON; as text where it is none. Its document null: there is none. */
    inlinePolicy: z.object({ document: z.unknown() }).nullable(),
    permissionsBoundary: z.object({ policy: NamedPolicy.nullable() }).nullable(),
    tags: z.array(Tag).nullable(),
    /** What could not be read again: it is as it was known before. */
    gaps: z.array(
      z.object({
        part: z.enum([
          'managed-policies',
          'customer-managed-policies',
          'inline-policy',
          'permissions-boundary',
          'tags',
        ]),
        since: Instant,
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'PermissionSetDetails' });
export type PermissionSetDetails = z.infer<typeof PermissionSetDetails>;
