import {
  CreateOrganizationalUnitCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  CreatePermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  SSOAdminClient,
  TagResourceCommand as TagSetCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { readOrganizationDetails } from '../../src/adapters/aws/reading/organization/read-organization.ts';
import type { Reading } from '../../src/adapters/aws/reading/reading.ts';
import type { DetailHistory } from '../../src/core/inventory/model/plan/due-in-turn.ts';
import type { KnownInventory } from '../../src/core/inventory/ports.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  furtherDetailActions,
  MemorySink,
  nothingKnown,
  startAws,
} from './aws-support.ts';

const { instanceArn: InstanceArn, organizationId, rootId, unitId, memberAccountId } = SMALL;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };
const hourMs = 3600_000;
let simulator: Simulator;
let role: CustomerRole;
let full: MemorySink;
const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: SMALL.managementAccountId,
  });
  await describeMore();
  full = await read();
}, 60_000);
afterAll(() => simulator.stop());
beforeEach(() => simulator.faults.clear());

async function describeMore(): Promise<void> {
  const settings = { endpoint: simulator.url, region: SMALL.region, credentials: simulator.credentials.administrator };
  const organizations = new OrganizationsClient(settings);
  await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: unitId, Name: 'Production' }));
  await organizations.send(
    new TagResourceCommand({ ResourceId: memberAccountId, Tags: [{ Key: 'cost-center', Value: '4711' }] }),
  );
  const sso = new SSOAdminClient(settings);
  for (let n = 0; n < 8; n += 1) await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: `More-${n}` }));
  const set = { InstanceArn, PermissionSetArn: arnOf(await read(), 'ReadOnlyAccess') };
  await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: JSON.stringify(document) }));
  const CustomerManagedPolicyReference = { Name: 'Guard', Path: '/team/' };
  await sso.send(
    new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ ...set, CustomerManagedPolicyReference }),
  );
  const PermissionsBoundary = { ManagedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' };
  await sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary }));
  const Tags = [{ Key: 'owner', Value: 'platform' }];
  await sso.send(new TagSetCommand({ InstanceArn, ResourceArn: set.PermissionSetArn, Tags }));
}

/** Identity Center and the organization alone, as far as that goes: IAM has tests of its own. */
async function read(known: KnownInventory = nothingKnown): Promise<MemorySink> {
  const sink = new MemorySink();
  simulator.counters.clear();
  await reader.read(role.connection, known, sink);
  return sink;
}
async function readWithout(actions: readonly string[], known?: KnownInventory): Promise<MemorySink> {
  await role.allowAllBut(...actions);
  try {
    return await read(known);
  } finally {
    await role.allowAllBut();
  }
}
const setOf = (sink: MemorySink, name: string) => sink.of('permission-set').find((each) => each.name === name);
const arnOf = (sink: MemorySink, name: string) => setOf(sink, name)?.nativeId ?? '';
const callsOf = (action: string) => simulator.counters.toJSON()[action]?.calls ?? 0;
const ids = (sink: MemorySink, kind: Parameters<MemorySink['of']>[0]) => sink.of(kind).map(({ nativeId }) => nativeId);

/** A connector that read everything so long ago and comes once an hour. */
function knownFor(ageMs: number, others: Partial<DetailHistory> = {}, deniedActions: string[] = []): KnownInventory {
  const ages = (all: string[]) => Object.fromEntries(all.map((id) => [id, ageMs]));
  const details: DetailHistory = {
    intervalMs: hourMs,
    agesMs: {
      'permission-set-details': ages(ids(full, 'permission-set')),
      'organizational-units': ages([organizationId, ...ids(full, 'organizational-unit')]),
      'aws-account-tags': ages(ids(full, 'aws-account')),
      'iam-role-settings': {},
    },
    missed: [],
    ...others,
  };
  return { ...full.known(), history: { counts: null, deniedActions, rotation: {}, details } };
}

