import { DatabaseBusy } from '../shared/database-busy.ts';
import type { ConnectorId, RunId } from '../shared/ids.ts';
import { Refusal } from '../shared/refusal.ts';
import {
  type AwsReader,
  AwsUnreachable,
  type PublishedRun,
  type ResumedRun,
  RunHeld,
  RunLost,
  type RunSink,
  type RunStart,
  type SyncRunStore,
} from './ports.ts';
import { type Fenced, type Guard, guardedSink, type Heartbeat, keepAlive } from './steps/guarded-run.ts';

export interface SyncPorts {
  runs: SyncRunStore;
  reader: AwsReader;
  heartbeat: Heartbeat;
}
export type SyncConnector = RunStart & { runId: RunId };

export type SyncOutcome =
  | { status: 'published'; run: PublishedRun }
  /** The reason is on the connector and on the run; nothing that was known is lost. */
  | { status: 'failed'; code: string }
  /** It would remove too much, or an earlier one would: a person looks at it first (CON-13). */
  | { status: 'held' }
  /** Another run of this connector is reading. */
  | { status: 'busy' }
  /** The connector has no role yet, or was deleted. */
  | { status: 'not-configured' }
  /** This run was taken for dead and another may have begun: it stops without a trace. */
  | { status: 'lost' };

/**
 * One sync run: opens it, or resumes one whose worker was killed, reads AWS scope after scope into staging, publishes in
 * one transaction (SYN-4). Throws only for a bug, after closing the run as failed.
 */
export async function syncConnector(ports: SyncPorts, command: SyncConnector): Promise<SyncOutcome> {
  const { runId: newRunId, ...start } = command;
  if (!(await ports.runs.connection(command.connectorId))) return { status: 'not-configured' };
  const settled = await settleHold(ports, command.connectorId);
  if (settled) return settled;
  const run = await ports.runs.open(start, newRunId);
  if (!run) return { status: 'busy' };
  const { runId, resumed } = run;
  const fence = resumed?.fence ?? 0;
  // From here on a change of the settings discards the run; before, they may have been replaced.
  const connection = await ports.runs.connection(command.connectorId);

  const sink = ports.runs.sink(runId, resumed);
  const guard = guardedSink(sink);
  const stopBeating = keepAlive(ports, { runId, fence }, sink, guard);
  try {
    // The role was taken away, or the connector deleted, in between: that has discarded the run.
    if (!connection) throw new RunLost(`Sync run ${runId} has no settings to read by.`);
    if (resumed) await guard.sink.log('retry', resumedLine(resumed));
    const known = await ports.runs.known(command.connectorId);
    known.history = await ports.runs.history(command.connectorId);
    const facts = await ports.reader.read(connection, known, guard.sink);
    await guard.sink.log('done', doneLine(guard.counts));
    await sink.flush();
    // A run may end before its first beat.
    await ports.runs.heartbeat(runId, sink.calls(), fence);
    // A run that only publishes is still alive: the last beats go on until it has.
    return { status: 'published', run: await ports.runs.publish(runId, facts, fence) };
  } catch (error) {
    if (error instanceof RunHeld) return { status: 'held' };
    if (error instanceof RunLost) return { status: 'lost' };
    return await closeFailed(ports.runs, { runId, fence }, sink, error);
  } finally {
    stopBeating();
  }
}

/** A held run is published once somebody has confirmed it, exactly as it was staged. Null: AWS is to be read. */
async function settleHold({ runs }: SyncPorts, connectorId: ConnectorId): Promise<SyncOutcome | null> {
  const held = await runs.held(connectorId);
  if (!held) return null;
  if (held.isLost) {
    await runs.endLostHold(held.runId);
    return null;
  }
  if (!held.isConfirmed) return { status: 'held' };
  try {
    return { status: 'published', run: await runs.publish(held.runId, held.facts) };
  } catch (error) {
    if (error instanceof RunLost) return { status: 'lost' };
    // What a person has confirmed is not lost to a busy database: the job comes again.
    if (error instanceof DatabaseBusy) throw error;
    const failure = failureOf(error);
    await runs.fail(held.runId, failure);
    if (error instanceof Refusal) return { status: 'failed', code: failure.code };
    throw error;
  }
}

async function closeFailed(
  runs: SyncRunStore,
  { runId, fence }: Fenced,
  sink: RunSink,
  error: unknown,
): Promise<SyncOutcome> {
  const isExpected = [AwsUnreachable, Refusal, DatabaseBusy].some((kind) => error instanceof kind);
  const failure = failureOf(error);
  try {
    await runs.heartbeat(runId, sink.calls(), fence);
    await sink.log('error', [failure.message, failure.awsError].filter(Boolean).join(' '));
    await sink.flush();
  } catch {
    // Perhaps the very database that failed; the reason matters more than its line in the log.
  }
  try {
    await runs.fail(runId, failure, fence);
  } catch (closing) {
    if (closing instanceof RunLost) return { status: 'lost' };
    if (isExpected) throw closing;
  }
  if (!isExpected) throw error;
  return { status: 'failed', code: failure.code };
}

/** What goes on the connector: AWS's reason, the publish step's refusal (CON-18), what will pass, or that the fault is ours. */
function failureOf(error: unknown): Parameters<SyncRunStore['fail']>[1] {
  if (error instanceof AwsUnreachable) {
    const { code, message, mend, awsError, isTransient } = error;
    return { code, message, mend, ...(awsError !== undefined && { awsError }), isTransient };
  }
  if (error instanceof Refusal)
    return {
      code: error.code,
      message: error.message,
      mend: 'Give this connector a role of the AWS account it reads, or add a new connector.',
      isTransient: false,
    };
  if (error instanceof DatabaseBusy)
    return {
      code: 'database-busy',
      message: 'The database had no connection free for the sync.',
      mend: 'Nothing to do: nothing that was known is lost, and the sync is tried again soon. If it stays so, the database serves too many at once.',
      isTransient: true,
    };
  return {
    code: 'sync-bug',
    message: 'The sync stopped because of a fault in Countersign.',
    mend: "Nothing that was known is lost. The details are in the worker's log; please report them.",
    isTransient: true,
  };
}

const resumedLine = ({ parts }: ResumedRun) =>
  `The worker that read was killed; another goes on where it was: ${parts.size.toLocaleString('en-US')} parts are read already.`;
const doneLine = ({ read, failed }: Guard['counts']) =>
  failed === 0
    ? `Read everything: ${read} listings.`
    : `Read ${read} listings; ${failed} could not be read and keep what was known.`;
