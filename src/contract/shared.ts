import { z } from 'zod';

/** RFC 3339 instant in UTC, from 1970 on: the year 0000 that RFC 3339 allows is none to PostgreSQL. */
export const Instant = z.iso
  .datetime()
  .refine((instant) => instant >= '1970', 'Must be in the year 1970 or later')
  .meta({ id: 'Instant' });
export const PersonId = z.string().regex(/^per_[0-9a-z]+$/);
export const ApplicationId = z.string().regex(/^app_[0-9a-z]+$/);
export const ConnectorId = z.string().regex(/^con_[0-9a-z]+$/);
export const RunId = z.string().regex(/^run_[0-9a-z]+$/);
/** An entity of the inventory: AWS account, identity, group, permission set, role. */
export const EntityId = z.string().regex(/^ent_[1-9][0-9]{0,9}$/);
export const AwsAccountId = z.string().regex(/^\d{12}$/);

/** RFC 9457 problem document; `code` is stable and listed in docs/errors.md. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    /** The request field at fault, where there is one. */
    field: z.string().optional(),
    /** All fields at fault, for bad input. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export const ListQuery = PageQuery.extend({
  /** Free text over name, e-mail, ARN and native id. */
  q: z.string().max(200).optional(),
  sort: z.string().max(40).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
  /** Facts as they were then; now when absent. */
  asOf: Instant.optional(),
});

/** `{ items, nextCursor, total }`: every list of the API. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() });

export const PersonLink = z.object({ id: PersonId, name: z.string() }).meta({ id: 'PersonLink' });
export type PersonLink = z.infer<typeof PersonLink>;
export const AwsAccountLink = z.object({ awsAccountId: AwsAccountId, name: z.string() }).meta({ id: 'AwsAccountLink' });

/** A tag of something in AWS. */
export const Tag = z.object({ key: z.string(), value: z.string() });

/** How fresh a fact is (tokens.md rule 8): never newer than `readAt`; stale when the last try failed. */
export const Freshness = z
  .object({
    readAt: Instant.nullable(),
    isStale: z.boolean(),
    staleSince: Instant.nullable(),
    staleReason: z.string().nullable(),
  })
  .meta({ id: 'Freshness' });
export type Freshness = z.infer<typeof Freshness>;

/** Something that could not be read, and what that hides. */
export const Gap = z
  .object({
    /** A sentence: "members of group Platform". */
    what: z.string(),
    scopeKind: z.string(),
    reason: z.enum(['denied', 'throttled', 'unavailable', 'not-attempted', 'invalid', 'no-longer-read']),
    /** The IAM action to add, where that is the mend. */
    action: z.string().nullable(),
    message: z.string(),
    since: Instant,
    /** Null for viewers who may not see the connector. */
    connectorId: ConnectorId.nullable(),
  })
  .meta({ id: 'Gap' });
export type Gap = z.infer<typeof Gap>;
