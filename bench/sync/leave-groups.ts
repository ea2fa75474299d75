import { DeleteGroupMembershipCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { demoAdministrator } from '../../test/support/product.ts';
import { identityCenterOf } from './identity-center-of.ts';

/** Ends memberships of the world as it begins, the `from`th and those after it, as somebody else than the product. */
export async function leaveGroups(endpoint: string, world: string, from: number, count: number): Promise<void> {
  const { base, memberships } = identityCenterOf(world);
  const { identityStoreId: IdentityStoreId, region } = base;
  const client = new IdentitystoreClient({ endpoint, region, credentials: demoAdministrator, maxAttempts: 20 });
  for (const { id: MembershipId } of memberships.all().slice(from, from + count))
    await client.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
  client.destroy();
}