describe('with every further action', () => {
  it('a permission set is read with its policies, its boundary and its tags', () => {
    expect([...full.failures]).toEqual([]);
    const set = setOf(full, 'ReadOnlyAccess');
    expect(set?.unread).toBeUndefined();
    expect(set?.attrs).toMatchObject({
      sessionDuration: 'PT8H',
      managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      customerManagedPolicies: [{ name: 'Guard', path: '/team/' }],
      inlinePolicy: document,
      permissionsBoundary: { arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      tags: { owner: 'platform' },
    });
  });

  it('what a permission set does not have is told from what was not read', () => {
    expect(setOf(full, 'Unused')?.attrs).toMatchObject({
      managedPolicies: [],
      customerManagedPolicies: [],
      inlinePolicy: null,
      permissionsBoundary: null,
      tags: {},
    });
  });

  it('the root and each organizational unit has a name and what it is in', () => {
    const units = full.of('organizational-unit').map(({ name, parent }) => `${name} in ${parent?.nativeId}`);
    expect(units.sort()).toEqual([`Production in ${unitId}`, `Root in ${organizationId}`, `Workloads in ${rootId}`]);
  });

  it('AWS accounts have their tags', () => {
    expect(full.entities.get(`aws-account ${memberAccountId}`)?.attrs?.tags).toEqual({ 'cost-center': '4711' });
    expect(full.entities.get(`aws-account ${SMALL.managementAccountId}`)?.attrs).not.toHaveProperty('tags');
    for (const account of full.of('aws-account')) expect(account.unread).toBeUndefined();
  });

  it('as many calls are made as were planned', async () => {
    for (const known of [nothingKnown, knownFor(hourMs)]) {
      const sink = await read(known);
      const of = [...sink.calls].filter(([operation]) => (furtherDetailActions as string[]).includes(operation));
      expect(of.length).toBeGreaterThan(7);
      for (const [operation, { planned, ok }] of of) expect(`${operation} ${ok}`).toBe(`${operation} ${planned}`);
    }
  });
});

describe('without a further action exactly one thing is not read, and it is named', () => {
  it.each([
    ['sso:ListManagedPoliciesInPermissionSet', `permission-set-managed-policies ${InstanceArn}`, 'managedPolicies'],
    [
      'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
      `permission-set-customer-policies ${InstanceArn}`,
      'customerManagedPolicies',
    ],
    ['sso:GetInlinePolicyForPermissionSet', `permission-set-inline-policies ${InstanceArn}`, 'inlinePolicy'],
    ['sso:GetPermissionsBoundaryForPermissionSet', `permission-set-boundaries ${InstanceArn}`, 'permissionsBoundary'],
    ['sso:ListTagsForResource', `permission-set-tags ${InstanceArn}`, 'tags'],
    ['organizations:ListRoots', `organizational-units ${organizationId}`, null],
    ['organizations:ListOrganizationalUnitsForParent', `organizational-units ${rootId}`, null],
    ['organizations:ListTagsForResource', `aws-account-tags ${organizationId}`, null],
  ])('%s: %s', async (action, scope, attr) => {
    const sink = await readWithout([action]);
    expect([...sink.failures.keys()]).toEqual([scope]);
    expect(sink.failures.get(scope)).toMatchObject({ reason: 'denied', action });
    expect(sink.deniedActions).toEqual([action]);
    expect(callsOf(action)).toBe(1);
    expect(sink.counter(action)).toMatchObject({ planned: 1, failed: 1 });
    for (const set of sink.of('permission-set')) {
      const { [attr ?? '']: _, ...others } = full.entities.get(`permission-set ${set.nativeId}`)?.attrs ?? {};
      expect(set.attrs).toEqual(others);
      expect(set.unread).toEqual(attr ? [attr] : undefined);
    }
  });

  it('and none of them is asked for again within the day after AWS refused it', async () => {
    const known = knownFor(hourMs, {}, [...furtherDetailActions]);
    const sink = await read(known);
    for (const action of furtherDetailActions) expect(callsOf(action)).toBe(0);
    expect([...sink.failures.values()].every(({ reason }) => reason === 'denied')).toBe(true);
    expect(sink.failures.size).toBe(8);
  });
});

describe('what was read is kept, and read again in turn', () => {
  it('a run describes the permission sets whose turn it is, and says of the others that they are there', async () => {
    const known = knownFor(hourMs);
    const ages = known.history?.details?.agesMs['permission-set-details'] ?? {};
    ages[arnOf(full, 'Unused')] = 20 * hourMs;
    delete ages[arnOf(full, 'ReadOnlyAccess')];
    const sink = await read(known);
    expect(sink.completed).toContain(`permission-sets ${InstanceArn}`);
    expect(ids(sink, 'permission-set').sort()).toEqual(ids(full, 'permission-set').sort());
    expect(callsOf('sso:DescribePermissionSet')).toBe(5);
    const described = sink.of('permission-set').filter(({ isMention }) => !isMention);
    expect(described).toHaveLength(5);
    expect(described.map(({ name }) => name)).toEqual(expect.arrayContaining(['Unused', 'ReadOnlyAccess']));
  });

  it('AWS accounts that are listed without their paths leave the units unread, which the log says', async () => {
    const sink = new MemorySink();
    const nowhere = { ids: [], areListed: true, states: {}, unitPaths: [], tagsDue: [] };
    await readOrganizationDetails({ sink, known: full.known() } as unknown as Reading, nowhere);
    expect(sink.lines).toEqual([expect.stringMatching(/^gap Organizational units · not read: /)]);
  });

  it('when a right is there that was missing before, every permission set is read anew', async () => {
    const sink = await read(knownFor(hourMs, { missed: ['permission-set-tags'] }));
    expect(callsOf('sso:ListTagsForResource')).toBe(ids(full, 'permission-set').length);
    expect([...sink.failures]).toEqual([]);
  });

  it('a detail that AWS did not answer for leaves the others of its set read, and the set to be read again', async () => {
    const error = { code: 'ValidationException', message: 'not now', status: 400 };
    simulator.faults.add({ operation: 'sso:GetInlinePolicyForPermissionSet', error, times: 1 });
    const sink = await read();
    const failed = [...sink.failures.keys()];
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/^permission-set-details /);
    const set = sink.entities.get(failed[0]?.replace('-details', '') ?? '');
    expect(set?.unread).toEqual(['inlinePolicy']);
    expect(set?.attrs?.managedPolicies).toBeDefined();
  });
});
