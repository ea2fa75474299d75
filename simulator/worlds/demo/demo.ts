import type { World } from '../../state/world.ts';
import { addCountersign } from '../credentials.ts';
import { WorldBuilder } from '../world-builder.ts';
import { addIdentityCenter } from './identity-center.ts';
import { addManagementIam } from './management-iam.ts';
import { addMemberIam } from './member-iam.ts';
import { addOrganization } from './organization.ts';

/** Larkspur Pay: a payments company of about sixty people in twelve AWS accounts. The same on every start. */
export function demoWorld(): World {
  const builder = new WorldBuilder('demo', 'larkspur-1');
  addCountersign(builder);
  addOrganization(builder);
  addManagementIam(builder);
  addMemberIam(builder);
  addIdentityCenter(builder);
  return builder.world;
}
