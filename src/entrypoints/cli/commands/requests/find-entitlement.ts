import type { CatalogRef } from '../../../../contract/entitlement.ts';
import { type CatalogItem, requestRoutes } from '../../../../contract/requests.ts';
import type { Client } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { idsOf } from './catalog.ts';

interface Named {
  permissionSet?: string | undefined;
  awsAccount?: string | undefined;
  group?: string | undefined;
  forPersonId?: string | undefined;
}
const NEAR = 8;
const isEntityId = (text: string): boolean => /^ent_[1-9][0-9]*$/.test(text);
const isSame = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

interface Search {
  q: string;
  kind: CatalogRef['kind'];
  forPersonId: string | undefined;
}
/** With `isNear` only the first few: what may have been meant. */
const readCatalog = async (client: Client, query: Search, isNear = false): Promise<CatalogItem[]> => {
  const { value } = await readPages(!isNear, { limit: isNear ? NEAR : undefined }, (paging) =>
    client.call(requestRoutes.catalog, { query: { ...paging, ...query } }),
  );
  return value.items;
};

/** The one that is meant; otherwise what was nearly meant, each with what to type for it. */
function onlyOne(found: readonly CatalogItem[], near: readonly CatalogItem[], what: string): CatalogRef {
  const [only] = found;
  if (only && found.length === 1) return only.ref;
  const lines = (found.length > 0 ? found : near).slice(0, NEAR).map(({ ref, name }) => `  ${idsOf(ref)}  ${name}`);
  throw new WrongUsage(
    found.length === 0 ? `The catalog has no ${what}.` : `${found.length} entries of the catalog are called ${what}.`,
    lines.length === 0
      ? 'See what there is: `countersign catalog list`.'
      : `${found.length > 0 ? 'Name one by its ids' : 'Near it'}:\n${lines.join('\n')}`,
  );
}

async function assignment(client: Client, permissionSet: string, named: Named): Promise<CatalogRef> {
  const awsAccount = named.awsAccount;
  if (awsAccount === undefined)
    throw new WrongUsage(
      `Say on which AWS account you want ${permissionSet}.`,
      `For example: countersign request ${permissionSet} prod-payments --for 2h --reason "…"`,
    );
  if (isEntityId(permissionSet) && /^\d{12}$/.test(awsAccount))
    return { kind: 'permission-set-assignment', permissionSetId: permissionSet, awsAccountId: awsAccount };
  const search = (...words: string[]): Search => ({
    q: words.filter((word) => !isEntityId(word)).join(' '),
    kind: 'permission-set-assignment',
    forPersonId: named.forPersonId,
  });
  const items = await readCatalog(client, search(permissionSet, awsAccount));
  const isThere = ({ awsAccount: on }: CatalogItem) => on?.awsAccountId === awsAccount || isSame(on?.name, awsAccount);
  const found = items.filter(
    (item) =>
      isThere(item) &&
      item.ref.kind === 'permission-set-assignment' &&
      (item.ref.permissionSetId === permissionSet || isSame(item.name, `${permissionSet} on ${item.awsAccount?.name}`)),
  );
  if (found.length > 0) return onlyOne(found, [], `${permissionSet} on ${awsAccount}`);
  // A role that an identity provider gives: the server says how one gets it.
  const roles = await readCatalog(client, { ...search(permissionSet, awsAccount), kind: 'assume-role' });
  const role = roles.find((item) => isThere(item) && isSame(item.name, `${permissionSet} in ${item.awsAccount?.name}`));
  if (role) return role.ref;
  const near = items.length > 0 ? items : await readCatalog(client, search(permissionSet), true);
  return onlyOne([], near, `${permissionSet} on ${awsAccount}`);
}

async function membership(client: Client, group: string, named: Named): Promise<CatalogRef> {
  if (isEntityId(group)) return { kind: 'group-member', groupId: group };
  const items = await readCatalog(client, { q: group, kind: 'group-member', forPersonId: named.forPersonId });
  return onlyOne(
    items.filter(({ name }) => isSame(name, group)),
    items,
    `group ${group}`,
  );
}

/** What is asked for, by the names or ids of the catalog: a permission set (or role) on an AWS account, or a group. */
export async function findEntitlement(client: Client, named: Named): Promise<CatalogRef> {
  const { permissionSet, group } = named;
  if (group !== undefined && permissionSet !== undefined)
    throw new WrongUsage('A permission set and --group are two requests.', 'Ask for one at a time.');
  if (group !== undefined) return membership(client, group, named);
  if (permissionSet !== undefined) return assignment(client, permissionSet, named);
  throw new WrongUsage(
    'Say what you ask for.',
    'countersign request PERMISSION-SET AWS-ACCOUNT --for 2h --reason "…", or --group NAME. `countersign catalog list` shows what there is.',
  );
}
