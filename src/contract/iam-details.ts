import { z } from 'zod';
import { EntityId, Freshness, Instant, Tag } from './shared.ts';

/** What IAM says of one thing besides who has access. */
export const IamDetails = z
  .object({
    id: EntityId,
    kind: z.enum(['iam-user', 'iam-group', 'iam-role', 'aws-account']),
    name: z.string(),
    policies: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['aws-managed', 'customer-managed', 'inline']),
        arn: z.string().nullable(),
        /** What it allows, as JSON; null for AWS's own, which is known by name only. */
        document: z.unknown(),
        /** The group through which it comes; null: attached to or written into the thing itself. */
        via: z.object({ id: EntityId, name: z.string() }).nullable(),
      }),
    ),
    permissionsBoundary: z.string().nullable(),
    tags: z.array(Tag),
    /** Of policies, boundary and tags: stale or never read is not "none". */
    policiesFreshness: Freshness,
    /** As it is now; null with `asOf`, and where none was read. Of an AWS account: its root user's. */
    use: z
      .object({
        lastUsedAt: Instant.nullable(),
        lastUsedRegion: z.string().nullable(),
        hasPassword: z.boolean().nullable(),
        hasMfa: z.boolean().nullable(),
        passwordUsedAt: Instant.nullable(),
        passwordChangedAt: Instant.nullable(),
        accessKeys: z.array(
          z.object({
            isActive: z.boolean(),
            rotatedAt: Instant.nullable(),
            usedAt: Instant.nullable(),
            region: z.string().nullable(),
            service: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
    useFreshness: Freshness,
  })
  .meta({ id: 'IamDetails' });
export type IamDetails = z.infer<typeof IamDetails>;
