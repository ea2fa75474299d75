import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { control } from '../../testing/control.ts';
import { ScimClient, type ScimSettings } from '../../testing/scim-client.ts';
import { SMALL } from '../../worlds/small.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const statusWith = async (settings: ScimSettings, path = 'Users') =>
  (await new ScimClient(simulator.url, settings).get(path)).status;

/** Fetch does not let anybody choose a Host. */
function statusUnder(host: string, path: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(simulator.url);
    const headers = { host, authorization: `Bearer ${token}` };
    request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end();
  });
}

describe('automatic provisioning', () => {
  it('is off in every world until the control API makes an identity provider the source of an instance', async () => {
    for (const world of ['small', 'demo']) {
      const other = await startSimulator({ world });
      try {
        const { body } = await control(other, 'GET', 'scim');
        expect(body.instances).toMatchObject([{ identitySource: 'IDENTITY_CENTER', tokens: [] }]);
        await ScimClient.of(other);
        expect((await control(other, 'GET', 'scim')).body.instances[0].identitySource).toBe('EXTERNAL_IDP');
      } finally {
        await other.stop();
      }
    }
    const empty = await startSimulator({ world: 'empty' });
    expect((await control(empty, 'POST', 'scim')).status).toBe(404);
    await empty.stop();
  });

  it('has a tenant id as AWS makes them and the endpoint of the instance’s region', async () => {
    const { body } = await control(simulator, 'POST', 'scim', { instanceArn: SMALL.instanceArn });
    expect(body.tenantId).toMatch(/^[a-z0-9]{8,11}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(body.endpoint).toBe(`https://scim.eu-west-1.amazonaws.com/${body.tenantId}/scim/v2/`);
    expect(body.path).toBe(`/${body.tenantId}/scim/v2/`);
  });

  it('refuses a mistyped request of the control API and an instance that is not there', async () => {
    expect((await control(simulator, 'POST', 'scim', { instancearn: SMALL.instanceArn })).status).toBe(400);
    expect((await control(simulator, 'POST', 'scim', { instanceArn: 'arn:aws:sso:::instance/none' })).status).toBe(404);
    expect((await control(simulator, 'DELETE', 'scim/none')).status).toBe(404);
  });

  it('once switched off is gone, and begins again as another tenant', async () => {
    const { settings } = await ScimClient.of(simulator);
    expect((await control(simulator, 'DELETE', 'scim')).status).toBe(200);
    expect(await statusWith(settings)).toBe(401);
    const again = await ScimClient.of(simulator);
    expect(again.settings.tenantId).not.toBe(settings.tenantId);
    expect(await statusWith({ ...settings, path: again.settings.path })).toBe(401);
    expect(await statusWith(again.settings)).toBe(200);
  });
});

describe('a token', () => {
  it('is shown once: neither the list nor the state has its text', async () => {
    const { settings } = await ScimClient.of(simulator);
    const { body } = await control(simulator, 'GET', 'scim');
    expect(body.instances[0].tokens).toEqual([
      { tokenId: settings.tokenId, createdAt: expect.any(String), expiresAt: settings.expiresAt },
    ]);
    const secret = settings.token.split(':')[2] ?? '';
    expect(JSON.stringify([body, (await control(simulator, 'GET', 'state')).body])).not.toContain(secret);
  });

  it('is rotated without a gap: two at most, the second before the first is deleted', async () => {
    const first = (await ScimClient.of(simulator)).settings;
    const second = (await ScimClient.of(simulator)).settings;
    expect(second.path).toBe(first.path);
    expect([await statusWith(first), await statusWith(second)]).toEqual([200, 200]);
    expect((await control(simulator, 'POST', 'scim')).status).toBe(409);
    expect((await control(simulator, 'DELETE', `scim/${first.tokenId}`)).status).toBe(200);
    expect([await statusWith(first), await statusWith(second)]).toEqual([401, 200]);
    expect((await control(simulator, 'POST', 'scim')).status).toBe(201);
  });

  it('expires after a year of the world’s clock', async () => {
    const { settings } = await ScimClient.of(simulator);
    expect(Date.parse(settings.expiresAt) - Date.now()).toBeGreaterThan(YEAR_MS - 60_000);
    await control(simulator, 'POST', 'clock', { advanceMs: YEAR_MS - 60_000 });
    expect(await statusWith(settings)).toBe(200);
    await control(simulator, 'POST', 'clock', { advanceMs: 60_000 });
    expect(await statusWith(settings)).toBe(401);
  });

  it('that is missing, wrong or of another tenant is an UnauthorizedException, whatever is asked', async () => {
    const { settings } = await ScimClient.of(simulator);
    const url = `${simulator.url}${settings.path}`;
    const attempts: [string, string | undefined][] = [
      ['Users', undefined],
      ['Users', 'Bearer'],
      ['Users', `Basic ${settings.token}`],
      ['Users', `Bearer ${settings.token}x`],
      ['Users', `Bearer ${settings.tokenId}`],
      ['Nonsense', 'Bearer nobody'],
      ['', 'Bearer nobody'],
    ];
    for (const [path, authorization] of attempts) {
      const response = await fetch(url + path, authorization === undefined ? {} : { headers: { authorization } });
      const body = await response.json();
      expect({ path, authorization, status: response.status, told: body.status }).toEqual({
        path,
        authorization,
        status: 401,
        told: '401',
      });
      expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    }
    expect(await statusWith({ ...settings, path: '/abc12345-0000-4000-8000-000000000000/scim/v2/' })).toBe(401);
    expect(await statusWith({ ...settings, path: '/undefined/scim/v2/' })).toBe(401);
  });

  it('opens the endpoint under AWS’s host name too, in its own region only', async () => {
    const { path, token } = (await ScimClient.of(simulator)).settings;
    expect(await statusUnder('scim.eu-west-1.amazonaws.com', `${path}Users`, token)).toBe(200);
    expect(await statusUnder('scim.us-east-1.amazonaws.com', `${path}Users`, token)).toBe(401);
    expect(await statusUnder('scim.eu-west-1.amazonaws.com', '/', token)).toBe(401);
  });
});

it('what was provisioned, and by which token, is there again after a kill, to the last id and instant', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const dataFile = join(folder, 'world.json');
  const first = await startSimulator({ world: 'small', dataFile, throttling: false });
  let again: Simulator | undefined;
  try {
    const old = await ScimClient.of(first);
    const client = await ScimClient.of(first);
    const user = await old.user('kept', { externalId: 'x-1' });
    const gone = await old.user('gone');
    await control(first, 'DELETE', `scim/${old.settings.tokenId}`);
    const group = await client.group('Kept', [user, gone]);
    await client.patch(`Groups/${group}`, { op: 'remove', path: `members[value eq "${gone}"]` });
    await client.patch(`Users/${user}`, { op: 'replace', path: 'active', value: false });
    await client.send('PUT', `Users/${user}`, { id: user, ...minimal(), externalId: 'x-2' });
    expect((await client.send('POST', 'Users', minimal())).status).toBe(409);
    await client.send('DELETE', `Users/${gone}`);
    for (const suffix of ['', '.journal']) copyFileSync(dataFile + suffix, `${dataFile}.killed${suffix}`);
    again = await startSimulator({ world: 'small', dataFile: `${dataFile}.killed`, throttling: false });
    expect(again.world.toData()).toEqual(first.world.toData());
    const later = new ScimClient(again.url, client.settings);
    expect((await later.get(`Users/${user}`)).body).toMatchObject({ externalId: 'x-2', displayName: 'M' });
    expect((await new ScimClient(again.url, old.settings).get('Users')).status).toBe(401);
  } finally {
    await first.stop();
    await again?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

function minimal(): object {
  return { userName: 'm@idp.example', displayName: 'M', name: { givenName: 'M', familyName: 'N' } };
}
