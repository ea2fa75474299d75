import type { IdentityCenter } from '../../simulator/state/identity-center/identity-center.ts';
import { worldMaker } from '../../simulator/worlds/worlds.ts';

/** The Identity Center instance of a world as it begins. */
export function identityCenterOf(world: string): IdentityCenter {
  const [center] = worldMaker(world)().identityCenters;
  if (!center) throw new Error(`the world ${world} has no Identity Center instance`);
  return center;
}
