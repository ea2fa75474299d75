import type { IdentityCenter } from '../../simulator/state/identity-center/identity-center.ts';
import type { Organization } from '../../simulator/state/organization/organization.ts';
import { worldMaker } from '../../simulator/worlds/worlds.ts';

/** The Identity Center instance of a world as it begins. */
export function identityCenterOf(world: string): IdentityCenter {
  const [center] = worldMaker(world)().identityCenters;
  if (!center) throw new Error(`the world ${world} has no Identity Center instance`);
  return center;
}

/** The organization that the instance belongs to, as it begins. */
export function organizationOf(world: string): Organization {
  const made = worldMaker(world)();
  const [center] = made.identityCenters;
  const organization = center && made.organizationOf(center.base.ownerAccountId);
  if (!organization) throw new Error(`the world ${world} has no organization`);
  return organization;
}
