import { federationRoutes, type IdentityProvider } from '../../../../contract/federation.ts';
import type { Client } from '../../client/client.ts';
import { type Page, readPages } from '../../client/pages.ts';
import { onlyNamed } from './only-named.ts';

/** The id of the identity provider that is meant: by id, or by its name in any case. */
export async function findIdentityProvider(client: Client, idOrName: string): Promise<string> {
  if (/^idp_[0-9a-z]+$/.test(idOrName)) return idOrName;
  const { value } = await readPages<Page<IdentityProvider>>(true, {}, (paging) =>
    client.call(federationRoutes.list, { query: paging }),
  );
  const candidates = value.items.map(({ id, name }) => ({ id, names: [name], shown: name }));
  return onlyNamed(
    candidates,
    idOrName,
    'identity provider',
    'There is none yet: `countersign identity-providers add --help`.',
  );
}
