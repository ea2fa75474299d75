import { DeleteGroupMembershipCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { worldMaker } from '../../simulator/worlds/worlds.ts';
import { demoAdministrator } from '../../test/support/product.ts';

/** Ends memberships of the world as it begins, the `from`th and those after it, as somebody else than the product. */
export async function leaveGroups(endpoint: string, world: string, from: number, count: number): Promise<void> {
  const [center] = worldMaker(world)().identityCenters;
  if (!center) throw new Error('the world has an Identity Center instance');
  const { identityStoreId: IdentityStoreId, region } = center.base;
  const client = new IdentitystoreClient({ endpoint, region, credentials: demoAdministrator, maxAttempts: 20 });
  const memberships = center.memberships.all().slice(from, from + count);
  for (const { id: MembershipId } of memberships)
    await client.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
  client.destroy();
}
