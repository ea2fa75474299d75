import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';
import {
  awsAccountIdOf,
  type Kind,
  mentioned,
  personName,
  seesAll,
  shownName,
  tellable,
  type ViewerName,
  viewerNames,
  viewers,
  visible,
  visibleTo,
} from './route-by-role-world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
const callers = new Map<ViewerName, Caller>();
const as = (name: ViewerName) => callers.get(name) as Caller;
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  world = await createWorld(http.database);
  for (const name of viewerNames) {
    const personId = viewers[name];
    callers.set(name, personId ? await http.signIn(personId) : http.anonymous);
  }
});
afterAll(() => http?.stop());
const signedIn = viewerNames.filter((name) => name !== 'anonymous');

const lists: Record<Kind, string> = {
  people: '/api/v1/people',
  identities: '/api/v1/identities',
  awsAccounts: '/api/v1/aws-accounts',
  groups: '/api/v1/groups',
  permissionSets: '/api/v1/permission-sets',
  roles: '/api/v1/roles',
};
const kinds = Object.keys(lists) as Kind[];
const pageId = (kind: Kind, name: string) =>
  kind === 'people' ? name : kind === 'awsAccounts' ? awsAccountIdOf(name) : world.ent(name);
const idIn = (kind: Kind, item: { id: string; awsAccountId?: string }) =>
  kind === 'awsAccounts' ? item.awsAccountId : item.id;

