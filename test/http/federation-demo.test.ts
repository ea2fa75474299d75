import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { createRateBudget } from '../../src/adapters/postgres/rate-budget.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import { syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { createCustomerRole, externalId, startAws } from '../contract/aws-support.ts';
import { quickRates } from '../support/quick-rates.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

/** The file and the pattern as the feature's own page prints them. */
const page = readFileSync(new URL('../../src/core/directory/federation/README.md', import.meta.url), 'utf8');
const csv = /```csv\n(.*?)```/s.exec(page)?.[1] ?? '';
const pattern = /```\n(\^aws.*?)\n```/s.exec(page)?.[1] ?? '';

let simulator: Simulator;
let http: Http;
let priya: Caller;
let providerId: string;
beforeAll(async () => {
  simulator = await startAws('demo');
  http = await startHttp({ simulator });
  priya = await http.signIn('super-administrator');
  const role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: MANAGEMENT });
  const ownerIds = [await http.personId('priya.raman')];
  const { rows } = await http.database.pool.query(
    `with app as (insert into application (id, name, created_at) values ('app_demo', 'AWS', now()) returning id)
     insert into connector (id, application_id, name, external_id, role_arn, organizations_enabled, created_by, created_at, updated_at)
     select 'con_demo', id, 'AWS', $1, $2, true, $3, now(), now() from app returning id`,
    [externalId, role.connection.roleArn, ownerIds[0]],
  );
  const runs = createSyncRunStore(http.database);
  const reader = createAwsReader({ budget: createRateBudget(http.database, quickRates), backOffMs: 20 });
  const heartbeat = { every: () => () => {} };
  const connectorId = rows[0].id as ConnectorId;
  const outcome = await syncConnector(
    { runs, reader, heartbeat },
    { connectorId, trigger: 'first', startedBy: null, runId: randomIds.next('run') },
  );
  expect(outcome.status).toBe('published');
}, 60_000);
afterAll(async () => {
  await http?.stop();
  await simulator?.stop();
});

const whoCan = async (caller: Caller, target: string) =>
  (await caller.get(`/api/v1/access/who-can?target=${encodeURIComponent(target)}&limit=200`)).body;
const rows = (body: { items: { sentence: string; qualifier: { text: string } | null }[] }) =>
  body.items.map(({ sentence, qualifier }) => [sentence, qualifier?.text ?? null]);
const admins = 'member of aws#larkspur-mgmt#OktaAdmin#481203377190 → may assume role OktaAdmin in larkspur-management';

it('a federated role without a mapping says that its members are not visible, and never nobody', async () => {
  expect(rows(await whoCan(priya, 'OktaAdmin'))).toEqual([
    ['Okta → may assume role OktaAdmin in larkspur-management', 'members not visible from AWS'],
  ]);
});

it('the providers that roles trust are offered, Identity Center’s own left out', async () => {
  const { items } = (await priya.get('/api/v1/identity-provider-trusts')).body;
  expect(items.map((item: { arn: string; roleCount: number }) => [item.arn, item.roleCount])).toEqual([
    [`arn:aws:iam::${MANAGEMENT}:oidc-provider/token.actions.githubusercontent.com`, expect.any(Number)],
    [`arn:aws:iam::${MANAGEMENT}:saml-provider/Okta`, 2],
  ]);
  const okta = items.find((item: { kind: string }) => item.kind === 'saml-provider');
  const added = await priya.post('/api/v1/identity-providers', { name: 'Larkspur Okta', trustIds: [okta.id] });
  expect(added).toMatchObject({ status: 201, body: { name: 'Larkspur Okta', trusts: [{ id: okta.id }] } });
  providerId = added.body.id;
});

it('the printed file is taken, and says whose addresses are nobody’s', async () => {
  const answer = await priya.post(`/api/v1/identity-providers/${providerId}/groups`, { csv });
  expect(answer.body).toEqual({
    groups: 5,
    members: 8,
    added: 8,
    removed: 0,
    unmatchedEmails: ['contractor@partner.example'],
  });
});

