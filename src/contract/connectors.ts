import { z } from 'zod';
import { Hold, Removal } from './connector-hold.ts';
import { AddConnector, ChangeConnector, Settings } from './connector-settings.ts';
import { Checklist, ServiceIdentity, Setup, StatusReason } from './connector-setup.ts';
import { routes } from './route.ts';
import {
  ApplicationId,
  AwsAccountId,
  ConnectorId,
  Gap,
  Instant,
  PageQuery,
  PersonLink,
  pageOf,
  RunId,
} from './shared.ts';
import { RunDetail, RunGap, RunLogLine, SyncRun } from './sync-runs.ts';

export const ConnectorStatus = z.enum(['not-connected', 'syncing', 'connected', 'error', 'paused', 'held']);
export const Connector = z
  .object({
    id: ConnectorId,
    name: z.string(),
    application: z.object({ id: ApplicationId, name: z.string() }),
    owners: z.array(PersonLink),
    status: ConnectorStatus,
    statusReason: StatusReason.nullable(),
    externalId: z.string(),
    /** Of the roles in the other AWS accounts of the organization, one for all; empty where externalId is. */
    memberExternalId: z.string(),
    /** By which their IAM is read; null: it is not (CON-11). */
    memberRoleName: z.string().nullable(),
    scimEnabled: z.boolean(),
    scimEndpoint: z.string().nullable(),
    /** That a token is kept, and until when AWS takes it: the token itself is never given back (CON-6). */
    scimToken: z.object({ savedAt: Instant, expiresAt: Instant }).nullable(),
    roleArn: z.string().nullable(),
    organizationsEnabled: z.boolean(),
    identityCenterEnabled: z.boolean(),
    identityCenterRegion: z.string().nullable(),
    syncIntervalMinutes: z.number().int(),
    /** A cron expression of five fields in this time zone; null: by the interval. */
    syncCron: z.string().nullable(),
    syncTimeZone: z.string().nullable(),
    /** "every day at 06:00 Europe/Berlin" */
    schedule: z.string(),
    refreshIntervalMinutes: z.number().int().nullable(), // Looks into CloudTrail between syncs; null: never.
    lastLookedAt: Instant.nullable(), // Null: not yet, or the role may not.
    holdSharePercent: z.number(),
    holdMinimum: z.number().int(),
    hold: Hold.nullable(),
    /** Syncs that failed one after the other, and since when the owners know; null: they were not told. */
    failuresInARow: z.number().int(),
    ownersToldAt: Instant.nullable(),
    isPaused: z.boolean(),
    /** May Countersign change AWS through this connector? Off: changes become tasks with instructions. */
    provisioningEnabled: z.boolean(),
    awsAccountId: AwsAccountId.nullable(),
    managementAwsAccountId: AwsAccountId.nullable(),
    organizationId: z.string().nullable(),
    identityCenterInstanceArn: z.string().nullable(),
    lastSyncedAt: Instant.nullable(),
    nextSyncAt: Instant.nullable(),
    currentRun: SyncRun.nullable(),
    gapCount: z.number().int(),
    checklist: Checklist.nullable(),
    createdAt: Instant,
    createdBy: PersonLink,
    /** Deleted then: it reads nothing any more, and its history is still shown (CON-15). */
    deletedAt: Instant.nullable(),
    /** For If-Match: a PATCH with an older version is refused. */
    version: z.number().int(),
    /** What the viewer may do with this connector. */
    canManage: z.boolean(),
  })
  .meta({ id: 'Connector' });
export type Connector = z.infer<typeof Connector>;

export const Application = z
  .object({
    id: ApplicationId,
    name: z.string(),
    owners: z.array(PersonLink),
    discoveredFrom: z.string().nullable(),
    connectorCount: z.number().int(),
    createdAt: Instant,
  })
  .meta({ id: 'Application' });

