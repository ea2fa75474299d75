import { inventoryRoutes } from '../../../contract/inventory.ts';
import { lookUpRoutes } from '../../../contract/look-up.ts';
import type { Client } from '../client/client.ts';
import { ServerRefused, WrongUsage } from '../failures.ts';

interface Named {
  id: string;
  name: string;
  email: string | null;
}
/** `reviewers`: who could take over a review item, whom its reviewer may look up, too. */
type Among = 'people' | 'reviewers';

/** Everybody of that name to who may look names up; to others whom they may see. */
async function peopleLike(client: Client, named: string, among: Among): Promise<Named[]> {
  try {
    return (await client.call(lookUpRoutes.people, { query: { q: named, limit: 50 } })).value.items;
  } catch (error) {
    if (!(error instanceof ServerRefused) || error.problem.code !== 'permission-missing') throw error;
  }
  if (among === 'reviewers') return (await client.call(lookUpRoutes.reviewers, { query: { q: named } })).value.items;
  return (await client.call(inventoryRoutes.people, { query: { q: named, limit: 200 } })).value.items;
}

/** The id of the person who is meant: by id, by e-mail, or by a name that only one person has. */
export async function findPerson(client: Client, named: string, among: Among = 'people'): Promise<string> {
  if (/^per_[0-9a-z]+$/.test(named)) return named;
  const people = await peopleLike(client, named, among);
  const wanted = named.toLowerCase();
  const byEmail = people.filter(({ email }) => email?.toLowerCase() === wanted);
  const found = byEmail.length > 0 ? byEmail : people.filter(({ name }) => name.toLowerCase() === wanted);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (found.length === 0)
    throw new WrongUsage(
      `Nobody you may see has the e-mail or name ${named}.`,
      people.length === 0
        ? 'Give the id instead: `countersign people list`, or ask a Super Administrator.'
        : `Near it:\n${linesOf(people.slice(0, 8))}`,
    );
  throw new WrongUsage(`${found.length} people are called ${named}.`, `Name one by e-mail or id:\n${linesOf(found)}`);
}
const linesOf = (people: readonly Named[]): string =>
  people.map(({ id, name, email }) => `  ${id}  ${name}  ${email ?? 'no e-mail'}`).join('\n');
