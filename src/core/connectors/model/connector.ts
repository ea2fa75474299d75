import type { Viewer } from '../../security/model/viewer.ts';
import { seesEverything } from '../../security/model/viewer.ts';
import type { ApplicationId, ConnectorId, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AwsConnection } from './aws-connection.ts';
import type { ConnectorSettings } from './connector-settings.ts';
import type { SyncSchedule } from './schedule/sync-schedule.ts';

export type ConnectorStatus = 'not-connected' | 'syncing' | 'connected' | 'error' | 'paused' | 'held';

/** Why a connector is in status Error or Held: what happened, how to mend it, AWS's own sentence. */
export interface StatusReason {
  code: string;
  message: string;
  mend: string;
  awsError?: string;
}

/** Everything that a person may change of a connector. */
export interface ChangeableSettings extends ConnectorSettings, SyncSchedule {
  name: string;
  ownerIds: PersonId[];
  /** May AWS be changed through it? Off: changes become tasks with instructions (CON-6). */
  provisioningEnabled: boolean;
  /** Between syncs, how often CloudTrail's history is looked into for what changed (SYN-8); null: never. */
  refreshIntervalMinutes: number | null;
  /** A sync that removes more than this share of identities or grants is held, from so many on (CON-13). */
  holdSharePercent: number;
  holdMinimum: number;
}

export interface Connector extends ChangeableSettings {
  id: ConnectorId;
  applicationId: ApplicationId;
  externalId: string;
  /** What the roles in other AWS accounts ask for: one for all of them (CON-11). */
  memberExternalId: string;
  /** Encrypted; null where there is none. */
  sealedScimToken: string | null;
  isPaused: boolean;
  status: ConnectorStatus;
  statusReason: StatusReason | null;
  /** What AWS said at the first successful sync; fixed from then on (CON-18). */
  awsAccountId: string | null;
  organizationId: string | null;
  /** What the last test of the connection found. */
  testedOrganizationId: string | null;
  lastSyncedAt: Instant | null;
  createdBy: PersonId;
  /** Of the settings, for If-Match; syncs do not change it. */
  version: number;
}

type Owned = Pick<Connector, 'createdBy' | 'ownerIds'>;
const isOwn = (viewer: Viewer, connector: Owned): boolean =>
  connector.createdBy === viewer.personId || connector.ownerIds.includes(viewer.personId);

/** Super Administrators manage all connectors, Connector Administrators those they own or created (CON-3). */
export const canManage = (viewer: Viewer, connector: Owned): boolean =>
  viewer.roles.includes('super-administrator') ||
  (viewer.roles.includes('connector-administrator') && isOwn(viewer, connector));

/** SEC-2: Super Administrator and Auditor see all, a Connector Administrator own ones, others none. */
export const canSee = (viewer: Viewer, connector: Owned): boolean =>
  seesEverything(viewer) || canManage(viewer, connector);

/** The roles that an owner must hold one of (CON-3). */
export const ownerRoles = ['super-administrator', 'connector-administrator'] as const;

/** Null until a role ARN is set: there is nothing to assume. */
export const connectionOf = (
  {
    id,
    externalId,
    memberExternalId,
    sealedScimToken,
  }: Pick<Connector, 'id' | 'externalId' | 'memberExternalId' | 'sealedScimToken'>,
  settings: ConnectorSettings,
): AwsConnection | null =>
  settings.roleArn === null
    ? null
    : { connectorId: id, externalId, memberExternalId, sealedScimToken, ...settings, roleArn: settings.roleArn };
