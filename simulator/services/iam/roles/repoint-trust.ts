import type { World } from '../../../state/world.ts';

/** Trust policies keep the unique id of whom they name, so they show a renamed user under the new ARN. */
export function repointTrust(world: World, principalId: string, before: string, after: string): void {
  if (before === after) return;
  for (const account of world.awsAccounts.built()) {
    for (const role of account.roles.all()) {
      if (role.trustedIds[before] !== principalId) continue;
      const { [before]: _, ...others } = role.trustedIds;
      role.trustedIds = { ...others, [after]: principalId };
      role.trustPolicy = role.trustPolicy.replaceAll(JSON.stringify(before), JSON.stringify(after));
    }
  }
}
