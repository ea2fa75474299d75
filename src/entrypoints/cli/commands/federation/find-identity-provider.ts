import { federationRoutes, type IdentityProvider } from '../../../../contract/federation.ts';
import type { Client } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';

/** The id of the identity provider that is meant: by id, or by its name in any case. */
export async function findIdentityProvider(client: Client, idOrName: string): Promise<string> {
  if (/^idp_[0-9a-z]+$/.test(idOrName)) return idOrName;
  const { value } = await readPages<{ items: IdentityProvider[]; nextCursor: string | null; total: number }>(
    true,
    {},
    (paging) => client.call(federationRoutes.list, { query: paging }),
  );
  const found = value.items.filter(({ name }) => name.toLowerCase() === idOrName.toLowerCase());
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const known = value.items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new WrongUsage(
    found.length === 0 ? `No identity provider is called ${idOrName}.` : `Several are called ${idOrName}.`,
    known === '' ? 'There is none yet: `countersign identity-providers add --help`.' : `Name one by its id:\n${known}`,
  );
}
