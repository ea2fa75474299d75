import { inventoryRoutes } from '../../../contract/inventory.ts';
import type { Client } from '../client/client.ts';
import { WrongUsage } from '../failures.ts';

/** The id of the person who is meant: by id, by e-mail, or by a name that only one person has. */
export async function findPerson(client: Client, named: string): Promise<string> {
  if (/^per_[0-9a-z]+$/.test(named)) return named;
  const { value } = await client.call(inventoryRoutes.people, { query: { q: named, limit: 200 } });
  const wanted = named.toLowerCase();
  const byEmail = value.items.filter(({ email }) => email?.toLowerCase() === wanted);
  const found = byEmail.length > 0 ? byEmail : value.items.filter(({ name }) => name.toLowerCase() === wanted);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (found.length === 0)
    throw new WrongUsage(
      `Nobody you may see has the e-mail or name ${named}.`,
      'Give the id instead: `countersign people list`, or ask a Super Administrator.',
    );
  const ids = found.map(({ id, email }) => `  ${id}  ${email ?? 'no e-mail'}`).join('\n');
  throw new WrongUsage(`${found.length} people are called ${named}.`, `Name one by e-mail or id:\n${ids}`);
}
