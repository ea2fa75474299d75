import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, inJanuary, type World } from '../support/world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
const callers: Record<string, Caller> = {};
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };
const readOnlyArn = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess';
const sql = (text: string, values: unknown[]) => http.database.pool.query(text, values);

beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  world = await createWorld(http.database);
  for (const name of ['per_manager', 'per_owner', 'per_super', 'per_auditor', 'per_nothing'])
    callers[name] = await http.signIn(name);
  const details = {
    relayState: 'https://console.aws.amazon.com/s3',
    managedPolicies: [readOnlyArn],
    customerManagedPolicies: [{ name: 'Guard', path: '/team/' }],
    inlinePolicy: document,
    permissionsBoundary: { name: 'Edge', path: '/' },
    tags: { team: 'platform', cost: '7' },
  };
  await sql(`update entity_version set attrs = attrs || $2 where entity_id = $1`, [world.id('readonly'), details]);
  await sql(`insert into detail_reading values ('con_org', 'permission-set-details', $1, '2026-02-10T09:58:00Z')`, [
    world.id('readonly'),
  ]);
});
afterAll(() => http?.stop());

const ask = (name: string, entity: string, query = '') =>
  (callers[name] as Caller).get(`/api/v1/permission-sets/${world.ent(entity)}/details${query}`);

describe('what a permission set allows', () => {
  it('is its policies, its boundary and its tags, and when they were read', async () => {
    const { status, body } = await ask('per_auditor', 'readonly');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      readAt: '2026-02-10T09:58:00.000Z',
      relayState: 'https://console.aws.amazon.com/s3',
      managedPolicies: [{ name: 'ViewOnlyAccess', arn: readOnlyArn, path: null }],
      customerManagedPolicies: [{ name: 'Guard', arn: null, path: '/team/' }],
      inlinePolicy: { document },
      permissionsBoundary: { policy: { name: 'Edge', arn: null, path: '/' } },
      tags: [
        { key: 'cost', value: '7' },
        { key: 'team', value: 'platform' },
      ],
      gaps: [],
    });
  });

  it('is not told of the past as if it had been read then', async () => {
    expect((await ask('per_auditor', 'readonly', `?asOf=${inJanuary}`)).body.readAt).toBeNull();
  });

  it('that was not read is null, and that there is none is said as such', async () => {
    const unread = { managedPolicies: null, customerManagedPolicies: null, inlinePolicy: null, tags: null };
    expect((await ask('per_auditor', 'admin')).body).toMatchObject({ ...unread, permissionsBoundary: null });
    const none = { managedPolicies: [], inlinePolicy: null, permissionsBoundary: null, tags: {} };
    await sql(`update entity_version set attrs = attrs || $2 where entity_id = $1`, [world.id('admin'), none]);
    expect((await ask('per_auditor', 'admin')).body).toMatchObject({
      managedPolicies: [],
      customerManagedPolicies: null,
      inlinePolicy: { document: null },
      permissionsBoundary: { policy: null },
      tags: [],
    });
  });

  it('names what could not be read again, and keeps it', async () => {
    await world.gap('con_org', 'permission-set-inline-policies', 'instance', {
      from: 3,
      failedAt: '2026-02-10T09:59:00Z',
      action: 'sso:GetInlinePolicyForPermissionSet',
      message: 'denied',
    });
    const { body } = await ask('per_auditor', 'readonly');
    expect(body.inlinePolicy).toEqual({ document });
    expect(body.gaps).toEqual([
      {
        part: 'inline-policy',
        since: '2026-02-10T09:59:00.000Z',
        reason: 'AWS denied it: the role lacks sso:GetInlinePolicyForPermissionSet',
      },
    ]);
  });

  it('is for who sees all that its connector reads; to others it is not there', async () => {
    const statuses = await Promise.all(
      Object.keys(callers).map(async (name) => [name, (await ask(name, 'readonly')).status]),
    );
    expect(Object.fromEntries(statuses)).toEqual({
      per_manager: 404,
      per_owner: 404,
      per_super: 200,
      per_auditor: 200,
      per_nothing: 404,
    });
  });
});

describe('an AWS account', () => {
  const account = async () => (await (callers.per_auditor as Caller).get('/api/v1/aws-accounts/111111111111')).body;

  it('says where it is by the names of its units as far as they were read, and its tags once they were', async () => {
    await sql(
      `update entity_version set attrs = attrs || '{"paths": ["o-1/r-ab12/ou-ab12-work/"]}' where entity_id = $1`,
      [world.id('management')],
    );
    expect(await account()).toMatchObject({
      organizationalUnits: [
        { id: 'r-ab12', name: null },
        { id: 'ou-ab12-work', name: null },
      ],
      tags: null,
      tagsReadAt: null,
    });
    await world.entity('root', 'organizational-unit', 'r-ab12', { shown: 'Root' });
    await world.entity('work', 'organizational-unit', 'ou-ab12-work', { shown: 'Workloads', parent: 'root' });
    await sql(`insert into detail_reading values ('con_org', 'aws-account-tags', $1, '2026-02-10T09:58:00Z')`, [
      world.id('management'),
    ]);
    expect(await account()).toMatchObject({
      organizationPath: ['r-ab12', 'ou-ab12-work'],
      organizationalUnits: [{ name: 'Root' }, { name: 'Workloads' }],
      tags: [],
      tagsReadAt: '2026-02-10T09:58:00.000Z',
    });
    await sql(`update entity_version set attrs = attrs || '{"tags": {"cost": "4711"}}' where entity_id = $1`, [
      world.id('management'),
    ]);
    expect((await account()).tags).toEqual([{ key: 'cost', value: '4711' }]);
  });
});
