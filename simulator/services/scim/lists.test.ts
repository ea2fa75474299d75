import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RATES } from '../../limits/token-buckets.ts';
import { type Simulator, startSimulator } from '../../start.ts';
import { control } from '../../testing/control.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { ENTERPRISE, ScimClient, type ScimResponse, userNamed } from '../../testing/scim-client.ts';

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
let simulator: Simulator;
let client: ScimClient;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.reset();
  client = await ScimClient.of(simulator);
});

const filtered = (endpoint: string, filter: string) => client.get(`${endpoint}?filter=${encodeURIComponent(filter)}`);
const idsOf = ({ body }: ScimResponse): string[] => body.Resources.map(({ id }: { id: string }) => id);
const fault = (rule: object) => control(simulator, 'POST', 'faults', rule);

/** Follows cursors to the end. */
async function pages(endpoint: string, query: string): Promise<ScimResponse[]> {
  const read: ScimResponse[] = [];
  let cursor = '';
  do {
    const page = await client.get(`${endpoint}?cursor=${encodeURIComponent(cursor)}&${query}`);
    expect(page.status).toBe(200);
    read.push(page);
    cursor = page.body.nextCursor ?? '';
  } while (cursor !== '');
  return read;
}

describe('a list', () => {
  it('without a cursor shows fifty and does not say that there are more', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => client.group(`g${index}`)));
    const { status, body } = await client.get('Groups');
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 50, itemsPerPage: 50, startIndex: 1, schemas: [LIST] });
    expect(body).not.toHaveProperty('nextCursor');
    expect(body.Resources).toHaveLength(50);
    expect(body.Resources.every(({ members }: { members: unknown }) => Array.isArray(members))).toBe(true);
    expect((await client.get('Groups?count=100')).body.totalResults).toBe(50);
    expect((await client.get('Groups?count=7')).body.totalResults).toBe(7);
  });

  it('with a cursor shows a hundred, and every row once from page to page', async () => {
    await Promise.all(Array.from({ length: 115 }, (_, index) => client.user(`u${index}`)));
    const read = await pages('Users', '');
    expect(read.map(({ body }) => body.itemsPerPage)).toEqual([100, 20]);
    expect(new Set(read.flatMap(idsOf)).size).toBe(120);
    expect(read[0]?.body.nextCursor).toMatch(/^[-a-zA-Z0-9+=/:_]+$/);
    for (const { body } of read) {
      expect(body.schemas).toEqual([LIST]);
      for (const member of ['totalResults', 'startIndex']) expect(body).not.toHaveProperty(member);
    }
    const small = await pages('Users', 'count=50');
    expect(small.map(({ body }) => body.itemsPerPage)).toEqual([50, 50, 20]);
    expect(small.flatMap(idsOf)).toEqual(read.flatMap(idsOf));
    expect((await client.get('Users?cursor')).body).toEqual(read[0]?.body);
  });

  it('has short and empty pages while a cursor goes on, when a fault rule says so', async () => {
    await fault({ operation: 'scim:ListUsers', emptyPage: true, nth: 2 });
    await fault({ operation: 'scim:ListUsers', pageSize: 2 });
    const read = await pages('Users', 'count=100');
    expect(read.map(({ body }) => body.itemsPerPage)).toEqual([2, 0, 2, 1]);
    expect(new Set(read.flatMap(idsOf)).size).toBe(5);
  });

  it('takes a cursor back with the same parameters only', async () => {
    const { nextCursor } = (await client.get('Users?cursor&count=2')).body;
    const next = (query: string, endpoint = 'Users') => client.get(`${endpoint}?cursor=${nextCursor}${query}`);
    expect((await next('&count=3')).body.itemsPerPage).toBe(3);
    expect((await next(`&filter=${encodeURIComponent('userName eq "ada@small.example"')}`)).status).toBe(400);
    expect((await next('', 'Groups')).status).toBe(400);
    for (const cursor of ['x', `${nextCursor}x`, encodeURIComponent('ä\n')]) {
      expect((await client.get(`Users?cursor=${cursor}`)).status).toBe(400);
    }
  });

  it('counts from 1 to 100, and does not hear what AWS does not support', async () => {
    for (const count of ['0', '101', '-1', '1.5', 'ten', '', '1e2']) {
      expect({ count, status: (await client.get(`Users?cursor&count=${count}`)).status }).toEqual({
        count,
        status: 400,
      });
    }
    const all = (await client.get('Users')).body;
    expect((await client.get('Users?startIndex=3&attributes=userName&excludedAttributes=emails')).body).toEqual(all);
  });
});

