import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { ENTERPRISE, ScimClient } from '../../../testing/scim-client.ts';

let simulator: Simulator;
let client: ScimClient;
let id: string;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.reset();
  client = await ScimClient.of(simulator);
  id = await client.user('pat', { title: 'Clerk', externalId: 'x-1', [ENTERPRISE]: { department: 'D' } });
});

const patch = (...operations: object[]) => client.patch(`Users/${id}`, ...operations);
const read = async () => (await client.get(`Users/${id}`)).body;

describe('a PATCH of a user', () => {
  it('adds, replaces and removes, and answers with the user as it is then', async () => {
    const { status, body } = await patch(
      { op: 'Replace', path: 'title', value: 'Chief' },
      { op: 'add', path: 'nickName', value: 'P' },
      { op: 'REPLACE', path: 'name.familyName', value: 'Other' },
      { op: 'add', path: 'name', value: { middleName: 'M' } },
      { op: 'remove', path: 'externalId' },
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:locale', value: 'de-DE' },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      title: 'Chief',
      nickName: 'P',
      name: { givenName: 'pat', familyName: 'Other', middleName: 'M' },
      locale: 'de-DE',
    });
    expect(body).not.toHaveProperty('externalId');
    expect(await read()).toEqual(body);
  });

  it('disables and enables, by a boolean or its text', async () => {
    for (const [value, active] of [
      ['False', false],
      [true, true],
      ['false', false],
    ]) {
      expect((await patch({ op: 'replace', path: 'active', value })).body.active).toBe(active);
    }
    for (const value of ['no', 1, '', null, []]) {
      expect((await patch({ op: 'replace', path: 'active', value })).status).toBe(400);
    }
  });

  it('without a path changes the one attribute in its value', async () => {
    expect((await patch({ op: 'replace', value: { active: false } })).body.active).toBe(false);
    expect((await patch({ op: 'replace', value: { id, displayName: 'Named' } })).body.displayName).toBe('Named');
    for (const value of [{ active: false, title: 'Two' }, {}, 'active', { id }]) {
      expect((await patch({ op: 'replace', value })).status).toBe(400);
    }
    expect((await patch({ op: 'remove' })).status).toBe(400);
  });

  it('reaches into a list by a filter, and makes the first value', async () => {
    const work = 'emails[type eq "work"]';
    const changed = await patch({ op: 'replace', path: `${work}.value`, value: 'moved@idp.example' });
    expect(changed.body.emails).toEqual([{ value: 'moved@idp.example', type: 'work', primary: true }]);
    const phone = await patch({ op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '123' });
    expect(phone.body.phoneNumbers).toEqual([{ type: 'mobile', value: '123' }]);
    const town = { op: 'add', path: 'addresses[type eq "work"].locality', value: 'Town' };
    const land = { op: 'add', path: 'addresses[type eq "work"].country', value: 'Land' };
    expect((await patch(town, land)).body.addresses).toEqual([{ type: 'work', locality: 'Town', country: 'Land' }]);
    expect((await patch({ op: 'remove', path: 'addresses[type eq "work"].country' })).body.addresses).toEqual([
      { type: 'work', locality: 'Town' },
    ]);
    expect((await patch({ op: 'remove', path: work })).body).not.toHaveProperty('emails');
    const again = await patch({ op: 'add', path: `${work}.value`, value: 'again@idp.example' });
    expect(again.body.emails).toEqual([{ type: 'work', value: 'again@idp.example', primary: true }]);
    expect((await patch({ op: 'remove', path: 'phoneNumbers' })).body).not.toHaveProperty('phoneNumbers');
  });

  it('never makes a second value, and no e-mail that is not primary', async () => {
    const second = { value: 'second@idp.example', type: 'home', primary: true };
    const refused = [
      { op: 'add', path: 'emails', value: [second] },
      { op: 'add', path: 'emails[type eq "home"].value', value: 'second@idp.example' },
      { op: 'replace', path: 'emails', value: [second, second] },
      { op: 'replace', path: 'emails', value: [{ ...second, primary: false }] },
      { op: 'replace', path: 'emails', value: 'second@idp.example' },
      { op: 'replace', path: 'emails[type eq "home"].value', value: 'second@idp.example' },
      { op: 'remove', path: 'emails[type eq "work"].value' },
    ];
    for (const operation of refused) {
      expect({ operation, status: (await patch(operation)).status }).toEqual({ operation, status: 400 });
    }
    expect((await patch({ op: 'replace', path: 'emails', value: [second] })).body.emails).toEqual([second]);
  });

  it('reaches the enterprise extension, as a whole and by its parts', async () => {
    const of = async (path: string, value: unknown) =>
      (await patch({ op: 'replace', path: `${ENTERPRISE}${path}`, value })).body[ENTERPRISE];
    expect(await of(':costCenter', '4130')).toEqual({ department: 'D', costCenter: '4130' });
    expect(await of(':manager', 'm-1')).toMatchObject({ manager: { value: 'm-1' } });
    expect(await of(':manager.value', 'm-2')).toMatchObject({ manager: { value: 'm-2' } });
    expect(await of(':manager', { value: 'm-3', $ref: '../Users/m-3' })).toMatchObject({ manager: { value: 'm-3' } });
    expect(await of('', { division: 'V' })).toMatchObject({ division: 'V', department: 'D' });
    const removed = await patch({ op: 'remove', path: `${ENTERPRISE}:manager` });
    expect(removed.body[ENTERPRISE]).toEqual({ division: 'V', department: 'D', costCenter: '4130' });
    expect((await patch({ op: 'remove', path: ENTERPRISE })).body).not.toHaveProperty([ENTERPRISE]);
    for (const path of [':nonsense', ':manager.displayName', ':department.x', ':department[a eq "b"]']) {
      const operation = { op: 'replace', path: `${ENTERPRISE}${path}`, value: 'x' };
      expect({ path, status: (await patch(operation)).status }).toEqual({ path, status: 400 });
    }
  });

  it('never removes user name or status, nor touches either twice in a request', async () => {
    for (const path of ['userName', 'active']) {
      expect((await patch({ op: 'remove', path })).status).toBe(400);
      const value = path === 'active' ? false : 'other@idp.example';
      const operation = { op: 'replace', path, value };
      expect((await patch(operation, operation)).status).toBe(400);
      expect((await patch(operation, { op: 'replace', value: { [path]: value } })).status).toBe(400);
      expect((await patch(operation)).body[path]).toBe(value);
    }
  });

  it('changes nothing that is required away, nothing it does not know, and nothing at all if one operation is wrong', async () => {
    const before = await read();
    const good = { op: 'replace', path: 'title', value: 'Other' };
    const wrong = [
      { op: 'remove', path: 'displayName' },
      { op: 'remove', path: 'name' },
      { op: 'remove', path: 'name.givenName' },
      { op: 'replace', path: 'displayName', value: '' },
      { op: 'replace', path: 'roles', value: [{ value: 'r' }] },
      { op: 'replace', path: 'password', value: 'x' },
      { op: 'replace', path: 'groups', value: [] },
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'replace', path: 'meta.created', value: 'x' },
      { op: 'replace', path: 'name.nonsense', value: 'x' },
      { op: 'replace', path: 'title.x', value: 'x' },
      { op: 'replace', path: 'emails[type ne "work"].value', value: 'x' },
      { op: 'replace', path: 'emails[type eq "work" and primary eq true].value', value: 'x' },
      { op: 'replace', path: 'emails[nonsense eq "work"].value', value: 'x' },
      { op: 'replace', path: '__proto__', value: 'x' },
      { op: 'replace', path: 'title' },
      { op: 'replace', path: '', value: 'x' },
      { op: 'replace', path: 5, value: 'x' },
      { op: 'move', path: 'title', value: 'x' },
      { path: 'title', value: 'x' },
      [],
      null,
    ];
    for (const operation of wrong) {
      const { status } = await patch(good, operation as object);
      expect({ operation, status }).toEqual({ operation, status: 400 });
    }
    expect(await read()).toEqual(before);
  });

  it('has its schema and operations, and is of a user there is', async () => {
    const operation = { op: 'replace', path: 'title', value: 'x' };
    for (const body of [{}, { Operations: [operation] }, { schemas: [], Operations: [operation] }]) {
      expect((await client.send('PATCH', `Users/${id}`, body)).status).toBe(400);
    }
    expect((await patch()).status).toBe(400);
    expect((await client.send('PATCH', `Users/${id}`)).status).toBe(400);
    expect((await client.patch('Users/none', operation)).status).toBe(404);
    expect((await patch({ op: 'replace', path: 'userName', value: 'ada@small.example' })).status).toBe(409);
  });
});
