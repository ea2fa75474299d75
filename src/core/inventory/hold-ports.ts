import type { ConnectorStores } from '../connectors/ports.ts';
import type { ConnectorId, RunId } from '../shared/ids.ts';
import type { Clock } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { Removals } from './model/sync-guard.ts';

/** Held runs inside one transaction, which has the connector's turn. False or null: this run does not wait (any more). */
export interface HoldStore {
  /** What this run of the connector would remove. */
  held(connectorId: ConnectorId, runId: RunId): Promise<Removals | null>;
  /** From now on whichever worker comes first publishes it, as it was staged. */
  confirm(runId: RunId): Promise<void>;
  /** Nothing of it is left but its row; the connector is again what it was before. */
  discard(runId: RunId): Promise<void>;
}
export interface HoldPorts {
  transact: Transact<ConnectorStores & { holds: HoldStore }>;
  clock: Clock;
}
