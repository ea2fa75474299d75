import { type Campaign, campaignRoutes } from '../../../../contract/campaigns.ts';
import type { Client, Received } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';

/** The campaign that is meant: by id, or by its name in any case. */
export async function findCampaign(client: Client, idOrName: string): Promise<Received<Campaign>> {
  if (/^cmp_[0-9a-z]+$/.test(idOrName)) return client.call(campaignRoutes.get, { params: { id: idOrName } });
  const { value } = await readPages(true, {}, (paging) => client.call(campaignRoutes.list, { query: paging }));
  const found = value.items.filter(({ name }) => name.toLowerCase() === idOrName.toLowerCase());
  const [only] = found;
  if (only && found.length === 1) return client.call(campaignRoutes.get, { params: { id: only.id } });
  const known = value.items.map(({ id, name, status }) => `  ${id}  ${name} (${status})`).join('\n');
  throw new WrongUsage(
    found.length === 0 ? `No campaign is called ${idOrName}.` : `${found.length} campaigns are called ${idOrName}.`,
    known === '' ? 'There is none that you may see: `countersign campaigns add`.' : `Name one by its id:\n${known}`,
  );
}
