import { federationRoutes } from '../../../../contract/federation.ts';
import { inventoryRoutes } from '../../../../contract/inventory.ts';
import type { Client } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { onlyNamed } from './only-named.ts';

/** The id of the group that is meant: by id, or by its name in any case. */
export async function findIdpGroup(client: Client, identityProviderId: string, named: string): Promise<string> {
  if (/^igr_[0-9a-z]+$/.test(named)) return named;
  const read = async (q: string | undefined) => {
    const { value } = await readPages(q !== undefined, {}, (paging) =>
      client.call(federationRoutes.groups, { params: { id: identityProviderId }, query: { ...paging, q } }),
    );
    return value.items.map(({ id, name }) => ({ id, names: [name], shown: name }));
  };
  const found = await read(named);
  const candidates = found.length > 0 ? found : await read(undefined);
  return onlyNamed(
    candidates,
    named,
    'group of it',
    'It has none yet: `countersign identity-providers upload --help`.',
  );
}

/** The id of the role that is meant: by id, by ARN, or by a name that only one AWS account has. */
export async function findRole(client: Client, named: string): Promise<string> {
  if (/^ent_[1-9][0-9]*$/.test(named)) return named;
  const { value } = await readPages(true, {}, (paging) =>
    client.call(inventoryRoutes.roles, { query: { ...paging, q: named } }),
  );
  const candidates = value.items.map(({ id, name, arn }) => ({ id, names: [name, arn], shown: arn }));
  return onlyNamed(candidates, named, 'role', 'See what was read: `countersign roles list`.');
}

/** The id of the provider in AWS that is meant: by id, or by ARN. */
export async function findTrust(client: Client, named: string): Promise<string> {
  if (/^ent_[1-9][0-9]*$/.test(named)) return named;
  const { value } = await client.call(federationRoutes.candidates, {});
  const candidates = value.items.map(({ id, arn }) => ({ id, names: [arn], shown: arn }));
  return onlyNamed(candidates, named, 'provider that roles trust', 'No role that was read trusts an outside provider.');
}
