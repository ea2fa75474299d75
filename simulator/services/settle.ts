import type { World } from '../state/world.ts';
import { settleAccounts } from './organizations/accounts/settle-accounts.ts';
import { settleAssignments } from './sso-admin/settle-assignments.ts';

/** Lets happen whatever AWS does on its own time and is due by the world's clock. */
export function settle(world: World): void {
  settleAssignments(world);
  settleAccounts(world);
}
