import type { AwsConnection } from '../../connectors/model/aws-connection.ts';
import type { ConnectorId, RunId } from '../../shared/ids.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import { planRefresh, type RefreshPlan } from '../model/events/plan-refresh.ts';
import type { Touched } from '../model/events/touched.ts';
import { AwsUnreachable, type KnownInventory, type PublishedRun, RunLost, type SyncRunStore } from '../ports.ts';
import { guardedSink, type Heartbeat, keepAlive } from '../steps/guarded-run.ts';
import { judgeEvents } from './judge-events.ts';
import {
  EventsDenied,
  type Look,
  type Refresher,
  type RefreshSession,
  type RefreshStore,
  RemovesTooMuch,
  refusalIn,
} from './ports.ts';

export interface RefreshPorts {
  runs: SyncRunStore;
  refreshes: RefreshStore;
  refresher: Refresher;
  clock: Clock;
  heartbeat: Heartbeat;
  /** How old an event must be: until then AWS may answer as before it, or still be at it. Default 30 s. */
  settleMs?: number;
}
export interface RefreshConnector {
  connectorId: ConnectorId;
  /** Of the run, should one be needed. */
  runId: RunId;
}

export type RefreshOutcome = (
  | { status: 'published'; run: PublishedRun }
  /** Nothing that is read was touched. */
  | { status: 'unchanged' }
  /** A full run is due instead. */
  | { status: 'full'; reason: string }
  /** Something else reads, a held run waits, or the settings were just replaced. The next look finds the same events. */
  | { status: 'busy' }
  | { status: 'not-due' }
  | { status: 'denied' }
  | { status: 'failed'; code: string }
  | { status: 'lost' }
) & { events?: number; unknown?: string[]; unreadable?: number };

/** "typically within an average of about 5 minutes"; nothing is promised, so that a look goes back four times as far. */
const overlapMs = 20 * 60_000;
/** Between AWS's clock and ours, and for answers that lag: a full run counts as reading what was done so long before it. */
const marginMs = 2 * 60_000;

/**
 * Looks into CloudTrail's history for what changed since the last look, reads those listings again and publishes them
 * as a run of kind `incremental` (SYN-8). Failing, it leaves everything as it was: the full runs by the schedule do
 * not depend on it.
 */
export async function refreshConnector(ports: RefreshPorts, command: RefreshConnector): Promise<RefreshOutcome> {
  const { connectorId } = command;
  const connection = await ports.runs.connection(connectorId);
  const ground = connection && (await ports.refreshes.begin(connectorId, overlapMs));
  if (!connection || !ground) return { status: 'not-due' };
  const now = await ports.clock.now();
  const session = ports.refresher.open(connection);
  try {
    const since = earlier(ground.lookedUntil ?? ground.fullRunAt, overlapMs);
    const read = await session.events(since, ground.memberAwsAccountIds);
    for (const { awsAccountId, message } of read.deniedIn)
      await ports.refreshes.denied(connectorId, refusalIn('cloudtrail:LookupEvents', awsAccountId), message);
    const fullRunAt = earlier(ground.fullRunAt, marginMs);
    const { kept, touched, unknown } = judgeEvents(read.events, {
      roleArn: connection.roleArn,
      isKept: (id) => ground.keptEventIds.has(id),
      readAt: fullRunAt,
      settledAt: earlier(now, ports.settleMs ?? 30_000),
    });
    const found = { events: kept.length, unknown, unreadable: read.unreadable };
    const look: Look = { connectorId, lookedUntil: now, events: kept };
    const full =
      read.unreadable > 0
        ? 'CloudTrail told of something that cannot be read.'
        : read.wholeSince > since && read.wholeSince > fullRunAt
          ? 'More happened than is looked through at once.'
          : null;
    const outcome = full
      ? await instead(ports, look, full)
      : await carryOut(ports, { ...command, connection, session, look, touched });
    return { ...outcome, ...found };
  } catch (error) {
    if (error instanceof EventsDenied) {
      await ports.refreshes.denied(connectorId, error.action, error.message);
      return { status: 'denied' };
    }
    if (error instanceof AwsUnreachable) return { status: 'failed', code: error.code };
    throw error;
  } finally {
    session.close();
  }
}