describe('a filter', () => {
  it('finds users by user name, external id, group, id, and id and manager', async () => {
    const boss = await client.user('boss');
    const ann = await client.user('ann', { externalId: 'x"1"', [ENTERPRISE]: { manager: { value: boss } } });
    const group = await client.group('Team', [ann, boss]);
    expect(await client.find('Users', 'userName eq "ANN@idp.example"')).toEqual([ann]);
    expect(await client.find('Users', 'externalId eq "x\\"1\\""')).toEqual([ann]);
    await client.patch(`Users/${ann}`, { op: 'replace', path: 'externalId', value: 'x-1' });
    expect(await client.find('Users', 'externalId eq "x-1"')).toEqual([ann]);
    expect(await client.find('Users', 'userName EQ "nobody"')).toEqual([]);
    expect(await client.find('Users', `id eq "${ann}"`)).toEqual([ann]);
    expect(await client.find('Users', `id eq "${ann}" and manager eq "${boss}"`)).toEqual([ann]);
    expect(await client.find('Users', `manager eq "${boss}" and id eq "${ann}"`)).toEqual([ann]);
    expect(await client.find('Users', `id eq "${boss}" and manager eq "${boss}"`)).toEqual([]);
    const members = await pages('Users', `count=1&filter=${encodeURIComponent(`groups.value eq "${group}"`)}`);
    expect(members.map(({ body }) => body.itemsPerPage)).toEqual([1, 1]);
    expect(members.flatMap(idsOf).sort()).toEqual([ann, boss].sort());
    expect((await filtered('Users', 'groups.value eq "none"')).status).toBe(404);
  });

  it('finds groups by display name, external id, member, id, and id and member', async () => {
    const ann = await client.user('ann');
    const other = await client.user('other');
    const team = await client.group('Team', [ann], { externalId: 'g-1' });
    const second = await client.group('Second', [ann]);
    expect(await client.find('Groups', 'displayName eq "team"')).toEqual([team]);
    expect(await client.find('Groups', 'externalId eq "g-1"')).toEqual([team]);
    expect(await client.find('Groups', `id eq "${team}"`)).toEqual([team]);
    for (const member of ['member', 'members']) {
      expect(await client.find('Groups', `id eq "${team}" and ${member} eq "${ann}"`)).toEqual([team]);
      expect(await client.find('Groups', `${member} eq "${other}" and id eq "${team}"`)).toEqual([]);
      expect((await filtered('Groups', `id eq "${team}" and ${member} eq "none"`)).status).toBe(404);
    }
    expect((await client.find('Groups', `members.value eq "${ann}"`)).sort()).toEqual([team, second].sort());
    expect((await filtered('Groups', 'members.value eq "none"')).status).toBe(404);
  });

  it('of any other attribute, operator or form is a ValidationException', async () => {
    const filters = [
      'displayName eq "Ada"',
      'active eq "true"',
      'userName sw "a"',
      'userName ne "a"',
      'userName pr',
      'userName eq a',
      "userName eq 'a'",
      'userName eq ""',
      'userName eq "a" or userName eq "b"',
      'userName eq "a" and externalId eq "b"',
      'userName eq "a" and userName eq "b"',
      'id eq "a" and manager eq "b" and userName eq "c"',
      'not (userName eq "a")',
      '(userName eq "a")',
      'userName eq "a\\x"',
      'emails[type eq "work"]',
      'manager eq "a"',
      '',
    ];
    for (const filter of filters) {
      const { status, headers } = await filtered('Users', filter);
      expect({ filter, status }).toEqual({ filter, status: 400 });
      expect(headers.get('x-amzn-errortype')).toBe('ValidationException');
    }
    for (const filter of ['userName eq "a"', 'member eq "a"', 'displayName co "a"', 'id eq "g" and members eq ""']) {
      expect({ filter, status: (await filtered('Groups', filter)).status }).toEqual({ filter, status: 400 });
    }
  });
});

