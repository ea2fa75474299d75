import type { ConnectorId } from '../shared/ids.ts';
import { type ReconcileContext, type ReconcilePorts, underClaim } from './provisioning/reconcile-context.ts';
import { reconcileRight } from './provisioning/reconcile-right.ts';
import { leaseMissed } from './provisioning/tell.ts';
import { type Claim, type ProvisioningSession, type RightWork, UnitLost } from './provisioning-ports.ts';

export type { ReconcilePorts } from './provisioning/reconcile-context.ts';

export type ReconcileOutcome =
  /** Nothing is due now; `nextInMs` null: nothing waits either. */
  | { status: 'done'; nextInMs: number | null }
  /** Another worker has the unit, or there is none of that key. */
  | { status: 'busy' }
  /** This worker was held for dead; another has taken over. */
  | { status: 'lost' };

/** Longer than any single AWS call with its retries; renewed three times within it. */
const claimMs = 60_000;
const renewMs = 15_000;
/** One round takes each right one step further; what needs more comes with the next job. */
const maxRounds = 12;

/**
 * Brings AWS to what leases and revocations of one unit want (PRV-2 to PRV-4), as far as that goes without waiting: an
 * asynchronous change is followed by later calls. Level-triggered: called too often, too late or after a crash, it
 * compares what should be with what is.
 */
export async function reconcileUnit(
  ports: ReconcilePorts,
  command: { unitKey: string; holder: string },
): Promise<ReconcileOutcome> {
  const claim = await ports.transact((unit) => unit.units.claim(command.unitKey, command.holder, claimMs));
  if (!claim) return { status: 'busy' };
  const sessions = openSessions(ports);
  const stopRenewing = keepClaim(ports, claim);
  try {
    const renew = () => ports.transact((unit) => unit.units.renew(claim, claimMs));
    const context: ReconcileContext = { ports, claim, session: sessions.of, renew };
    for (let round = 0; round < maxRounds; round++) {
      const works = await dueWork(context);
      if (works.length === 0) break;
      for (const work of works) await reconcileRight(context, work);
    }
    const nextInMs = await underClaim(context, async (unit, now) => {
      await unit.units.release(claim);
      return unit.units.nextDueInMs(claim.unitKey, now);
    });
    await ports.failpoints.reach('after-release');
    return { status: 'done', nextInMs };
  } catch (error) {
    if (error instanceof UnitLost) return { status: 'lost' };
    await ports.transact((unit) => unit.units.release(claim)).catch(() => {});
    throw error;
  } finally {
    stopRenewing();
    sessions.close();
  }
}

/** What time decides comes first; then every right with something to do now. */
const dueWork = (context: ReconcileContext): Promise<RightWork[]> =>
  underClaim(context, async (unit, now) => {
    const { unitKey } = context.claim;
    const advanced = await unit.leases.advance(unitKey, now);
    for (const lease of advanced)
      await unit.audit({
        at: now,
        actor: { kind: 'system' },
        action: lease.status === 'activating' ? 'lease.begun' : 'lease.expired',
        objectKind: 'lease',
        objectId: lease.id,
      });
    await unit.notifications.tell(advanced.filter(({ status }) => status === 'ended').map(leaseMissed), now);
    await unit.ledger.open(unitKey);
    return unit.ledger.work(unitKey);
  });

function keepClaim(ports: ReconcilePorts, claim: Claim): () => void {
  // A renewal that fails shows at the next write, which the fence refuses.
  return ports.heartbeat.every(renewMs, () => {
    ports.transact((unit) => unit.units.renew(claim, claimMs)).catch(() => {});
  });
}

/** One session per connector, opened when first needed. */
function openSessions({ provisioner }: ReconcilePorts) {
  const open = new Map<ConnectorId, ProvisioningSession>();
  return {
    of({ ledger, connection }: RightWork): ProvisioningSession {
      const known = open.get(ledger.connectorId);
      if (known) return known;
      if (!connection) throw new Error('A right without a connection is never asked about.');
      const session = provisioner.open(connection);
      open.set(ledger.connectorId, session);
      return session;
    },
    close() {
      for (const session of open.values()) session.close();
    },
  };
}
