import { withManagedConnector } from '../connectors/steps/managed-connector.ts';
import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId, RunId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { HoldPorts } from './hold-ports.ts';

export interface SettleHold {
  viewer: Viewer;
  actor: Actor;
  id: ConnectorId;
  /** The run whose difference they looked at: never another that came in its place. */
  runId: RunId;
  decision: 'confirm' | 'discard';
}

/**
 * Confirms a held run, which a worker then publishes exactly as it was staged, or discards it: the next run reads AWS
 * anew (CON-13). Refuses `run-not-held` when it does not wait, or somebody else settled it before.
 */
export const settleHold = (ports: HoldPorts, command: SettleHold): Promise<void> => {
  const { runId, decision } = command;
  return withManagedConnector(
    ports,
    command,
    async (connector, { holds, ...unit }) => {
      const removals = await holds.held(connector.id, runId);
      if (!removals)
        throw new Refusal('conflict', 'run-not-held', 'This sync does not wait any more: it was settled meanwhile.');
      const now = await ports.clock.now();
      if (decision === 'confirm') {
        await holds.confirm(runId);
        const data = { connectorId: connector.id, trigger: 'person', startedBy: command.viewer.personId };
        await unit.enqueue('inventory.sync-connector', data, { key: connector.id });
      } else await holds.discard(runId);
      await unit.audit({
        at: now,
        actor: command.actor,
        action: decision === 'confirm' ? 'sync-run.confirmed' : 'sync-run.discarded',
        objectKind: 'sync-run',
        objectId: runId,
        detail: { connectorId: connector.id, ...removals },
      });
    },
    { concerns: 'runs' },
  );
};
