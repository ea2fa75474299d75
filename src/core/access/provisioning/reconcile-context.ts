import type { Heartbeat } from '../../inventory/steps/guarded-run.ts';
import type { Notifications } from '../../notifications/ports.ts';
import type { ConnectorId, Ids } from '../../shared/ids.ts';
import type { Clock, Instant, UnitOfWork } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import { isWanting, type Lease } from '../model/lease.ts';
import type { PlanInput } from '../model/reconcile-plan.ts';
import { type AwsRight, isElsewhere } from '../model/right.ts';
import type {
  Claim,
  Failpoints,
  LedgerRow,
  Provisioner,
  ProvisioningSession,
  ProvisioningStores,
  RightWork,
} from '../provisioning-ports.ts';

export type ReconcileUnit = UnitOfWork & ProvisioningStores & { notifications: Notifications };
export interface ReconcilePorts {
  transact: Transact<ProvisioningStores & { notifications: Notifications }>;
  clock: Clock;
  ids: Ids;
  provisioner: Provisioner;
  heartbeat: Heartbeat;
  failpoints: Failpoints;
  /** Reads the listing that a confirmed write changed and publishes it at once (SYN-4). */
  publishRight(connectorId: ConnectorId, right: AwsRight): Promise<void>;
}

/** One pass over one unit: its claim guards every write. */
export interface ReconcileContext {
  ports: ReconcilePorts;
  claim: Claim;
  session(work: RightWork): ProvisioningSession;
  /** Keeps the claim for its whole time from now; false when it is lost. */
  renew(): Promise<boolean>;
}

/**
 * One transaction that begins with the proof that the unit is still ours (PRV-4). Rows are locked in one order
 * everywhere: leases, then tasks and revocations, then the ledger; verbs of people do the same.
 */
export const underClaim = <T>(
  { ports, claim }: ReconcileContext,
  work: (unit: ReconcileUnit, now: Instant) => Promise<T>,
): Promise<T> =>
  ports.transact(async (unit) => {
    await unit.units.hold(claim);
    return work(unit, await ports.clock.now());
  });

/** Wanted by leases that have begun; `ending` ones only wait for the end to be true. */
export const wantingOf = (leases: readonly Lease[]): Lease[] => leases.filter(isWanting);

/** People have decided something about these leases since they were read. */
export const isChanged = (now: readonly Lease[], then: readonly Lease[]): boolean => {
  const key = (leases: readonly Lease[]) => leases.map(({ id, status }) => `${id} ${status}`).join();
  return key(now) !== key(then);
};

export const callOf = ({ awsCall, awsStatus }: LedgerRow): PlanInput['call'] => {
  if (awsStatus === 'in-progress' || awsStatus === 'succeeded') return awsStatus;
  return awsStatus === null && awsCall !== null ? 'unknown' : 'none';
};

/** The product may not write it, so a person is asked to. */
export const isByHand = ({ isProvisioningOn, facts }: RightWork): boolean => !isProvisioningOn || isElsewhere(facts);

export const isRevoked = ({ revocations }: RightWork): boolean => revocations.length > 0;