const tag = 'Connectors';
const params = z.object({ id: ConnectorId });
const read = 'connectors.read';
const manage = 'connectors.manage';
export const connectorRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/connectors',
    permission: read,
    tag,
    summary: 'Connectors the viewer may see',
    query: PageQuery,
    response: pageOf(Connector),
  },
  add: {
    method: 'POST',
    path: '/api/v1/connectors',
    permission: manage,
    tag,
    summary: 'Add a connector to a new or existing application (CON-2)',
    body: AddConnector,
    response: Connector,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/connectors/:id',
    permission: read,
    tag,
    summary: 'One connector',
    params,
    response: Connector,
  },
  change: {
    method: 'PATCH',
    path: '/api/v1/connectors/:id',
    permission: manage,
    tag,
    summary: 'Save settings: probes AWS, then syncs; 400 for a member AWS account with Organizations on (CON-7)',
    params,
    body: ChangeConnector,
    response: Connector,
  },
  delete: {
    method: 'DELETE',
    path: '/api/v1/connectors/:id',
    permission: manage,
    tag,
    summary:
      'Delete a connector: its history stays, and what it read is no longer read; 409 while leases go on (CON-15)',
    params,
    status: 204,
  },
  setup: {
    method: 'GET',
    path: '/api/v1/connectors/:id/setup',
    permission: manage,
    tag,
    summary: 'External ID, trust policy and read policy, filled in (CON-5)',
    params,
    response: Setup,
  },
  test: {
    method: 'POST',
    path: '/api/v1/connectors/:id/test',
    permission: manage,
    tag,
    summary: 'Test connection with these values; saves only the checklist',
    params,
    body: Settings,
    response: Checklist,
  },
  sync: {
    method: 'POST',
    path: '/api/v1/connectors/:id/sync',
    permission: manage,
    tag,
    summary: 'Sync now',
    params,
    response: Connector,
    status: 202,
  },
  pause: {
    method: 'POST',
    path: '/api/v1/connectors/:id/pause',
    permission: manage,
    tag,
    summary: 'Pause scheduled syncs',
    params,
    response: Connector,
  },
  resume: {
    method: 'POST',
    path: '/api/v1/connectors/:id/resume',
    permission: manage,
    tag,
    summary: 'Resume scheduled syncs',
    params,
    response: Connector,
  },
  runs: {
    method: 'GET',
    path: '/api/v1/connectors/:id/runs',
    permission: read,
    tag,
    summary: 'Past and current sync runs, newest first',
    params,
    query: PageQuery,
    response: pageOf(SyncRun),
  },
  run: {
    method: 'GET',
    path: '/api/v1/connectors/:id/runs/:runId',
    permission: read,
    tag,
    summary: 'One run: calls planned and made, how it was read and why, what was read and what was not, how fast',
    params: z.object({ id: ConnectorId, runId: RunId }),
    response: RunDetail,
  },
  runGaps: {
    method: 'GET',
    path: '/api/v1/connectors/:id/runs/:runId/gaps',
    permission: read,
    tag,
    summary: 'What this run could not read, what that hides and how to mend it; empty for a run that ended unpublished',
    params: z.object({ id: ConnectorId, runId: RunId }),
    query: PageQuery,
    response: pageOf(RunGap),
  },
  removals: {
    method: 'GET',
    path: '/api/v1/connectors/:id/runs/:runId/removals',
    permission: read,
    tag,
    summary: 'What a held run would remove, by kind and name; empty once it is settled (CON-13)',
    params: z.object({ id: ConnectorId, runId: RunId }),
    query: PageQuery.extend({ kind: z.string().max(40).optional() }),
    response: pageOf(Removal),
  },
  confirmRun: {
    method: 'POST',
    path: '/api/v1/connectors/:id/runs/:runId/confirm',
    permission: manage,
    tag,
    summary: 'Publish a held run exactly as it was read',
    params: z.object({ id: ConnectorId, runId: RunId }),
    response: Connector,
    status: 202,
  },
  discardRun: {
    method: 'POST',
    path: '/api/v1/connectors/:id/runs/:runId/discard',
    permission: manage,
    tag,
    summary: 'Drop a held run; the next one reads AWS anew',
    params: z.object({ id: ConnectorId, runId: RunId }),
    response: Connector,
  },
  gaps: {
    method: 'GET',
    path: '/api/v1/connectors/:id/gaps',
    permission: read,
    tag,
    summary: 'What the last run could not read, and why',
    params,
    response: z.object({ items: z.array(Gap.extend({ mend: z.string() })) }),
  },
  log: {
    method: 'GET',
    path: '/api/v1/connectors/:id/log',
    permission: read,
    tag,
    summary: 'Live log of the newest run (server-sent events)',
    params,
    response: RunLogLine,
    isStream: true,
  },
  serviceIdentity: {
    method: 'GET',
    path: '/api/v1/service-identity',
    permission: read,
    tag,
    summary: 'Who the product is in AWS (CON-17)',
    response: ServiceIdentity,
  },
  createDemoRole: {
    method: 'POST',
    path: '/api/v1/demo/connectors/:id/role',
    permission: manage,
    tag,
    summary: 'Demo only: make the role in the simulated AWS',
    params,
    query: z.object({ reading: z.enum(['minimum', 'further']).default('further') }),
    response: z.object({ roleArn: z.string() }),
    status: 201,
  },
  applications: {
    method: 'GET',
    path: '/api/v1/applications',
    permission: 'applications.read',
    tag,
    summary: 'Applications, discovered ones first',
    query: PageQuery,
    response: pageOf(Application),
  },
});
