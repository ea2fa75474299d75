import type { Right, RightKind } from '../../../core/access/model/right.ts';
import { entitlementKinds } from '../../../core/inventory/model/kinds.ts';

const kinds: Record<number, RightKind> = {
  [entitlementKinds['group-member']]: 'group-member',
  [entitlementKinds['permission-set-assignment']]: 'permission-set-assignment',
};

/** The key columns of lease, revocation and provisioned_right, whose principal has two names. */
export const rightOf = (row: { kind: number; targetId: number; psId: number | null; principalId: number }): Right => ({
  kind: kinds[row.kind] as RightKind,
  targetId: row.targetId,
  permissionSetId: row.psId,
  principalId: row.principalId,
});

export const rightValues = ({ kind, targetId, permissionSetId, principalId }: Right): unknown[] => [
  entitlementKinds[kind],
  targetId,
  permissionSetId,
  principalId,
];

/** SQL: the row `t` is about the right in parameters $1 to $4. `principal` is how the table calls who holds it. */
export const isRight = (t: string, principal: 'identity_id' | 'principal_id'): string =>
  `${t}.kind = $1 and ${t}.target_id = $2 and ${t}.ps_id is not distinct from $3::int and ${t}.${principal} = $4`;
