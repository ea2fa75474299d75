import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Checklist } from './model/checklist.ts';
import { type ChangeableSettings, type Connector, connectionOf } from './model/connector.ts';
import { type ConnectorSettings, validSettings } from './model/connector-settings.ts';
import { nextSync, type SyncSchedule, validSchedule } from './model/schedule/sync-schedule.ts';
import type { ConnectorPorts, ConnectorStores } from './ports.ts';
import { requireFreeCoverage, requireSameAwsAccount } from './steps/check-coverage.ts';
import { readManagedConnector, withManagedConnector } from './steps/managed-connector.ts';
import { nameOwners } from './steps/name-owners.ts';
import {
  changeOfScimToken,
  type EnteredScimToken,
  type ScimTokenChange,
  saveScimToken,
  tokenAfter,
} from './steps/scim-token.ts';
import { startSync } from './steps/start-sync.ts';
import { tellOwners } from './steps/tell-owners.ts';
import { testSettings } from './steps/test-settings.ts';

export interface ChangeConnector {
  viewer: Viewer;
  actor: Actor;
  id: ConnectorId;
  /** The version the caller read; null: whatever it is now. */
  ifMatch: number | null;
  changes: Partial<ChangeableSettings>;
  /** Null keeps the one there is, as long as the endpoint stays. */
  scimToken: EnteredScimToken | null;
}
type After = ChangeableSettings;

const settingNames = [
  'roleArn',
  'organizationsEnabled',
  'identityCenterEnabled',
  'identityCenterRegion',
  'memberRoleName',
  'scimEnabled',
  'scimEndpoint',
] as const;
const scheduleNames = ['syncIntervalMinutes', 'syncCron', 'syncTimeZone'] as const;
const minuteMs = 60_000;

/**
 * Saves settings (CON-6, CON-7). When they concern AWS it is asked first, and only what it says about the *place* of the
 * role can refuse: everything else is saved, with status Error and the reason, or Syncing with a sync to follow.
 * A run that reads by replaced settings, or is held, is discarded. Refuses `changed-meanwhile`,
 * `not-management-account`, `coverage-taken`, `connector-covers-other-account`, and what validSettings, changeOfScimToken,
 * saveScimToken, validSchedule and nameOwners refuse.
 */
export const changeConnector = async (ports: ConnectorPorts, command: ChangeConnector): Promise<void> => {
  const before = await readManagedConnector(ports, command);
  requireVersion(before, command.ifMatch);
  const after: After = { ...pick(before), ...defined(command.changes) };
  const concernsAws = command.scimToken !== null || settingNames.some((name) => command.changes[name] !== undefined);
  if (concernsAws) Object.assign(after, validSettings(pickSettings(after), ports.simulatedOrigin));
  const token = changeOfScimToken(ports, before, after, command.scimToken);
  if (scheduleNames.some((name) => command.changes[name] !== undefined)) {
    // Whoever says how many minutes means the interval, not the times of before.
    if (command.changes.syncIntervalMinutes !== undefined && command.changes.syncCron === undefined)
      after.syncCron = null;
    Object.assign(after, validSchedule(pickSchedule(after)));
  }
  requireSameAwsAccount(before, after);
  const sealedScimToken = tokenAfter(before, token);
  const connection = concernsAws ? connectionOf({ ...before, sealedScimToken }, after) : null;
  if (connection) {
    // What can be refused without AWS is refused before AWS is asked.
    await ports.transact(({ connectors }) => requireFreeCoverage(connectors, before, after, null));
  }
  const checklist = connection ? await testSettings(ports, connection) : null;
  if (checklist) requireManagementPlace(after, checklist);
  const concernsRuns = token.kind !== 'keep' || settingNames.some((name) => after[name] !== before[name]);
  const saveChecked = async (connector: Connector, unit: UnitOfWork & ConnectorStores): Promise<void> => {
    // AWS was asked about the settings as they were read: somebody else's later change is not overwritten unseen.
    requireVersion(connector, before.version);
    // A first run may have been published since, and tied the connector to its AWS account.
    requireSameAwsAccount(connector, after);
    const now = await ports.clock.now();
    await requireFreeCoverage(unit.connectors, connector, after, checklist);
    await save(unit, command, connector, { after, token }, now);
    // What is being read is read by settings that are replaced here.
    if (concernsRuns) await unit.connectors.discardReading(connector.id);
    if (concernsAws) await unit.connectors.forgetDeniedActions(connector.id);
    // What is held by these very settings still waits for a person.
    const isHeld = connector.status === 'held' && !concernsRuns;
    if (checklist) await applyChecklist(unit, command, { ...connector, ...after }, { checklist, isHeld }, now);
  };
  await withManagedConnector(ports, command, saveChecked, { concerns: concernsRuns ? 'runs' : undefined });
};

