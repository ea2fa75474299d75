import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import { remindScimExpiry } from '../../src/core/connectors/remind-scim-expiry.ts';
import { addConnector } from './add-connector.ts';
import { type Answer, type Caller, type Http, startHttp } from './start-http.ts';

let simulator: Simulator;
let http: Http;
let kwame: Caller;
let connector: Answer['body'];
let url: string;
let scim: { path: string; token: string };

beforeAll(async () => {
  simulator = await startSimulator({ world: 'demo', throttling: false });
  http = await startHttp({ simulator });
  kwame = await http.signIn('connector-administrator');
  const answer = await fetch(`${simulator.url}/_simulator/scim`, { method: 'POST' });
  scim = (await answer.json()) as typeof scim;
});
afterAll(async () => {
  await http.stop();
  await simulator.stop();
});
beforeEach(async () => {
  await http.database.pool.query('update connector set deleted_at = now() where deleted_at is null');
  connector = await addConnector(http, kwame);
  url = `/api/v1/connectors/${connector.id}`;
  expect((await kwame.post(`/api/v1/demo/connectors/${connector.id}/role`, {})).status).toBe(201);
});

const roleArn = () => `arn:aws:iam::481203377190:role/Countersign`;
const settings = (changes: object = {}) => ({
  roleArn: roleArn(),
  organizationsEnabled: true,
  identityCenterEnabled: true,
  identityCenterRegion: 'eu-north-1',
  scimEnabled: true,
  scimEndpoint: `${simulator.url}${scim.path}`,
  scimToken: scim.token,
  ...changes,
});
const checkOf = (checks: { id: string; outcome: string }[]) => checks.find(({ id }) => id === 'scim.token')?.outcome;
const stored = async () =>
  (await http.database.pool.query('select * from connector_secret where connector_id = $1', [connector.id])).rows;

describe('the SCIM token of a connector', () => {
  it('is tested with the settings, and kept by no test', async () => {
    const { status, body } = await kwame.post(`${url}/test`, settings());
    expect([status, checkOf(body.checks)]).toEqual([200, 'pass']);
    expect(checkOf((await kwame.post(`${url}/test`, settings({ scimToken: 'wrong' }))).body.checks)).toBe('fail');
    expect(await stored()).toEqual([]);
  });

  it('is kept encrypted, and given back by no answer and no line of the audit log', async () => {
    const saved = await kwame.patch(url, settings());
    expect(saved.status).toBe(200);
    expect(saved.body.scimToken).toEqual({ savedAt: expect.any(String), expiresAt: expect.any(String) });
    const [row] = await stored();
    expect(row.sealed.toString('latin1')).not.toContain(scim.token);
    const answers = await Promise.all([kwame.get(url), kwame.get('/api/v1/connectors'), kwame.get(`${url}/setup`)]);
    const { rows: log } = await http.database.pool.query('select detail from audit_entry where object_id = $1', [
      connector.id,
    ]);
    for (const text of [saved, ...answers, log].map((each) => JSON.stringify(each)))
      expect(text).not.toContain(scim.token);
    expect(JSON.stringify(log)).toContain('"scimToken":"entered"');
    expect(checkOf(saved.body.checklist.checks)).toBe('pass');
  });

  it('ends a year after it was entered, or when the person says, and never later', async () => {
    const days = (instant: string) => Math.round((Date.parse(instant) - Date.now()) / 86_400_000);
    expect(days((await kwame.patch(url, settings())).body.scimToken.expiresAt)).toBe(365);
    const inDays = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const said = await kwame.patch(url, settings({ scimTokenExpiresAt: inDays(30) }));
    expect(days(said.body.scimToken.expiresAt)).toBe(30);
    for (const count of [-1, 400]) {
      const { status, body } = await kwame.patch(url, settings({ scimTokenExpiresAt: inDays(count) }));
      expect([status, body.code, body.field]).toEqual([400, 'scim-token-expired', 'scimTokenExpiresAt']);
    }
  });

  it('stays when other settings change, and goes when the endpoint does', async () => {
    await kwame.patch(url, settings());
    const before = await stored();
    expect((await kwame.patch(url, { name: 'Renamed' })).status).toBe(200);
    expect((await kwame.patch(url, { scimEnabled: false })).status).toBe(200);
    expect(await stored()).toEqual(before);
    const other = `${simulator.url}${scim.path.replace(/^\/./, '/f')}`;
    const refused = await kwame.patch(url, { scimEnabled: true, scimEndpoint: other });
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, 'scim-token-missing', 'scimToken']);
    expect(await stored()).toEqual(before);
    expect((await kwame.patch(url, { scimEndpoint: other })).body.scimToken).toBeNull();
    expect(await stored()).toEqual([]);
  });

  it('is told of to the owners before it ends, at each distance once', async () => {
    await kwame.patch(url, settings());
    const mails = async () =>
      (
        await http.database.pool.query(
          `select title from notification where object_id = $1 and kind = 'scim-token-ending' order by created_at, title`,
          [connector.id],
        )
      ).rows.map(({ title }) => title);
    const ports = { transact: createTransact(http.database, async () => {}), clock: databaseClock(http.database) };
    const endsIn = async (days: number) => {
      await http.database.pool.query(`update connector_secret set expires_at = product_now() + $1 * interval '1 day'`, [
        days,
      ]);
      await remindScimExpiry(ports);
    };
    await endsIn(91);
    expect(await mails()).toEqual([]);
    await endsIn(29.5);
    await remindScimExpiry(ports);
    expect(await mails()).toEqual([expect.stringMatching(/expires in 30 days$/)]);
    await endsIn(-1);
    expect(await mails()).toContainEqual(expect.stringMatching(/has expired$/));
  });

  it('is asked for where there is none, and goes to no host but AWS’s', async () => {
    const { scimToken: _, ...without } = settings();
    const missing = await kwame.patch(url, without);
    expect([missing.status, missing.body.code]).toEqual([400, 'scim-token-missing']);
    for (const scimEndpoint of ['http://169.254.169.254/latest/', `http://127.0.0.1:9${scim.path}`]) {
      const { status, body } = await kwame.patch(url, settings({ scimEndpoint }));
      expect([status, body.code, body.field]).toEqual([400, 'scim-endpoint-invalid', 'scimEndpoint']);
    }
    expect(await stored()).toEqual([]);
  });
});
