import { sessionRoutes } from '../../../../contract/session.ts';
import type { Client } from '../../client/client.ts';
import { findPerson } from '../find-person.ts';

/** Ids of the owners named by e-mail, name or id; oneself when none is named. */
export async function findOwners(client: Client, named: readonly string[] | undefined): Promise<string[]> {
  if (named && named.length > 0) return Promise.all(named.map((each) => findPerson(client, each)));
  const { value } = await client.call(sessionRoutes.whoAmI, {});
  return [value.person.id];
}
