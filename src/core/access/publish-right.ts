import type { AwsConnection } from '../connectors/model/aws-connection.ts';
import {
  type ConnectionFacts,
  type KnownInventory,
  RunLost,
  type ScopeSink,
  type SyncRunStore,
} from '../inventory/ports.ts';
import type { ConnectorId, Ids } from '../shared/ids.ts';
import type { AwsRight } from './model/right.ts';

export interface RightReader {
  read(connection: AwsConnection, right: AwsRight, known: KnownInventory, sink: ScopeSink): Promise<ConnectionFacts>;
}

/**
 * After a confirmed write: reads the listing it changed and publishes it as a run of its own, so that access, search and
 * history show it at once (SYN-4). While the connector is being read, or any run is published, it is `busy`. Never fails the write: what
 * could not be read now, the next sync finds.
 */
export async function publishRight(
  ports: { runs: SyncRunStore; reader: RightReader; ids: Ids },
  { connectorId, right }: { connectorId: ConnectorId; right: AwsRight },
): Promise<'published' | 'busy' | 'failed'> {
  const connection = await ports.runs.connection(connectorId);
  if (!connection) return 'failed';
  const runId = ports.ids.next('run');
  const run = await ports.runs.open({ connectorId, trigger: 'schedule', startedBy: null, kind: 'targeted' }, runId);
  if (!run) return 'busy';
  const sink = ports.runs.sink(runId);
  try {
    const facts = await ports.reader.read(connection, right, await ports.runs.known(connectorId), sink);
    await sink.flush();
    await ports.runs.publish(runId, facts);
    return 'published';
  } catch (error) {
    if (error instanceof RunLost) return 'failed';
    await ports.runs
      .fail(runId, {
        code: 'targeted-run-failed',
        message: error instanceof Error ? error.message : String(error),
        mend: 'Nothing to do: the next sync reads it.',
        isTransient: true,
      })
      .catch(() => {});
    return 'failed';
  }
}
