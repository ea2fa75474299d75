import { inventoryRoutes } from '../../../../contract/inventory.ts';
import { sessionRoutes } from '../../../../contract/session.ts';
import type { Client } from '../../client/client.ts';
import { WrongUsage } from '../../failures.ts';

async function personId(client: Client, emailOrId: string): Promise<string> {
  if (/^per_[0-9a-z]+$/.test(emailOrId)) return emailOrId;
  const { value } = await client.call(inventoryRoutes.people, { query: { q: emailOrId, limit: 200 } });
  const found = value.items.find(({ email }) => email?.toLowerCase() === emailOrId.toLowerCase());
  if (found) return found.id;
  throw new WrongUsage(
    `Nobody you may see has the e-mail ${emailOrId}.`,
    'Give the id instead: `countersign people list`, or ask a Super Administrator.',
  );
}

/** Ids of the owners named by e-mail or id; oneself when none is named. */
export async function findOwners(client: Client, named: readonly string[] | undefined): Promise<string[]> {
  if (named && named.length > 0) return Promise.all(named.map((emailOrId) => personId(client, emailOrId)));
  const { value } = await client.call(sessionRoutes.whoAmI, {});
  return [value.person.id];
}
