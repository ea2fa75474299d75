import { type Connector, connectorRoutes } from '../../../../contract/connectors.ts';
import type { Client, Received } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';

/** The connector that is meant: by id, or by its name or its application's, in any case. */
export async function findConnector(client: Client, idOrName: string): Promise<Received<Connector>> {
  if (/^con_[0-9a-z]+$/.test(idOrName)) return client.call(connectorRoutes.get, { params: { id: idOrName } });
  const { value } = await readPages(true, {}, (paging) => client.call(connectorRoutes.list, { query: paging }));
  const wanted = idOrName.toLowerCase();
  const found = value.items.filter(({ name, application }) =>
    [name, application.name].some((text) => text.toLowerCase() === wanted),
  );
  const [only] = found;
  if (only && found.length === 1) return client.call(connectorRoutes.get, { params: { id: only.id } });
  const known = value.items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new WrongUsage(
    found.length === 0 ? `No connector is called ${idOrName}.` : `${found.length} connectors are called ${idOrName}.`,
    known === '' ? 'There is none yet: `countersign connectors add`.' : `Name one by its id:\n${known}`,
  );
}
