import { delegationRoutes } from '../../../../contract/delegations.ts';
import type { Client } from '../../client/client.ts';
import { WrongUsage } from '../../failures.ts';

/** The id of the colleague who is meant: by id, by e-mail, or by a name that only one has. Anybody may look one up. */
export async function findColleague(client: Client, named: string): Promise<string> {
  if (/^per_[0-9a-z]+$/.test(named)) return named;
  const { value } = await client.call(delegationRoutes.candidates, { query: { q: named } });
  const wanted = named.toLowerCase();
  const byEmail = value.items.filter(({ email }) => email?.toLowerCase() === wanted);
  const found = byEmail.length > 0 ? byEmail : value.items.filter(({ name }) => name.toLowerCase() === wanted);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const near = (found.length > 0 ? found : value.items)
    .slice(0, 8)
    .map(({ id, name, email }) => `  ${id}  ${name}  ${email ?? 'no e-mail'}`);
  throw new WrongUsage(
    found.length > 1 ? `${found.length} people are called ${named}.` : `No colleague has the e-mail or name ${named}.`,
    near.length === 0 ? 'Name an active colleague, not yourself.' : `Name one by e-mail or id:\n${near.join('\n')}`,
  );
}