const instead = async ({ refreshes }: RefreshPorts, look: Look, reason: string): Promise<RefreshOutcome> => {
  await refreshes.record(look, reason);
  return { status: 'full', reason };
};

interface Increment extends RefreshConnector {
  connection: AwsConnection;
  session: RefreshSession;
  look: Look;
  touched: readonly Touched[];
}

async function carryOut(ports: RefreshPorts, increment: Increment): Promise<RefreshOutcome> {
  const { connectorId, connection, look, touched } = increment;
  const known = await ports.runs.known(connectorId);
  const membershipIds = touched.flatMap((each) => (each.what === 'membership' ? [each.membershipId] : []));
  const planned = planRefresh(touched, {
    awsAccountId: known.awsAccountId ?? '',
    memberAwsAccountIds: connection.memberRoleName === null ? [] : known.iamAwsAccountIds,
    identityCenterGroupIds: known.identityCenterGroupIds,
    groupOfMembership: await ports.refreshes.groupsOf(connectorId, membershipIds),
  });
  if (planned === null) {
    await ports.refreshes.record(look);
    return { status: 'unchanged' };
  }
  return 'full' in planned ? instead(ports, look, planned.full) : readAgain(ports, increment, known, planned.plan);
}

async function readAgain(
  ports: RefreshPorts,
  increment: Increment,
  known: KnownInventory,
  plan: RefreshPlan,
): Promise<RefreshOutcome> {
  const { connectorId, runId, connection, session, look } = increment;
  const start = { connectorId, trigger: 'schedule', startedBy: null, kind: 'incremental' } as const;
  if (!(await ports.runs.open(start, runId))) return { status: 'busy' };
  const sink = ports.runs.sink(runId);
  const guard = guardedSink(sink);
  const stopBeating = keepAlive(ports, { runId, fence: 0 }, sink, guard);
  try {
    // A change of the settings discards the run; while there was none yet, it had nothing to discard.
    if (!isSame(connection, await ports.runs.connection(connectorId)))
      throw new SettingsReplaced('The settings of the connector were changed while CloudTrail was asked.');
    const history = await ports.runs.history(connectorId);
    await guard.sink.log('read', summaryOf(look));
    const facts = await session.reread({ ...known, history }, plan, guard.sink);
    await sink.flush();
    await ports.runs.heartbeat(runId, sink.calls());
    return { status: 'published', run: await ports.refreshes.publish(runId, facts, look) };
  } catch (error) {
    if (error instanceof RunLost) return { status: 'lost' };
    const failure = failureOf(error);
    await ports.runs.fail(runId, failure);
    if (error instanceof RemovesTooMuch) return instead(ports, look, error.message);
    if (error instanceof SettingsReplaced) return { status: 'busy' };
    if (error instanceof AwsUnreachable) return { status: 'failed', code: error.code };
    throw error;
  } finally {
    stopBeating();
  }
}

/** The session is of settings that were replaced since: what it reads must not be published (CON-18). */
class SettingsReplaced extends Error {}
const isSame = (a: AwsConnection, b: AwsConnection | null): boolean => JSON.stringify(a) === JSON.stringify(b);

const failureOf = (error: unknown): Parameters<SyncRunStore['fail']>[1] =>
  error instanceof AwsUnreachable
    ? { code: error.code, message: error.message, mend: error.mend, isTransient: error.isTransient }
    : {
        code: 'incremental-run-failed',
        message: error instanceof Error ? error.message : String(error),
        mend: 'Nothing to do: the next full sync reads everything.',
        isTransient: true,
      };

function summaryOf({ events }: Look): string {
  const counts = new Map<string, number>();
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return `CloudTrail tells of ${events.length === 1 ? '1 event' : `${events.length} events`}: ${names.join(', ')}`;
}

const earlier = (instant: Instant, byMs: number): Instant => toInstant(Date.parse(instant) - byMs);
/** Core has no clock: this only turns a number back into an instant. */
const toInstant = (ms: number): Instant => new Date(ms).toISOString();