describe.each(signedIn)('%s', (name) => {
  it.each(kinds)('lists exactly the visible %s, and the total is of these', async (kind) => {
    const { body } = await as(name).get(`${lists[kind]}?limit=200`);
    const expected = visibleTo(name, kind).map((each) => pageId(kind, each));
    expect(body.items.map((item: { id: string }) => idIn(kind, item)).sort()).toEqual([...expected].sort());
    expect(body.total).toBe(expected.length);
    expectTellable(name, body);
  });

  it.each(kinds)(
    'opens the pages of exactly the visible %s; the others are not found, like what is not there',
    async (kind) => {
      const missing = await as(name).get(
        `${lists[kind]}/${{ people: 'per_none', awsAccounts: '000000000000' }[kind as string] ?? 'ent_99999'}`,
      );
      expect(missing.status).toBe(404);
      for (const each of visible[kind].all) {
        const answer = await as(name).get(`${lists[kind]}/${pageId(kind, each)}`);
        const isVisible = visibleTo(name, kind).includes(each);
        expect([each, answer.status]).toEqual([each, isVisible ? 200 : 404]);
        if (!isVisible) expect({ ...answer.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
        expectTellable(name, answer.body);
      }
    },
  );

  it.each(kinds)('finds by search exactly the visible %s', async (kind) => {
    for (const each of visible[kind].all.filter((one) => one !== 'ghost')) {
      const q = encodeURIComponent(kind === 'people' ? personName(each) : shownName(each));
      const { body } = await as(name).get(`/api/v1/search?q=${q}&limit=50`);
      const ids = body.items.map((item: { id: string }) => item.id);
      expect([each, ids.includes(pageId(kind, each))]).toEqual([each, visibleTo(name, kind).includes(each)]);
      expect(body.total).toBe(ids.length);
      expectTellable(name, body);
    }
  });

  const askedAbout: [string, Kind][] = [
    ['/access', 'awsAccounts'],
    ['/access', 'people'],
    ['/access', 'identities'],
    ['/access', 'groups'],
    ['/grants', 'groups'],
    ['/access', 'permissionSets'],
    ['/access', 'roles'],
  ];
  it.each(askedAbout)('asked for %s of %s, tells no more than is visible, nor counts it', async (path, kind) => {
    for (const each of visible[kind].all) {
      const { status, body } = await as(name).get(
        `${lists[kind]}/${pageId(kind, each)}${path}?limit=200&includeServices=true`,
      );
      expect([each, status]).toEqual([each, visibleTo(name, kind).includes(each) ? 200 : 404]);
      if (status === 200) expectOwnCounts(body);
      expectTellable(name, body);
    }
  });

  it('is told the same by name as by id: who-can, of, why', async () => {
    for (const each of visible.awsAccounts.all) {
      const byName = await as(name).get(`/api/v1/access/who-can?target=${shownName(each)}&limit=200`);
      const byId = await as(name).get(`/api/v1/aws-accounts/${awsAccountIdOf(each)}/access?limit=200`);
      expect(byName.status).toBe(byId.status);
      if (byId.status === 200) expect(byName.body).toEqual(byId.body);
    }
    for (const each of visible.people.all) {
      const query = encodeURIComponent(personName(each));
      const of = await as(name).get(`/api/v1/access/of?person=${query}`);
      const why = await as(name).get(`/api/v1/access/why?person=${query}&target=workloads`);
      expect(of.status).toBe(visibleTo(name, 'people').includes(each) ? 200 : 404);
      const isTargetVisible = visibleTo(name, 'awsAccounts').includes('workloads');
      expect(why.status).toBe(of.status === 200 && isTargetVisible ? 200 : 404);
      for (const answer of [of, why])
        expectTellable(name, answer.status === 200 ? answer.body : { ...answer.body, detail: '' });
    }
  });

  it('sees the changes and publications that touch what is visible', async () => {
    const changes = await as(name).get('/api/v1/access/changes?limit=200');
    expectTellable(name, changes.body);
    expect(changes.body.total).toBe(changes.body.items.length);
    const publications = await as(name).get('/api/v1/publications');
    const seqs: Partial<Record<ViewerName, number[]>> = {
      employee: [3, 1],
      manager: [3, 2, 1],
      'connector administrator and owner': [2],
    };
    const expected = seesAll(name) ? [3, 2, 1] : (seqs[name] ?? []);
    expect(publications.body.items.map((item: { seq: number }) => item.seq)).toEqual(expected);
    expect(publications.body.total).toBe(expected.length);
    expectTellable(name, publications.body);
  });
});

it('counts in lists are of what the viewer sees, and the same as on the pages behind them', async () => {
  const counts: Record<string, number[]> = {};
  for (const name of signedIn) {
    const { items } = (await as(name).get('/api/v1/aws-accounts')).body;
    counts[name] = items.map((item: { peopleCount: number }) => item.peopleCount);
    for (const item of items) {
      const { body } = await as(name).get(`/api/v1/aws-accounts/${item.awsAccountId}/access`);
      expect([name, item.name, body.peopleCount + body.otherIdentityCount]).toEqual([
        name,
        item.name,
        item.peopleCount,
      ]);
    }
  }
  // management, prod-payments, sandbox, workloads
  expect(counts).toMatchObject({
    auditor: [3, 2, 2, 6],
    employee: [1, 1],
    manager: [2, 1, 1, 2],
    'connector administrator and owner': [6],
  });
});

it('an employee sees of the own group one member, of the own AWS account the own row, and that more is not known', async () => {
  const groups = (await as('employee').get('/api/v1/groups')).body.items;
  expect(groups.map((group: { name: string; memberCount: number }) => [group.name, group.memberCount])).toEqual([
    ['Admins', 1],
    ['Platform', 1],
  ]);
  const { body } = await as('employee').get('/api/v1/aws-accounts/333333333333/access');
  expect(body.items.map((row: { sentence: string }) => row.sentence)).toEqual([
    'Emil Employee → member of Platform → AdministratorAccess on prod-payments',
  ]);
  expect(body.gaps).toEqual([
    expect.objectContaining({
      what: 'members of group (not shown)',
      connectorId: null,
      message: 'AWS denied it: the role lacks identitystore:ListGroupMemberships',
    }),
  ]);
});

function expectTellable(name: ViewerName, answer: unknown): void {
  const allowed = tellable(name);
  expect([...mentioned(world, answer)].filter((each) => !allowed.has(each))).toEqual([]);
}
function expectOwnCounts(page: {
  items: { person: { id: string } | null; identity: { id: string | null; kind: string; name: string } }[];
  total: number;
  peopleCount: number;
  otherIdentityCount: number;
}): void {
  const others = page.items.filter((row) => !row.person && !row.identity.kind.endsWith('-group'));
  expect(page.total).toBe(page.items.length);
  expect(page.peopleCount).toBe(new Set(page.items.flatMap((row) => row.person?.id ?? [])).size);
  expect(page.otherIdentityCount).toBe(new Set(others.map((row) => row.identity.id ?? row.identity.name)).size);
}
