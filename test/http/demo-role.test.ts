import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import { addConnector } from './add-connector.ts';
import { type Answer, type Caller, type Http, pointAtSimulatedAws, startHttp } from './start-http.ts';

const management = SMALL.managementAccountId;

let simulator: Simulator;
let http: Http;
let kwame: Caller;
let priya: Caller;
let connector: Answer['body'];
let url: string;
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  http = await startHttp({ simulator });
  [kwame, priya] = [await http.signIn('connector-administrator'), await http.signIn('super-administrator')];
});
afterAll(async () => {
  await http.stop();
  await simulator.stop();
});
// Each test has the AWS accounts to itself: coverage (CON-18) is of connectors that are there.
beforeEach(async () => {
  await http.database.pool.query(`update connector set deleted_at = now() where deleted_at is null`);
  connector = await addConnector(http, kwame);
  url = `/api/v1/connectors/${connector.id}`;
});

const rolePolicies = () => simulator.world.awsAccounts.get(management)?.roles.get('countersign')?.inlinePolicies ?? {};

test('the set-up page has the product’s own principal and this connector’s External ID, and such a role works', async () => {
  const { body } = await kwame.get(`${url}/setup`);
  expect(body.serviceIdentity).toMatchObject({
    principalArn: 'arn:aws:iam::905418227316:role/countersign-server',
    source: 'get-caller-identity',
  });
  expect(JSON.parse(body.trustPolicy).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::905418227316:role/countersign-server' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': connector.externalId } },
    },
  ]);
  for (const text of [body.terraform, body.cloudFormation, body.awsCli]) expect(text).toContain(connector.externalId);
  const made = await kwame.post(`/api/v1/demo/connectors/${connector.id}/role`);
  expect(made).toMatchObject({ status: 201, body: { roleArn: `arn:aws:iam::${management}:role/Countersign` } });
  expect((await kwame.patch(url, { roleArn: made.body.roleArn })).body.status).toBe('syncing');
  expect((await kwame.post(`/api/v1/demo/connectors/${connector.id}/role`)).status).toBe(201);
});

test('the documents for other AWS accounts name the connector’s role, its member External ID and the tested organization', async () => {
  const membersOf = async () => (await kwame.get(`${url}/setup`)).body.memberAccounts;
  const { roleArn } = (await kwame.post(`/api/v1/demo/connectors/${connector.id}/role`)).body;
  await http.database.pool.query('update connector set role_arn = $2 where id = $1', [connector.id, roleArn]);
  const untested = await membersOf();
  expect(untested).toMatchObject({ organizationId: null, trustPolicy: null });
  expect(untested.stackSet.template).toContain(roleArn);
  expect(untested.stackSet.template).not.toContain(SMALL.organizationId);

  const settings = { roleArn, organizationsEnabled: true, identityCenterEnabled: false, identityCenterRegion: null };
  expect((await kwame.post(`${url}/test`, settings)).status).toBe(200);
  const memberRoleName = 'audit/Reader';
  expect((await kwame.patch(url, { ...settings, memberRoleName })).status).toBe(200);
  const { memberExternalId } = (await kwame.get(url)).body;
  const members = await membersOf();
  expect(members).toMatchObject({
    roleName: memberRoleName,
    externalId: memberExternalId,
    organizationId: SMALL.organizationId,
  });
  expect(memberExternalId).not.toBe(connector.externalId);
  expect(JSON.parse(members.trustPolicy).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: roleArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': SMALL.organizationId, 'sts:ExternalId': memberExternalId } },
    },
  ]);
  const { stackSet, single, assume } = members;
  for (const text of [stackSet.template, stackSet.terraform, stackSet.awsCli, single.terraform, single.awsCli])
    for (const value of [roleArn, memberExternalId, SMALL.organizationId]) expect(text).toContain(value);
  expect(JSON.parse(assume.policy).Statement[0]).toMatchObject({
    Action: ['sts:AssumeRole'],
    Resource: 'arn:aws:iam::*:role/audit/Reader',
  });
});

test('the demo role reads further unless the minimum is asked for, and then has the minimum alone', async () => {
  const make = (query: string) => kwame.post(`/api/v1/demo/connectors/${connector.id}/role${query}`);
  const actionsOf = (text = '{"Statement":[{}]}') => JSON.parse(text).Statement[0].Action;
  await make('');
  expect(Object.keys(rolePolicies()).sort()).toEqual(['CountersignRead', 'CountersignReadFurther']);
  expect(actionsOf(rolePolicies().CountersignReadFurther)).toEqual(furtherReadActions);
  await make('?reading=minimum');
  expect(Object.keys(rolePolicies())).toEqual(['CountersignRead']);
  expect(actionsOf(rolePolicies().CountersignRead)).toEqual(readActions);
  await make('?reading=further');
  expect(Object.keys(rolePolicies()).sort()).toEqual(['CountersignRead', 'CountersignReadFurther']);
});

test('the demo role has the provisioning policy while provisioning is on, and not otherwise', async () => {
  const make = () => kwame.post(`/api/v1/demo/connectors/${connector.id}/role?reading=minimum`);
  await make();
  expect(Object.keys(rolePolicies())).toEqual(['CountersignRead']);
  await kwame.patch(url, { provisioningEnabled: true });
  await make();
  expect(rolePolicies().CountersignProvisioning).toContain('sso:CreateAccountAssignment');
  await kwame.patch(url, { provisioningEnabled: false });
  await make();
  expect(Object.keys(rolePolicies())).toEqual(['CountersignRead']);
});

test('making the demo role again with the same Idempotency-Key is one entry in the audit log', async () => {
  const key = { 'idempotency-key': `role-${connector.id}` };
  const send = () => kwame.post(`/api/v1/demo/connectors/${connector.id}/role`, undefined, key);
  expect((await send()).body).toEqual((await send()).body);
  const { body } = await priya.get(`/api/v1/audit-entries?objectId=${connector.id}&action=connector.demo-role-made`);
  expect(body.total).toBe(1);
});

test('the demo role is not taken away from the connector that uses it', async () => {
  const { body } = await kwame.post(`/api/v1/demo/connectors/${connector.id}/role`);
  await kwame.patch(url, body);
  const other = await addConnector(http, kwame);
  expect(await kwame.post(`/api/v1/demo/connectors/${other.id}/role`)).toMatchObject({
    status: 409,
    body: { code: 'coverage-taken' },
  });
  expect((await kwame.patch(url, body)).body.status).toBe('syncing');
});

test('outside the demo no role is made', async () => {
  const real = await startHttp({ isDemo: false, simulator });
  await real.database.pool.query(
    `insert into person (id, name, source, created_at, updated_at) values ('per_x', 'X', 'manual', now(), now())`,
  );
  await real.database.pool.query(`insert into role_grant values ('per_x', 'super-administrator', now())`);
  const { openSession } = await import('../../src/core/security/open-session.ts');
  const opened = await real.security.transact((unit) =>
    openSession(unit, real.security, 'per_x' as never, 'password', { previousSecret: null }),
  );
  const caller = real.withCookie(`countersign_session=${opened.secret}`);
  const made = await caller.post('/api/v1/connectors', { application: { newName: 'Real' }, ownerIds: ['per_x'] });
  expect((await caller.get(`/api/v1/connectors/${made.body.id}/setup`)).body.canCreateRoleInDemo).toBe(false);
  expect(await caller.post(`/api/v1/demo/connectors/${made.body.id}/role`)).toMatchObject({
    status: 404,
    body: { code: 'demo-only' },
  });
  await real.stop();
  pointAtSimulatedAws(simulator);
});
