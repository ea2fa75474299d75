import type { Notifications } from '../notifications/ports.ts';
import type { JobRunner } from '../shared/job-runner.ts';
import type { Clock, Instant } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { Lease } from './model/lease.ts';
import { leaseEndingSoon } from './provisioning/tell.ts';
import type { ProvisioningStores } from './provisioning-ports.ts';

export interface EndingLeases {
  /** Active leases whose end is near and whose holder was not told yet, with the entitlement's name. */
  endingSoon(now: Instant): Promise<{ lease: Lease; name: string }[]>;
}
export interface SweepPorts {
  transact: Transact<Pick<ProvisioningStores, 'units'> & { notifications: Notifications }>;
  clock: Clock;
  jobs: Pick<JobRunner, 'send'>;
  leases: EndingLeases;
}

/**
 * Finds whatever a lost job or timer missed (PRV-2): every unit with a lease to begin or end, a revocation or a change
 * under way gets a job. Tells those whose lease is about to end. Safe to run in several workers at once.
 */
export async function sweepLeases(ports: SweepPorts): Promise<{ units: number; told: number }> {
  const now = await ports.clock.now();
  const units = await ports.transact((unit) => unit.units.due(now));
  for (const unitKey of units) await ports.jobs.send('access.reconcile', { unitKey }, { key: unitKey });
  const soon = await ports.leases.endingSoon(now);
  if (soon.length > 0)
    await ports.transact((unit) =>
      unit.notifications.tell(
        soon.map(({ lease, name }) => leaseEndingSoon(lease, name)),
        now,
      ),
    );
  return { units: units.length, told: soon.length };
}
