import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { ScimClient } from '../../../testing/scim-client.ts';

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

async function people(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => client.user(`p${index}`)));
}

/** Nobody reads members as a list: each one is asked for. */
async function membersOf(group: string, candidates: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    candidates.map((user) => client.find('Groups', `id eq "${group}" and member eq "${user}"`)),
  );
  return candidates.filter((_, index) => found[index]?.length);
}

const valued = (ids: readonly string[]) => ids.map((value) => ({ value }));

describe('a group', () => {
  it('is created with members, which no answer tells', async () => {
    const [ann = '', bob = ''] = await people(2);
    const group = {
      displayName: 'New',
      externalId: 'g-1',
      members: [{ value: ann, $ref: `../Users/${ann}`, type: 'User' }],
    };
    const { status, body } = await client.send('POST', 'Groups', group);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      externalId: 'g-1',
      meta: { resourceType: 'Group', created: expect.any(String), lastModified: body.meta.created },
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'New',
    });
    expect((await client.get(`Groups/${body.id}`)).body).toEqual({ ...body, members: [] });
    expect(await membersOf(body.id, [ann, bob])).toEqual([ann]);
  });

  it('has a name of its own, and begins with a hundred members that there are', async () => {
    const create = async (body: object) => (await client.send('POST', 'Groups', body)).status;
    await client.group('Taken', [], { externalId: 'g-1' });
    expect(await create({ displayName: 'taken' })).toBe(409);
    expect(await create({ displayName: 'Other', externalId: 'g-1' })).toBe(409);
    for (const body of [{}, { displayName: '' }, { displayName: 5 }, { displayName: 'A', description: 'x' }]) {
      expect(await create(body)).toBe(400);
    }
    for (const members of [
      'x',
      [{}],
      ['x'],
      [{ value: 'none' }],
      [{ value: 'x', type: 'Group' }],
      [{ display: 'x' }],
    ]) {
      expect(await create({ displayName: 'Other', members })).toBe(400);
    }
    const all = await people(101);
    expect(await create({ displayName: 'Other', members: valued(all) })).toBe(400);
    expect(await create({ displayName: 'Other', members: valued(all.slice(1)) })).toBe(201);
  });

  it('gains and loses members by name, up to a hundred in a request; doing so twice changes nothing', async () => {
    const all = await people(101);
    const id = await client.group('Big');
    const add = (ids: readonly string[]) => ({ op: 'add', path: 'members', value: valued(ids) });
    expect((await client.patch(`Groups/${id}`, add(all))).status).toBe(400);
    expect((await client.patch(`Groups/${id}`, add(all.slice(0, 60)), add(all.slice(60)))).status).toBe(400);
    expect(await membersOf(id, all.slice(0, 3))).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await client.patch(`Groups/${id}`, add(all.slice(1)));
      expect([status, body]).toEqual([204, undefined]);
    }
    expect(await membersOf(id, all)).toEqual(all.slice(1));
    const [, first = '', second = '', third = ''] = all;
    for (let time = 0; time < 2; time += 1) {
      const filtered = { op: 'Remove', path: `members[value eq "${first}"]` };
      const listed = { op: 'remove', path: 'members', value: valued([second]) };
      expect((await client.patch(`Groups/${id}`, filtered, listed)).status).toBe(204);
    }
    expect(await membersOf(id, [first, second, third])).toEqual([third]);
  });

  it('does not lose all members at once, nor are they replaced', async () => {
    const [ann = ''] = await people(1);
    const id = await client.group('Kept', [ann]);
    const refused = [
      { op: 'replace', path: 'members', value: [] },
      { op: 'replace', path: 'members', value: valued([ann]) },
      { op: 'replace', path: `members[value eq "${ann}"]`, value: valued([ann]) },
      { op: 'replace', value: { members: valued([ann]) } },
      { op: 'remove', path: 'members' },
      { op: 'remove', path: 'members', value: [] },
      { op: 'remove', path: 'members', value: null },
      { op: 'remove', path: 'members[type eq "User"]' },
      { op: 'remove', path: 'members[value ne "x"]' },
      { op: 'remove', path: 'members.value', value: valued([ann]) },
      { op: 'add', path: 'members', value: [{ value: '' }] },
      { op: 'add', path: 'members', value: 'x' },
    ];
    for (const operation of refused) {
      const { status, headers } = await client.patch(`Groups/${id}`, operation);
      expect({ operation, status }).toEqual({ operation, status: 400 });
      expect(headers.get('x-amzn-errortype')).toBe('ValidationException');
    }
    expect(await membersOf(id, [ann])).toEqual([ann]);
  });

  it('changes display name and external id, with a path or without, and nothing else', async () => {
    const id = await client.group('Old', [], { externalId: 'g-1' });
    const read = async () => (await client.get(`Groups/${id}`)).body;
    const patch = async (...operations: object[]) => (await client.patch(`Groups/${id}`, ...operations)).status;
    expect(await patch({ op: 'replace', path: 'displayName', value: 'Named' })).toBe(204);
    expect(await patch({ op: 'add', path: 'externalId', value: 'g-2' })).toBe(204);
    expect(await read()).toMatchObject({ displayName: 'Named', externalId: 'g-2' });
    expect(await patch({ op: 'replace', value: { id, displayName: 'Again' } })).toBe(204);
    expect(await patch({ op: 'remove', path: 'externalId' })).toBe(204);
    expect(await read()).toMatchObject({ displayName: 'Again' });
    expect(await read()).not.toHaveProperty('externalId');
    for (const operation of [
      { op: 'remove', path: 'displayName' },
      { op: 'replace', path: 'displayName', value: ['x'] },
      { op: 'replace', path: 'description', value: 'x' },
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'replace', value: { displayName: 'x', externalId: 'y' } },
    ]) {
      expect(await patch({ op: 'replace', path: 'displayName', value: 'Not' }, operation)).toBe(400);
    }
    await client.group('Taken');
    expect(await patch({ op: 'replace', path: 'displayName', value: 'Taken' })).toBe(409);
    expect((await read()).displayName).toBe('Again');
  });

  it('with a stranger among its new members stays as it was', async () => {
    const [ann = ''] = await people(1);
    const id = await client.group('Known');
    const value = valued([ann, 'nobody']);
    expect((await client.patch(`Groups/${id}`, { op: 'add', path: 'members', value })).status).toBe(404);
    expect(await membersOf(id, [ann])).toEqual([]);
    expect((await client.patch('Groups/none', { op: 'add', path: 'members', value })).status).toBe(404);
  });

  it('is deleted once; another of the same name has another id and nobody in it', async () => {
    const [ann = ''] = await people(1);
    const id = await client.group('Gone', [ann]);
    expect((await client.send('DELETE', `Groups/${id}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await client.send(method, `Groups/${id}`)).status).toBe(404);
    const again = await client.group('Gone');
    expect(again).not.toBe(id);
    expect(await membersOf(again, [ann])).toEqual([]);
  });
});
