import type { World } from '../state/world.ts';
import { settleAccounts } from './organizations/accounts/settle-accounts.ts';
import { settleAssignments } from './sso-admin/settle-assignments.ts';

/** Lets happen whatever AWS does on its own time and is due by the world's clock. */
export function settle(world: World): void {
  settleAssignments(world);
  settleAccounts(world);
}

/** When the next of it is due, if anything is under way. */
export function nextDueAt({ identityCenters, organizations }: World): number | undefined {
  let next: number | undefined;
  for (const { pending } of [...identityCenters, ...organizations]) {
    for (const { dueAt } of pending) if (next === undefined || dueAt < next) next = dueAt;
  }
  return next;
}
