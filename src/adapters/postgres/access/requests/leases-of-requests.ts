import type { LeasesOfRequests } from '../../../../core/access/requests/views.ts';
import type { Database } from '../../database.ts';
import { selectLeases } from '../lease-views.ts';

/** The lease that each of these requests led to; of an extension, the lease that it extends. */
export const leasesOfRequests =
  (database: Database): LeasesOfRequests =>
  async (viewer, ids) => {
    if (ids.length === 0) return new Map();
    const leases = await selectLeases(database, viewer, {
      from: 'join access_request r on l.request_id = r.id or l.id = r.extends_lease_id',
      where: (bind) => `r.id = any(${bind(ids)}) and r.status = 'approved'`,
      of: 'r.id',
    });
    return new Map(leases.map(({ of, ...lease }) => [of ?? '', lease]));
  };