it('what the provider says of itself is told as in AWS’s guide', async () => {
  const config = (await client.get('ServiceProviderConfig')).body;
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, sort: { supported: false } });
  expect(config.authenticationSchemes).toMatchObject([{ type: 'oauthbearertoken', primary: true }]);
  const types = (await client.get('ResourceTypes')).body;
  expect(types).toMatchObject({ totalResults: 2, schemas: [LIST], Resources: [{ id: 'User' }, { id: 'Group' }] });
  const schemas = (await client.get('Schemas')).body;
  expect(schemas.totalResults).toBe(3);
  for (const schema of schemas.Resources) {
    expect((await client.get(`Schemas/${encodeURIComponent(schema.id)}`)).body).toEqual(schema);
  }
  const [user] = schemas.Resources;
  const required = user.attributes
    .filter((one: { required: boolean }) => one.required)
    .map((one: { name: string }) => one.name);
  expect(required).toEqual(['userName', 'name', 'displayName']);
  expect((await client.get('Schemas/urn:none')).status).toBe(404);
});

it('every operation answers, and is counted under its name', async () => {
  const id = await client.user('walker');
  const group = await client.group('Walkers', [id]);
  for (const path of ['Users', `Users/${id}`, 'Groups', `Groups/${group}`]) await client.get(path);
  for (const path of ['ServiceProviderConfig', 'ResourceTypes', 'Schemas']) await client.get(path);
  await client.get('Schemas/urn:ietf:params:scim:schemas:core:2.0:Group');
  await client.send('PUT', `Users/${id}`, userNamed('walker', { id }));
  await client.patch(`Users/${id}`, { op: 'replace', path: 'title', value: 'Walker' });
  await client.patch(`Groups/${group}`, { op: 'replace', path: 'displayName', value: 'Walking' });
  for (const path of [`Groups/${group}`, `Users/${id}`]) await client.send('DELETE', path);
  expectAllAnswered(simulator, 'scim');
});

describe('what befalls a call', () => {
  it('is a 429 above the rate, which is SCIM’s own', async () => {
    await control(simulator, 'POST', 'throttling', { isOn: true });
    try {
      const burst = RATES.scim?.burst ?? 0;
      const calls = await Promise.all(Array.from({ length: burst + 60 }, () => client.get('ServiceProviderConfig')));
      const refused = calls.filter(({ status }) => status === 429);
      expect(calls.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(burst);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]?.body).toMatchObject({ status: '429', detail: 'Rate exceeded' });
      expect(refused[0]?.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
      expect(simulator.counters.of('scim', 'ServiceProviderConfig').throttled).toBe(refused.length);
    } finally {
      await control(simulator, 'POST', 'throttling', { isOn: false });
    }
  });

  it('is what fault rules say: an error in SCIM’s form, a cut connection, a lost answer', async () => {
    const error = { code: 'InternalServerException', message: 'down', status: 500 };
    await fault({ operation: 'scim:GetUser', error, times: 1 });
    const { status, body, headers } = await client.get('Users/any');
    expect([status, body.detail, body.status]).toEqual([500, 'down', '500']);
    expect(headers.get('x-amzn-errortype')).toBe('InternalServerException');
    await fault({ service: 'scim', operation: 'CreateUser', reset: true, times: 1 });
    await expect(client.user('cut')).rejects.toThrow('fetch failed');
    await fault({ service: 'scim', operation: 'CreateUser', lostAnswer: true, times: 1 });
    await expect(client.user('lost')).rejects.toThrow('fetch failed');
    expect(await client.find('Users', 'userName eq "cut@idp.example"')).toEqual([]);
    expect(await client.find('Users', 'userName eq "lost@idp.example"')).toHaveLength(1);
    // A lost answer is what turns into a conflict later (awslabs/ssosync, issue 13).
    expect((await client.send('POST', 'Users', userNamed('lost'))).status).toBe(409);
    await fault({ operation: 'ListUsers', awsAccountId: '999999999999', error });
    expect((await client.get('Users')).status).toBe(200);
  });
});
