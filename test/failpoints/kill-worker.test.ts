import { once } from 'node:events';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL } from '../../simulator/worlds/small.ts';
import { provisioningPolicy } from '../../src/core/connectors/model/provisioning-permissions.ts';
import { setupDocuments } from '../../src/core/connectors/model/setup/setup-documents.ts';
import { demoAdministrator, type Product, startProduct } from '../support/product.ts';

const principalArn = 'arn:aws:iam::905418227316:role/countersign-server';
const externalId = 'cs-failpoints-0123456789abcdef01234567';
const points = [
  'after-intent',
  'after-aws-call',
  'while-polling',
  'before-read-back',
  'after-read-back',
  'after-release',
] as const;

let product: Product;
let owner: pg.Client;
let before: string[];
beforeAll(async () => {
  product = await startProduct({
    world: 'small',
    throttling: false,
    assignmentDelayMs: 300,
    env: { AWS_REGION: SMALL.region },
  });
  owner = new pg.Client(product.ownerUrl);
  await owner.connect();
  await addConnector();
  await until('the first sync', async () => (await one('select last_synced_at as at from connector')).at !== null);
  await product.stopWorker();
  before = await aws();
});
afterAll(async () => {
  await owner?.end();
  await product?.stop();
});

async function addConnector(): Promise<void> {
  const iam = new IAMClient({ endpoint: product.simulatorUrl, region: 'us-east-1', credentials: demoAdministrator });
  const { trustPolicy, readPolicy } = setupDocuments({ principalArn, externalId });
  await iam.send(new CreateRoleCommand({ RoleName: 'Countersign', AssumeRolePolicyDocument: trustPolicy }));
  for (const [PolicyName, PolicyDocument] of [
    ['CountersignRead', readPolicy],
    ['CountersignProvisioning', JSON.stringify(provisioningPolicy('aws'))],
  ])
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Countersign', PolicyName, PolicyDocument }));
  await owner.query(`
    insert into person (id, name, source, created_at, updated_at) values ('per_g', 'Grace', 'demo', now(), now());
    insert into application (id, name, created_at) values ('app_1', 'AWS', now());
    insert into policy_revision (policies, digest, created_at) values ('{}', 'x', now())`);
  await owner.query(
    `insert into connector (id, application_id, name, external_id, role_arn, organizations_enabled,
       identity_center_enabled, identity_center_region, provisioning_enabled, next_sync_at, sync_interval_minutes,
       created_by, created_at, updated_at)
     values ('con_1', 'app_1', 'Small', $1, $2, true, true, $3, true, now(), 10080, 'per_g', now(), now())`,
    [externalId, `arn:aws:iam::${SMALL.managementAccountId}:role/Countersign`, SMALL.region],
  );
}

const one = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows[0];
async function until(what: string, isTrue: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come.\n${product.worker.output.slice(-20).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The oracle: what the simulated AWS holds, and nothing of our own tables. */
async function aws(): Promise<string[]> {
  const state = await (await fetch(`${product.simulatorUrl}/_simulator/state`)).json();
  const [center] = state.identityCenters;
  return [
    ...center.assignments.map(
      (each: Record<string, string>) =>
        `${each.principalType} ${each.principalId} ${each.permissionSetArn} ${each.awsAccountId}`,
    ),
    ...center.memberships.map((each: Record<string, string>) => `member ${each.userId} ${each.groupId}`),
    ...center.requests
      .filter((each: Record<string, string>) => each.status === 'IN_PROGRESS')
      .map(() => 'an assignment is under way'),
  ].sort();
}

/** Kills at the point, as a power cut would; then a minute passes, and another worker starts. */
async function killAt(point: string): Promise<void> {
  await product.startWorker({ COUNTERSIGN_FAILPOINT: point });
  const { child } = product.worker;
  if (child.exitCode === null && child.signalCode === null)
    await Promise.race([
      once(child, 'exit'),
      new Promise((_, reject) => setTimeout(() => reject(new Error(`${point} was not reached`)), 30_000)),
    ]);
  expect(child.signalCode).toBe('SIGKILL');
  const { rows } = await owner.query(
    `update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'
     where claimed_until > clock_timestamp() returning key`,
  );
  // The dead worker holds its unit, except where it had let go of it.
  expect(rows).toHaveLength(point === 'after-release' ? 0 : 1);
  await product.startWorker();
}

async function addLease(id: string): Promise<void> {
  const entity = (native: string) => `(select id from entity where native_id = '${native}')`;
  const named = (kind: number, name: string) =>
    `(select entity_id from entity_version where kind = ${kind} and name = '${name}' and to_seq is null)`;
  const what = `${named(4, 'Grace Hopper')}, 2, ${entity(SMALL.memberAccountId)}, ${named(6, 'ReadOnlyAccess')}`;
  await owner.query(`
    insert into access_request (id, requester_id, person_id, identity_id, kind, target_id, ps_id, connector_id,
      duration_minutes, reason, status, policy_revision, decision, created_at, expires_at, decided_at)
    values ('req_${id}', 'per_g', 'per_g', ${what}, 'con_1', 60, 'because', 'approved', 1, '{}', now(), now(), now());
    insert into lease (id, request_id, person_id, identity_id, kind, target_id, ps_id, connector_id, unit_key,
      starts_at, ends_at, created_at)
    values ('lse_${id}', 'req_${id}', 'per_g', ${what}, 'con_1', '${SMALL.memberAccountId}', product_now(),
      product_now() + interval '1 hour', product_now())`);
}
const status = async (id: string) => (await one('select status from lease where id = $1', [id])).status;

describe.each(points)('a worker killed %s', (point) => {
  const id = point.replaceAll('-', '');
  const leaseId = `lse_${id}`;

  it('while giving: AWS has the one assignment of the lease and all that it had, nothing more', async () => {
    await addLease(id);
    await killAt(point);
    await until('the lease active', async () => (await status(leaseId)) === 'active');
    const after = await aws();
    expect(after.filter((each) => !before.includes(each))).toEqual([expect.stringMatching(/^USER .* 222222222222$/)]);
    expect(after).toHaveLength(before.length + 1);
    await product.stopWorker();
  });

  it('while taking away: AWS has what it had before the lease, nothing less', async () => {
    await owner.query('update lease set ends_at = product_now() where id = $1', [leaseId]);
    await killAt(point);
    await until('the lease ended', async () => (await status(leaseId)) === 'ended');
    expect(await aws()).toEqual(before);
    await product.stopWorker();
  });
});
