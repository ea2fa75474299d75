import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, inJanuary, type World } from '../support/world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
const callers: Record<string, Caller> = {};
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const adminArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  world = await createWorld(http.database);
  for (const name of ['per_emil', 'per_manager', 'per_owner', 'per_auditor', 'per_nothing'])
    callers[name] = await http.signIn(name);
  await addPolicies();
  await http.database.pool.query(
    `insert into identity_use values ($1, '2026-02-01T00:00:00Z', 'eu-west-1', true, false, '2026-01-05T00:00:00Z',
       '2025-01-01T00:00:00Z', '[{"isActive": true, "rotatedAt": "2025-02-01T00:00:00.000Z",
         "usedAt": "2026-02-01T00:00:00.000Z", "region": "eu-west-1", "service": "s3"}]'),
       ($2, null, null, null, true, null, null, '[]')`,
    [world.id('emil-iam'), world.id('management')],
  );
});
afterAll(() => http?.stop());

async function addPolicies() {
  const inside = { parent: 'management' };
  await world.entity('deploy-policy', 'iam-policy', 'ANPA1', {
    ...inside,
    shown: 'Deploy',
    arn: 'arn:aws:iam::111111111111:policy/Deploy',
    attrs: { document },
  });
  await world.entity('admin-policy', 'iam-policy', adminArn, { shown: 'AdministratorAccess', arn: adminArn });
  await world.entity('inline', 'iam-inline-policy', 'AIDAEMIL/backup', {
    ...inside,
    shown: 'backup',
    attrs: { document },
  });
  await world.entity('emil-attributes', 'iam-attributes', 'AIDAEMIL', {
    ...inside,
    shown: 'emil@corp.example',
    attrs: { permissionsBoundary: adminArn, tags: { team: 'ops', cost: '7' } },
  });
  await world.grant('attached-policy', 'emil-iam', 'deploy-policy', { awsAccount: 'management', from: 3 });
  await world.grant('attached-policy', 'emil-iam', 'inline', { awsAccount: 'management' });
  await world.grant('attached-policy', 'admins', 'admin-policy');
}

const ask = (name: string, entity: string, query = '') =>
  (callers[name] as Caller).get(`/api/v1/iam-details/${world.ent(entity)}${query}`);

describe('what IAM says of a user besides who has access', () => {
  it('is its own policies, those of its groups, boundary, tags and use', async () => {
    const { status, body } = await ask('per_auditor', 'emil-iam');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'iam-user',
      policies: [
        { name: 'backup', kind: 'inline', arn: null, document, via: null },
        {
          name: 'Deploy',
          kind: 'customer-managed',
          arn: 'arn:aws:iam::111111111111:policy/Deploy',
          document,
          via: null,
        },
        { name: 'AdministratorAccess', kind: 'aws-managed', arn: adminArn, document: null, via: { name: 'Admins' } },
      ],
      permissionsBoundary: adminArn,
      tags: [
        { key: 'cost', value: '7' },
        { key: 'team', value: 'ops' },
      ],
      policiesFreshness: { isStale: false, readAt: '2026-02-10T10:00:00.000Z' },
      use: {
        lastUsedAt: '2026-02-01T00:00:00.000Z',
        lastUsedRegion: 'eu-west-1',
        hasPassword: true,
        hasMfa: false,
        passwordUsedAt: '2026-01-05T00:00:00.000Z',
        passwordChangedAt: '2025-01-01T00:00:00.000Z',
        accessKeys: [{ isActive: true, usedAt: '2026-02-01T00:00:00.000Z', region: 'eu-west-1', service: 's3' }],
      },
    });
  });

  it('is as it was published then; use has no history, and is not told of the past', async () => {
    const { body } = await ask('per_auditor', 'emil-iam', `?asOf=${inJanuary}`);
    expect(body.policies.map(({ name }: { name: string }) => name)).toEqual(['backup', 'AdministratorAccess']);
    expect(body.use).toBeNull();
  });

  it('of a group and of an AWS account is their own: policies, and the root user', async () => {
    expect((await ask('per_auditor', 'admins')).body).toMatchObject({
      kind: 'iam-group',
      policies: [{ name: 'AdministratorAccess', via: null }],
      use: null,
    });
    expect((await ask('per_auditor', 'management')).body).toMatchObject({
      kind: 'aws-account',
      policies: [],
      use: { hasMfa: true, hasPassword: null, lastUsedAt: null, accessKeys: [] },
    });
  });

  it('is stale with its reason where it could not be read, and never read where it never was', async () => {
    await world.gap('con_org', 'iam-policies', 'management', {
      from: 3,
      failedAt: '2026-02-10T09:59:00Z',
      action: 'iam:GetAccountAuthorizationDetails',
      message: 'denied',
    });
    await world.gap('con_org', 'credential-report', 'management', {
      from: 1,
      failedAt: '2026-01-10T09:59:00Z',
      action: 'iam:GenerateCredentialReport',
      message: 'denied',
    });
    const { body } = await ask('per_auditor', 'emil-iam');
    expect(body.policiesFreshness).toMatchObject({
      isStale: true,
      readAt: '2026-01-10T10:00:00.000Z',
      staleReason: 'AWS denied it: the role lacks iam:GetAccountAuthorizationDetails',
    });
    expect(body.useFreshness).toMatchObject({ isStale: true, readAt: null });
    expect(body.policies).toHaveLength(3);
  });
});

describe('who may see it', () => {
  it('is whose own it is, their manager, and who sees what the connector reads; to others it is not there', async () => {
    const statuses = async (entity: string) =>
      Object.fromEntries(
        await Promise.all(Object.keys(callers).map(async (name) => [name, (await ask(name, entity)).status])),
      );
    expect(await statuses('emil-iam')).toEqual({
      per_emil: 200,
      per_manager: 200,
      per_owner: 404,
      per_auditor: 200,
      per_nothing: 404,
    });
    // A manager sees that a report reaches Deploy, and not what its policies allow; Olga's connector reads it.
    expect(await statuses('deploy')).toMatchObject({
      per_emil: 404,
      per_manager: 404,
      per_owner: 200,
      per_auditor: 200,
    });
    expect(await statuses('workloads')).toMatchObject({ per_emil: 404, per_manager: 404, per_owner: 200 });
  });
});
