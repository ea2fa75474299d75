import { z } from 'zod';
import { StatusReason } from './connector-setup.ts';
import { AwsAccountId, EntityId, Gap, Instant, PersonLink, RunId } from './shared.ts';

export const SyncRun = z
  .object({
    id: RunId,
    number: z.number().int(),
    status: z.enum(['reading', 'held', 'confirmed', 'published', 'failed', 'abandoned', 'discarded']),
    trigger: z.enum(['first', 'schedule', 'person', 'retry']),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    callsPlanned: z.number().int(),
    callsMade: z.number().int(),
    callsThrottled: z.number().int(),
    scopesRead: z.number().int(),
    scopesFailed: z.number().int(),
    opened: z.number().int(),
    closed: z.number().int(),
    changed: z.number().int(),
    failure: StatusReason.nullable(),
  })
  .meta({ id: 'SyncRun' });
export type SyncRun = z.infer<typeof SyncRun>;
export const RunLogLine = z
  .object({
    runId: RunId,
    n: z.number().int(),
    at: Instant,
    level: z.enum(['read', 'retry', 'gap', 'error', 'done']),
    message: z.string(),
  })
  .meta({ id: 'RunLogLine' });
export type RunLogLine = z.infer<typeof RunLogLine>;

const ReadingStrategy = z.enum([
  'by-group',
  'by-user',
  'by-aws-account',
  'by-permission-set',
  'by-pair',
  'by-principal',
]);
/** How one part of Identity Center was read, out of the ways there are, and why. */
export const PlanDecision = z
  .object({
    part: z.enum(['memberships', 'pairs', 'assignments', 'completeness']),
    chosen: ReadingStrategy,
    estimatedCalls: z.number().int(),
    /** Where the numbers are from. */
    basis: z.enum(['listed', 'last-publication', 'read-so-far']),
    reason: z.string(),
    /** The action whose refusal led to this decision. */
    refusedAction: z.string().nullable(),
    alternatives: z.array(
      z.object({
        strategy: ReadingStrategy,
        operation: z.string(),
        estimatedCalls: z.number().int(),
        outcome: z.enum(['chosen', 'dearer', 'not-possible']),
        why: z.string(),
      }),
    ),
  })
  .meta({ id: 'PlanDecision' });
export type PlanDecision = z.infer<typeof PlanDecision>;

/** How fast one family of AWS's services was called, against the limit that holds for one AWS account and region. */
const CallRate = z.object({
  family: z.string(),
  calls: z.number().int(),
  /** Over the time in which the run read; null: not measured. */
  perSecond: z.number().nullable(),
  /** What Countersign allowed itself; null: not kept. */
  limitPerSecond: z.number().nullable(),
});
/** Listings of one kind: how many were read whole, and how many were not. */
const ScopeCount = z.object({
  kind: z.string(),
  /** "members of groups" */
  title: z.string(),
  read: z.number().int(),
  failed: z.number().int(),
});
export const RunDetail = SyncRun.extend({
  startedBy: PersonLink.nullable(),
  /** How often another worker went on with it after one was killed. */
  resumptions: z.number().int(),
  /** Milliseconds in which a worker read; null: not measured. */
  readingMs: z.number().int().nullable(),
  /** Of its publication; null: there was none, or it was not measured. */
  publishingMs: z.number().int().nullable(),
  calls: z.array(
    z.object({
      operation: z.string(),
      planned: z.number().int(),
      actual: z.number().int(),
      throttled: z.number().int(),
    }),
  ),
  rates: z.array(CallRate),
  /** In the order in which it was decided: a later decision about the same part replaced the earlier one. */
  plan: z.array(PlanDecision.extend({ sentence: z.string() })),
  /** By kind; of a run that reads, as far as it has got. Null: not kept. */
  scopes: z.array(ScopeCount).nullable(),
  changes: z.object({
    granted: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
    appeared: z.number().int(),
    vanished: z.number().int(),
    /** Of the connector's first publication: what was there before, so that it is in no list of changes. */
    areFirst: z.boolean(),
  }),
  log: z.array(RunLogLine),
}).meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof RunDetail>;

/** A listing that one run could not read whole. */
export const RunGap = Gap.omit({ connectorId: true })
  .extend({
    /** What is not shown, or stale, because of it. */
    hides: z.string(),
    mend: z.string(),
    /** The page of what the listing belongs to; null where there is none. */
    about: z
      .object({
        kind: z.enum(['identity', 'group', 'permission-set', 'role', 'aws-account']),
        /** An AWS account's page goes by its number. */
        id: z.union([EntityId, AwsAccountId]),
        name: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'RunGap' });
export type RunGap = z.infer<typeof RunGap>;