const requireVersion = (connector: Connector, version: number | null): void => {
  if (version !== null && version !== connector.version)
    throw new Refusal(
      'conflict',
      'changed-meanwhile',
      'Somebody saved this connector after you opened it. Reload it.',
      {
        facts: { version: connector.version },
      },
    );
};

/** CON-7: with Organizations on, a role in a member AWS account is refused; a delegated administrator is not. */
const requireManagementPlace = (settings: ConnectorSettings, checklist: Checklist): void => {
  if (!settings.organizationsEnabled || checklist.place !== 'member') return;
  const { awsAccountId, managementAwsAccountId } = checklist;
  const where = managementAwsAccountId
    ? `The management AWS account is ${managementAwsAccountId}.`
    : 'The Organizations console shows the management AWS account under AWS accounts.';
  throw new Refusal(
    'invalid',
    'not-management-account',
    `AWS account ${awsAccountId ?? 'of this role'} is a member of an organization and may not read it. ${where} Create the role there, or turn Organizations support off.`,
    { field: 'organizationsEnabled', facts: { awsAccountId, managementAwsAccountId } },
  );
};

const save = async (
  unit: UnitOfWork & ConnectorStores,
  command: ChangeConnector,
  connector: Connector,
  { after, token }: { after: After; token: ScimTokenChange },
  now: Instant,
): Promise<void> => {
  if (command.changes.ownerIds)
    after.ownerIds = await nameOwners(unit, { ...command, ownerIds: command.changes.ownerIds }, now);
  if (after.roleArn === null) {
    const added = after.ownerIds.filter((id) => !connector.ownerIds.includes(id));
    await tellOwners(unit, command.viewer.personId, { id: connector.id, name: after.name }, added, now);
  }
  await unit.connectors.saveSettings(connector.id, after, now);
  await saveScimToken(unit, connector, token, now);
  const before: After = pick(connector);
  // After a failure the next try is nearer than the schedule, and stays.
  if (scheduleNames.some((name) => after[name] !== before[name]) && connector.status !== 'error')
    await unit.connectors.setNextSync(connector.id, nextSync(after, now));
  const changed = (Object.keys(after) as (keyof After)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  await unit.audit({
    at: now,
    actor: command.actor,
    action: 'connector.changed',
    objectKind: 'connector',
    objectId: connector.id,
    detail: {
      ...Object.fromEntries(changed.map((name) => [name, { from: before[name], to: after[name] }])),
      // Which token it is, nobody learns.
      ...(token.kind !== 'keep' && { scimToken: token.kind === 'clear' ? 'cleared' : 'entered' }),
    },
  });
};

/** AWS answered: a sync follows. It did not, or refused: the reason is kept, and it is tried again. */
const applyChecklist = async (
  unit: UnitOfWork & ConnectorStores,
  command: ChangeConnector,
  connector: Connector,
  { checklist, isHeld }: { checklist: Checklist; isHeld: boolean },
  now: Instant,
): Promise<void> => {
  await unit.connectors.saveChecklist(connector.id, { ...checklist, testedAt: now });
  if (isHeld) return;
  if (checklist.failure) {
    const { isTransient, ...reason } = checklist.failure;
    const soon = new Date(Date.parse(now) + minuteMs).toISOString();
    const nextSyncAt = isTransient ? soon : nextSync(connector, now);
    await unit.connectors.saveStatus(connector.id, { status: 'error', reason, nextSyncAt });
  } else if (!connector.isPaused) await startSync(unit, connector, command.viewer.personId, now);
};

const pickSettings = (of: ConnectorSettings): ConnectorSettings => ({
  roleArn: of.roleArn,
  organizationsEnabled: of.organizationsEnabled,
  identityCenterEnabled: of.identityCenterEnabled,
  identityCenterRegion: of.identityCenterRegion,
  memberRoleName: of.memberRoleName,
  scimEnabled: of.scimEnabled,
  scimEndpoint: of.scimEndpoint,
});
const pickSchedule = ({ syncIntervalMinutes, syncCron, syncTimeZone }: SyncSchedule): SyncSchedule => ({
  syncIntervalMinutes,
  syncCron,
  syncTimeZone,
});
const pick = (connector: Connector): After => ({
  ...pickSettings(connector),
  ...pickSchedule(connector),
  name: connector.name,
  ownerIds: connector.ownerIds,
  provisioningEnabled: connector.provisioningEnabled,
  refreshIntervalMinutes: connector.refreshIntervalMinutes,
  holdSharePercent: connector.holdSharePercent,
  holdMinimum: connector.holdMinimum,
});
const defined = <T extends object>(changes: T): Partial<T> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
