import type { Lease } from '../../../core/access/model/lease.ts';
import { rightOf } from './right-row.ts';

export const leaseColumns = `l.id, l.request_id as "requestId", l.person_id as "personId",
  l.connector_id as "connectorId", l.unit_key as "unitKey", l.kind, l.target_id as "targetId", l.ps_id as "psId",
  l.identity_id as "principalId", l.starts_at as "startsAt", l.ends_at as "endsAt", l.status,
  l.end_reason as "endReason", l.end_note as "endNote", l.activated_at as "activatedAt"`;
export type LeaseRow = Omit<Lease, 'right'> & {
  kind: number;
  targetId: number;
  psId: number | null;
  principalId: number;
};

export const leaseOf = ({ kind, targetId, psId, principalId, ...lease }: LeaseRow): Lease => ({
  ...lease,
  right: rightOf({ kind, targetId, psId, principalId }),
});
