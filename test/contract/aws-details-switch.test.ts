import {
  CreateOrganizationalUnitCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { PutInlinePolicyToPermissionSetCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness } from '../database/sync/sync-harness.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  externalId,
  furtherDetailActions,
  furtherIamActions,
  startAws,
} from './aws-support.ts';

const own = SMALL.managementAccountId;
let simulator: Simulator;
let role: CustomerRole;
let harness: Harness;
let connectorId: ConnectorId;
let sso: SSOAdminClient;
let organizations: OrganizationsClient;

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: own });
  const settings = { endpoint: simulator.url, region: SMALL.region, credentials: simulator.credentials.administrator };
  sso = new SSOAdminClient(settings);
  organizations = new OrganizationsClient(settings);
  harness = await openHarness();
  connectorId = await harness.addConnector('small');
  await harness.query(
    `update connector set role_arn = $2, external_id = $3, organizations_enabled = true, identity_center_enabled = true,
       identity_center_region = $4 where id = $1`,
    [connectorId, role.connection.roleArn, externalId, SMALL.region],
  );
}, 60_000);
afterAll(async () => {
  await harness.close();
  await simulator.stop();
});
beforeEach(() => harness.clear());

const withAll = () => sync();
const withoutAny = () => sync(...furtherDetailActions);
async function sync(...denied: string[]) {
  // IAM by its listings: its details hold the very policy of the role, which changes here.
  await role.allowAllBut(...furtherIamActions, ...denied);
  await harness.query('delete from denied_action');
  const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });
  const ports = { runs: harness.store, reader, heartbeat: { every: () => () => {} } };
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
const setAttrs = async (name: string) =>
  (
    await harness.query<{ attrs: Record<string, unknown> }>(
      'select attrs from entity_version where kind = 6 and name = $1 and to_seq is null',
      [name],
    )
  )[0]?.attrs;
const rows = () =>
  Promise.all(
    ['entity', 'entity_version', 'entitlement', 'grant_fact', 'role_reach', 'change'].map((table) =>
      harness.query(`select xmin::text, ctid::text, t.* from ${table} t order by t.ctid`),
    ),
  );
const readings = () =>
  harness.query<{ kind: string; n: number }>(
    'select kind, count(*)::int as n from detail_reading group by 1 order by 1',
  );
const firstSet = async () =>
  (await harness.query<{ arn: string }>(`select arn from entity_version where kind = 6 and name = 'Unused'`))[0]?.arn;

describe('details of permission sets and of the organization', () => {
  it('that are read again unchanged write no fact, and that they were read is known', async () => {
    await withAll();
    const before = await rows();
    expect(await readings()).toEqual([
      { kind: 'aws-account-tags', n: 3 },
      { kind: 'organizational-units', n: 3 },
      { kind: 'permission-set-details', n: 3 },
    ]);
    await harness.query(`update detail_reading set read_at = read_at - interval '1 day'`);
    expect(await withAll()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 2 });
    expect(await rows()).toEqual(before);
    const old = await harness.query<{ n: number }>(
      `select count(*)::int as n from detail_reading where read_at < product_now() - interval '1 hour'`,
    );
    expect(old).toEqual([{ n: 0 }]);
  });

  it('that the role may not read any more stay as they are known, and write no fact and no change', async () => {
    await withAll();
    const before = await rows();
    expect(await withoutAny()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 10 });
    expect(await rows()).toEqual(before);
    expect(await withAll()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 2 });
    expect(await rows()).toEqual(before);
  });

  it('that are read for the first time are no change, and then the same as if they had been read at once', async () => {
    await withAll();
    const all = await facts();
    await harness.clear();
    await withoutAny();
    expect((await setAttrs('ReadOnlyAccess'))?.managedPolicies).toBeUndefined();
    expect(await withAll()).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 2 });
    expect(await facts()).toEqual(all);
  });

  it('that change, come or go are changes', async () => {
    await withAll();
    const PermissionSetArn = await firstSet();
    const InlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await sso.send(
      new PutInlinePolicyToPermissionSetCommand({ InstanceArn: SMALL.instanceArn, PermissionSetArn, InlinePolicy }),
    );
    await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: SMALL.unitId, Name: 'Production' }));
    const Tags = [{ Key: 'cost-center', Value: '4711' }];
    await organizations.send(new TagResourceCommand({ ResourceId: SMALL.memberAccountId, Tags }));
    expect(await withAll()).toMatchObject({ opened: 1, closed: 0, changed: 2, scopesFailed: 2 });
    expect((await setAttrs('Unused'))?.inlinePolicy).toEqual({ Version: '2012-10-17', Statement: [] });
  });
});
