import type { AccessRow } from '../../api/types.ts';

type Row = Pick<AccessRow, 'entitlement' | 'path'>;

/** `ent_… 730482915066` for a permission set on an AWS account, `group ent_…` for membership. */
const keyOf = ({ entitlement: { kind, entityId, awsAccount } }: Row): string =>
  kind === 'group-member' ? `group ${entityId}` : `${entityId} ${awsAccount?.awsAccountId}`;

/** The group of this path that is held by a lease: what it gives ends with it. */
export function leasedGroup({ path, entitlement }: Row, leased: ReadonlySet<string>): string | null {
  if (entitlement.kind === 'group-member') return null;
  return path.find((step) => step.kind === 'group' && leased.has(`group ${step.id}`))?.name ?? null;
}

/** Whether AWS shows here what a lease gave: the same permission set assigned directly, or the membership itself. */
export function isByLease(row: Row, leased: ReadonlySet<string>): boolean {
  if (!leased.has(keyOf(row))) return false;
  return row.entitlement.kind === 'group-member' || !row.path.some((step) => step.kind === 'group');
}
