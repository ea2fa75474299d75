import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { ENTERPRISE, ScimClient, userNamed } from '../../../testing/scim-client.ts';

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

const create = (more: object) => client.send('POST', 'Users', userNamed('new', more));

/** All that a user can have, as AWS's guide creates one. */
const WHOLE = {
  externalId: '701984',
  userName: 'bjensen',
  name: {
    formatted: 'Ms. Barbara J Jensen, III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  title: 'Tour Guide',
  userType: 'Employee',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  emails: [{ value: 'bjensen@example.com', type: 'work', primary: true }],
  addresses: [
    {
      type: 'work',
      streetAddress: '100 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'USA',
      formatted: '100 Universal City Plaza Hollywood, CA 91608 USA',
      primary: true,
    },
  ],
  phoneNumbers: [{ value: '555-555-5555', type: 'work' }],
  roles: [{ value: 'Researcher', type: 'work', primary: true }],
  [ENTERPRISE]: {
    employeeNumber: '701984',
    costCenter: '4130',
    organization: 'Universal Studios',
    division: 'Theme Park',
    department: 'Tour Operations',
    manager: { value: '9067729b3d-ee533c18-538a-4cd3-a572-63fb863ed734' },
  },
};

describe('a user', () => {
  it('is created with all that SCIM knows, and read back the same', async () => {
    const { status, headers, body } = await client.send('POST', 'Users', WHOLE);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    const { id, meta, schemas, ...attributes } = body;
    expect(attributes).toEqual(WHOLE);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(meta).toEqual({
      resourceType: 'User',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      lastModified: meta.created,
    });
    expect(schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE]);
    expect((await client.get(`Users/${id}`)).body).toEqual(body);
  });

  it('needs user name, display name, given and family name, and no more', async () => {
    for (const missing of ['userName', 'displayName', 'name']) {
      expect({ missing, status: (await create({ [missing]: undefined })).status }).toEqual({ missing, status: 400 });
    }
    for (const name of [{ givenName: 'A' }, { familyName: 'A' }, { givenName: '', familyName: 'A' }, null]) {
      expect((await create({ name })).status).toBe(400);
    }
    const least = { userName: 'least', displayName: 'L', name: { givenName: 'L', familyName: 'T' } };
    const { status, body } = await client.send('POST', 'Users', least);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...least, active: false });
  });

  it('has one value at most of what SCIM makes lists of, and a primary e-mail', async () => {
    const value = { value: 'a@idp.example', primary: true };
    const two = (list: object[]) => [...list, { ...list[0], value: 'second@idp.example' }];
    expect((await create({ emails: two([value]) })).status).toBe(400);
    expect((await create({ phoneNumbers: two([{ value: '1' }]) })).status).toBe(400);
    expect((await create({ addresses: [{ locality: 'A' }, { locality: 'B' }] })).status).toBe(400);
    expect((await create({ roles: two([{ value: 'r' }]) })).status).toBe(400);
    expect((await create({ emails: [{ value: 'a@idp.example' }] })).status).toBe(400);
    expect((await create({ emails: [{ value: 'a@idp.example', primary: false }] })).status).toBe(400);
    expect((await create({ emails: [{ type: 'work', primary: true }] })).status).toBe(400);
    expect((await create({ emails: [] })).status).toBe(201);
  });

  it('can not have what Identity Center does not keep', async () => {
    const refused = {
      password: 'secret',
      ims: [{ value: 'x' }],
      photos: [{ value: 'https://x.example/p' }],
      entitlements: [{ value: 'x' }],
      x509Certificates: [{ value: 'x' }],
      groups: [{ value: 'x' }],
      favouriteColour: 'red',
      emails: [{ value: 'a@idp.example', primary: true, display: 'A' }],
      addresses: [{ locality: 'A', display: 'A' }],
      phoneNumbers: [{ value: '1', display: 'A' }],
      roles: [{ value: '1', display: 'A' }],
      [ENTERPRISE]: { manager: { value: 'm', displayName: 'M' } },
      schemas: ['urn:example:own'],
    };
    for (const [name, value] of Object.entries(refused)) {
      const { status, headers } = await create({ [name]: value });
      expect({ name, status }).toEqual({ name, status: 400 });
      expect(headers.get('x-amzn-errortype')).toBe('ValidationException');
    }
  });

  it('has no name with characters that Identity Center does not take', async () => {
    const names = { userName: 'a b', externalId: 'f:4b33:x', displayName: 'a<b', title: 'a\u0007', nickName: '' };
    for (const [name, value] of Object.entries(names)) {
      expect({ name, status: (await create({ [name]: value })).status }).toEqual({ name, status: 400 });
    }
    expect((await create({ userName: `${'a'.repeat(129)}` })).status).toBe(400);
    expect((await create({ userName: 'jürgen.ø@idp.example', displayName: 'Jürgen Ø', title: null })).status).toBe(201);
  });

  it('takes no other’s user name, e-mail or external id', async () => {
    await client.user('first', { externalId: 'x-1' });
    const taken = [
      { userName: 'FIRST@idp.example' },
      { emails: [{ value: 'First@IDP.example', primary: true }] },
      { externalId: 'x-1' },
      { userName: 'ada@small.example' },
    ];
    for (const more of taken) {
      const { status, headers, body } = await create(more);
      expect({ more, status }).toEqual({ more, status: 409 });
      expect(headers.get('x-amzn-errortype')).toBe('ConflictException');
      expect(body.detail).toBe('Refused to create a new, duplicate resource.');
    }
  });

  it('is replaced whole by a PUT: what the body does not name is gone', async () => {
    const id = (await client.send('POST', 'Users', WHOLE)).body.id;
    const put = (body: object, path = id) => client.send('PUT', `Users/${path}`, body);
    const next = userNamed('next', { id });
    const { status, body } = await put({ ...next, meta: { resourceType: 'User' } });
    expect(status).toBe(200);
    const { meta: _, schemas: _schemas, ...attributes } = body;
    const { schemas: _sent, ...sent } = next;
    expect(attributes).toEqual(sent);
    expect((await put({ ...userNamed('next'), id: 'another' })).status).toBe(400);
    expect((await put(userNamed('next'))).status).toBe(400);
    expect((await put({ id, userName: 'next' })).status).toBe(400);
    expect((await put({ ...next, userName: 'ada@small.example' })).status).toBe(409);
    expect((await put({ ...userNamed('next'), id: 'none' }, 'none')).status).toBe(404);
    expect((await client.get(`Users/${id}`)).body).toEqual(body);
  });

  it('is deleted once; another of the same name has another id', async () => {
    const id = await client.user('gone');
    const { status, body, headers } = await client.send('DELETE', `Users/${id}`);
    expect([status, body, headers.get('content-length')]).toEqual([204, undefined, null]);
    for (const method of ['GET', 'DELETE']) expect((await client.send(method, `Users/${id}`)).status).toBe(404);
    expect(await client.user('gone')).not.toBe(id);
  });
});
