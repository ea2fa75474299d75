import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { type ConnectorSettings, validSettings } from './model/connector-settings.ts';
import type { ConnectorPorts, StoredChecklist } from './ports.ts';
import { readManagedConnector, withManagedConnector } from './steps/managed-connector.ts';
import { changeOfScimToken, type EnteredScimToken, tokenAfter } from './steps/scim-token.ts';
import { testSettings } from './steps/test-settings.ts';

export interface TestConnection {
  viewer: Viewer;
  actor: Actor;
  id: ConnectorId;
  /** Need not be saved. */
  settings: ConnectorSettings & { roleArn: string };
  /** Null: the one that is kept. */
  scimToken: EnteredScimToken | null;
}

/**
 * Asks AWS with these values and keeps only the checklist (CON-7). Refuses what validSettings and
 * changeOfScimToken refuse.
 */
export const testConnection = async (ports: ConnectorPorts, command: TestConnection): Promise<StoredChecklist> => {
  const before = await readManagedConnector(ports, command);
  const settings = {
    ...validSettings(command.settings, ports.simulatedOrigin),
    roleArn: command.settings.roleArn.trim(),
  };
  const { id: connectorId, externalId, memberExternalId } = before;
  const sealedScimToken = tokenAfter(before, changeOfScimToken(ports, before, settings, command.scimToken));
  const connection = { ...settings, connectorId, externalId, memberExternalId, sealedScimToken };
  const checklist = await testSettings(ports, connection);
  return withManagedConnector(ports, command, async (connector, unit) => {
    const testedAt = await ports.clock.now();
    await unit.connectors.saveChecklist(connector.id, { ...checklist, testedAt });
    await unit.connectors.forgetDeniedActions(connector.id);
    const { isReachable, place, failure } = checklist;
    const count = (outcome: string) => checklist.checks.filter((check) => check.outcome === outcome).length;
    await unit.audit({
      at: testedAt,
      actor: command.actor,
      action: 'connector.tested',
      objectKind: 'connector',
      objectId: connector.id,
      detail: {
        ...settings,
        isReachable,
        place,
        failure: failure?.code ?? null,
        passed: count('pass'),
        failed: count('fail'),
      },
    });
    return { ...checklist, testedAt };
  });
};
