import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { entityChange } from '../../src/core/inventory/model/path-sentence-of-change.ts';
import { syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness } from '../database/sync/sync-harness.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  externalId,
  furtherIamActions,
  startAws,
} from './aws-support.ts';

const own = SMALL.managementAccountId;
const UserName = 'ada@small.example';
let simulator: Simulator;
let role: CustomerRole;
let harness: Harness;
let connectorId: ConnectorId;

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: own });
  const policy = {
    PolicyName: 'Deploy',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    }),
  };
  await role.iam.send(new CreatePolicyCommand(policy));
  const PolicyArn = `arn:aws:iam::${own}:policy/Deploy`;
  await role.iam.send(new AttachRolePolicyCommand({ RoleName: 'Deployer', PolicyArn }));
  await role.iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: PolicyArn }));
  harness = await openHarness();
  connectorId = await harness.addConnector('small');
  await harness.query('update connector set role_arn = $2, external_id = $3 where id = $1', [
    connectorId,
    role.connection.roleArn,
    externalId,
  ]);
}, 60_000);
afterAll(async () => {
  await harness.close();
  await simulator.stop();
});
beforeEach(async () => {
  await harness.clear();
  await harness.query('delete from rotation');
});

const withDetails = () => sync();
const byListings = () => sync(...furtherIamActions);
async function sync(...denied: string[]) {
  await role.allowAllBut(...denied);
  await harness.query('delete from denied_action');
  const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });
  const heartbeat = { every: () => () => {} };
  const ports = { runs: harness.store, reader, heartbeat };
  const outcome = await syncConnector(ports, {
    connectorId,
    trigger: 'schedule',
    startedBy: null,
    runId: harness.nextRunId(),
  });
  if (outcome.status !== 'published') throw new Error(outcome.status);
  return outcome.run;
}
const facts = async () => (await currentFacts(harness)).filter((line) => !line.startsWith('gap | '));
const gaps = async () => (await currentFacts(harness)).filter((line) => line.startsWith('gap | '));
const isOfBothWays = (line: string) => !/ iam-policy | iam-inline-policy | iam-attributes /.test(line);
/** Rows with their place on disk: equal means that nothing was written. */
const rows = () =>
  Promise.all(
    ['entity', 'entity_version', 'entitlement', 'grant_fact', 'role_reach', 'change', 'identity_use'].map((table) =>
      harness.query(`select xmin::text, ctid::text, t.* from ${table} t order by t.ctid`),
    ),
  );

describe('the details and the listings of IAM', () => {
  it('give the same facts of what both give, each on its own', async () => {
    await byListings();
    const listed = await facts();
    await harness.clear();
    await withDetails();
    const detailed = await facts();
    expect(detailed.filter(isOfBothWays)).toEqual(listed);
    expect(detailed.length).toBeGreaterThan(listed.length);
  });

  it('in turn write no fact and no change: what was not read is not taken for gone', async () => {
    await withDetails();
    const before = await rows();
    expect(await byListings()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 2 });
    expect(await rows()).toEqual(before);
    expect(await gaps()).toHaveLength(2);
    expect(await withDetails()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 0 });
    expect(await rows()).toEqual(before);
    expect(await gaps()).toEqual([]);
  });

  it('an unchanged second reading writes no fact', async () => {
    await withDetails();
    const before = await rows();
    await withDetails();
    expect(await rows()).toEqual(before);
  });

  it('policies that are read for the first time are no change of access', async () => {
    await byListings();
    const known = await facts();
    expect(await withDetails()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 0 });
    expect((await facts()).length).toBeGreaterThan(known.length);
  });
});

describe('afterwards', () => {
  it('a policy that is attached, and tags that come and go, are changes', async () => {
    await withDetails();
    await role.iam.send(
      new AttachRolePolicyCommand({ RoleName: 'Vendor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    await role.iam.send(new TagUserCommand({ UserName: 'terraform-bootstrap', Tags: [{ Key: 'team', Value: 'ops' }] }));
    expect(await withDetails()).toMatchObject({ opened: 2, closed: 0, changed: 0 });
    await role.iam.send(new UntagUserCommand({ UserName: 'terraform-bootstrap', TagKeys: ['team'] }));
    expect(await withDetails()).toMatchObject({ opened: 0, closed: 1, changed: 0 });
    expect(entityChange('vanished', 'iam-attributes', 'ada')).toBe('Tags and permissions boundary of ada vanished');
  });

  it('the use of an identity is kept as it is now, and of a user that was made again under its name not at all', async () => {
    await withDetails();
    const use = () =>
      harness.query<{ name: string; has_mfa: boolean | null; keys: number }>(
        `select v.name, u.has_mfa, jsonb_array_length(u.access_keys) as keys from identity_use u
         join entity_version v on v.entity_id = u.entity_id and v.to_seq is null where v.kind in (2, 7) order by 1`,
      );
    expect(await use()).toEqual([
      { name: own, has_mfa: false, keys: 0 },
      { name: UserName, has_mfa: true, keys: 0 },
      { name: 'terraform-bootstrap', has_mfa: false, keys: 1 },
    ]);
    await harness.query('delete from identity_use');
    await harness.query(
      `update entity_version set attrs = attrs || '{"createdAt": "2026-11-24T00:00:00.000Z"}' where name = $1`,
      [UserName],
    );
    // The report is of the user before: its own reading puts createdAt right again, so that a listing is denied here.
    await sync('iam:GetAccountAuthorizationDetails', 'iam:ListUsers', 'iam:GetGroup');
    expect((await use()).map(({ name }) => name)).toEqual([own, 'terraform-bootstrap']);
  });
});
