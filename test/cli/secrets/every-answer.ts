import { api } from '../../../src/contract/index.ts';
import type { Route } from '../../../src/contract/route.ts';

/** GET as one viewer; `timeoutMs` ends an answer that has no end, such as a live log. */
export type Get = (path: string) => Promise<{ status: number; text: string }>;

/** Lists that are not at the address before the parameter, or that need words to find what matters here. */
const listOf: Record<string, string> = {
  '/api/v1/evidence/': '/api/v1/campaigns/:campaign/evidence',
  '/api/v1/iam-details/': '/api/v1/roles?q=Countersign',
  '/api/v1/roles/': '/api/v1/roles?q=Countersign',
  '/api/v1/identities/': '/api/v1/identities?q=herrera',
  '/api/v1/people/': '/api/v1/people?q=herrera',
};
const queries: Record<string, string> = {
  '/api/v1/access/who-can': 'target=730482915066',
  '/api/v1/access/of': 'person=tomas.herrera@larkspurpay.example',
  '/api/v1/access/why': 'person=tomas.herrera@larkspurpay.example&target=730482915066',
  '/api/v1/search': 'q=countersign',
  '/api/v1/look-up/reviewers': 'q=herrera',
  '/api/v1/delegations/candidates': 'q=herrera',
};
const gets = (): Route[] => {
  const features: Record<string, Route>[] = Object.values(api);
  return features.flatMap((routes) => Object.values(routes)).filter(({ method }) => method === 'GET');
};

/** Every GET route with ids that exist, found as people who together see everything; routes without any are named apart. */
export async function addressesOf(
  finders: readonly Get[],
  campaignId: string,
): Promise<{ paths: string[]; withoutIds: string[] }> {
  const lists = new Map<string, Promise<string[]>>();
  const idsIn = (list: string, parameter: string): Promise<string[]> => {
    const found = lists.get(list + parameter) ?? idsOfAll(finders, list, parameter);
    lists.set(list + parameter, found);
    return found;
  };
  const fill = async (path: string): Promise<string[]> => {
    const at = path.indexOf(':');
    if (at < 0) return [path];
    const [before, parameter = '', rest = ''] = [
      path.slice(0, at),
      ...(/^:(\w+)(.*)$/.exec(path.slice(at))?.slice(1) ?? []),
    ];
    const list = (listOf[before] ?? before.slice(0, -1)).replace(':campaign', campaignId);
    const filled = (await idsIn(list, parameter)).map((id) => fill(before + encodeURIComponent(id) + rest));
    return (await Promise.all(filled)).flat();
  };
  const paths: string[] = [];
  const withoutIds: string[] = [];
  for (const { path } of gets()) {
    const filled = await fill(path);
    if (filled.length === 0) withoutIds.push(path);
    paths.push(...filled.map((each) => (queries[path] ? `${each}?${queries[path]}` : each)));
  }
  return { paths, withoutIds };
}

const idsOfAll = async (finders: readonly Get[], list: string, parameter: string): Promise<string[]> => {
  const found = await Promise.all(finders.map((get) => readIds(get, list, parameter)));
  return [...new Set(found.flat())];
};

interface Item {
  id?: string;
  awsAccountId?: string;
  /** What waits for a decision goes by its request. */
  request?: { id: string };
}

/** Of three: what is told of one is told of all. */
async function readIds(get: Get, list: string, parameter: string): Promise<string[]> {
  const { status, text } = await get(list);
  if (status !== 200) return [];
  const { items } = JSON.parse(text) as { items: Item[] };
  return items
    .slice(0, 3)
    .map((item) => String(item[parameter as 'id'] ?? item.awsAccountId ?? item.id ?? item.request?.id));
}