it('the printed pattern is previewed, each group checked against the trust, and nothing is changed', async () => {
  const { body } = await priya.post(`/api/v1/identity-providers/${providerId}/rules/preview`, {
    kind: 'pattern',
    pattern,
  });
  expect(body.unmatchedGroups).toBe(1);
  expect(
    body.items.map((item: Record<string, unknown>) => [item.role, item.status, item.detail, item.members]),
  ).toEqual([
    [
      'AuditReader',
      'trust-refuses',
      'The trust policy of the role does not let Larkspur Okta assume it; it names no SAML or OIDC provider.',
      1,
    ],
    ['OktaAdmin', 'confirmed', '', 2],
    ['OktaBilling', 'role-unknown', `AWS account ${MANAGEMENT} has no role OktaBilling.`, 1],
    ['OktaReadOnly', 'confirmed', '', 3],
  ]);
  expect(rows(await whoCan(priya, 'OktaAdmin'))).toHaveLength(1);
});

it('with the rule the members hold the role, by their path, everywhere', async () => {
  const rule = await priya.post(`/api/v1/identity-providers/${providerId}/rules`, { kind: 'pattern', pattern });
  expect(rule).toMatchObject({ status: 201, body: { confirmed: 2, roleUnknown: 1, trustRefuses: 1 } });
  const body = await whoCan(priya, 'OktaAdmin');
  expect(rows(body)).toEqual([
    [`Kwame Boateng → ${admins}`, null],
    ['Okta → may assume role OktaAdmin in larkspur-management', 'members are those of Larkspur Okta'],
    [`Priya Raman → ${admins}`, null],
  ]);
  expect(body).toMatchObject({ peopleCount: 2, otherIdentityCount: 1 });
  expect(body.items[0].path.map((step: { kind: string; relation: string }) => [step.kind, step.relation])).toEqual([
    ['person', ''],
    ['group', 'member of'],
    ['role', 'may assume'],
    ['aws-account', 'in'],
  ]);
  expect(rows(await whoCan(priya, 'OktaReadOnly'))).toContainEqual([
    'Okta → may assume role OktaReadOnly in larkspur-management',
    'members are those of Larkspur Okta; 1 of them matches nobody in the directory',
  ]);
  const why = await priya.get('/api/v1/access/why?person=Kwame%20Boateng&target=OktaAdmin');
  expect(rows(why.body)).toEqual([[`Kwame Boateng → ${admins}`, null]]);
});

it('an employee sees the own federated access, and nobody else’s', async () => {
  const tomas = await http.signIn('employee');
  const me = await http.personId('tomas.herrera');
  const own = (await tomas.get(`/api/v1/people/${me}/access?limit=200`)).body;
  const readOnly = 'aws#larkspur-mgmt#OktaReadOnly#481203377190';
  expect(rows(own)).toContainEqual([
    `Tomás Herrera → member of ${readOnly} → may assume role OktaReadOnly in larkspur-management`,
    null,
  ]);
  expect(rows(await whoCan(tomas, 'OktaReadOnly'))).toHaveLength(1);
  expect((await tomas.get('/api/v1/access/who-can?target=OktaAdmin')).status).toBe(404);
  expect((await tomas.get('/api/v1/identity-providers')).status).toBe(403);
});

it('a faulty file changes nothing and names its line', async () => {
  const answer = await priya.post(`/api/v1/identity-providers/${providerId}/groups`, {
    csv: `\ufeffgroup,email\r\n"a, b",a@x.example\r\nno address,\r\n`,
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'csv-invalid', detail: 'Line 3: not an e-mail address: nothing. Nothing was changed.', field: 'csv' },
  });
  expect((await priya.get(`/api/v1/identity-providers/${providerId}/groups`)).body.total).toBe(5);
});

it('without the rule the members are not visible again', async () => {
  const { items } = (await priya.get(`/api/v1/identity-providers/${providerId}/rules`)).body;
  expect((await priya.remove(`/api/v1/federation-rules/${items[0].id}`)).status).toBe(204);
  expect(rows(await whoCan(priya, 'OktaAdmin'))).toEqual([
    ['Okta → may assume role OktaAdmin in larkspur-management', 'members not visible from AWS'],
  ]);
});
