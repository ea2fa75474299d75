import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { type ReadAction, readActions } from '../../src/core/connectors/model/permission-table.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  furtherIamActions,
  grantName,
  MemorySink,
  nothingKnown,
  startAws,
} from './aws-support.ts';

/** Prefixes of the scopes that hang on each action; every other scope must be read as if nothing were missing. */
const lostWithout: Record<ReadAction, RegExp> = {
  'iam:GetGroup': /^members-of-group AGPA/,
  'iam:ListAccountAliases': /^account-alias /,
  'iam:ListGroups': /^iam-groups /,
  'iam:ListRoles': /^iam-roles /,
  'iam:ListUsers': /^iam-users /,
  'identitystore:ListGroupMemberships': /^members-of-group d-/,
  'identitystore:ListGroups': /^identity-center-groups /,
  'identitystore:ListUsers': /^identity-center-users /,
  'organizations:ListAccounts': /^(aws-accounts|aws-account-tags|organizational-units) /,
  'sso:DescribePermissionSet': /^permission-set-details /,
  'sso:ListAccountAssignments': /^assignments-of-pair /,
  'sso:ListInstances': /^identity-center-instances /,
  'sso:ListPermissionSets': /^permission-sets /,
  'sso:ListPermissionSetsProvisionedToAccount': /^pairs-of-aws-account /,
};

/** What only the further actions give (aws-iam-details.test.ts); here the role has the minimum. */
const isBeyondMinimum = (scope: string) => /^(iam-policies|credential-report) /.test(scope);

let simulator: Simulator;
let role: CustomerRole;
const full = new MemorySink();
const reader = createAwsReader({ budget: countingBudget().budget });

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: SMALL.managementAccountId,
  });
  await role.allowAllBut(...furtherIamActions);
  await reader.read(role.connection, nothingKnown, full);
});
afterAll(() => simulator.stop());

async function readWithout(action: ReadAction, known = full.known()) {
  await role.allowAllBut(action, ...furtherIamActions);
  const sink = new MemorySink();
  const facts = await reader.read(role.connection, known, sink);
  return { sink, facts };
}
const linesOf = (sink: MemorySink) => [...sink.grants.values()].map(grantName).sort();

describe.each(readActions)('without %s', (action) => {
  it('names the action in exactly the scopes that hang on it, and reads every other one whole', async () => {
    const { sink } = await readWithout(action);
    const lost = lostWithout[action];
    const failed = [...sink.failures].filter(([scope]) => !isBeyondMinimum(scope));
    expect(failed.length).toBeGreaterThan(0);
    for (const [scope, failure] of failed) {
      expect(scope).toMatch(lost);
      expect(failure).toMatchObject({ reason: 'denied', action });
      expect(failure.message).toContain(`not authorized to perform: ${action}`);
    }
    // Pairs are not known without their listing, so that their scopes are not even planned.
    const isPairUnknown = action === 'sso:ListPermissionSetsProvisionedToAccount';
    const expected = [...full.completed].filter(
      (scope) => !lost.test(scope) && !(isPairUnknown && scope.startsWith('assignments-of-pair')),
    );
    expect([...sink.completed].sort()).toEqual(expected.sort());
  });

  it('delivers the same facts for everything else', async () => {
    const { sink } = await readWithout(action);
    const isLost = (grant: string) =>
      (action === 'iam:GetGroup' && /^group-member AGPA/.test(grant)) ||
      (action === 'identitystore:ListGroupMemberships' && /^group-member d-/.test(grant)) ||
      (action === 'iam:ListRoles' && grant.startsWith('assume-role')) ||
      (/^sso:List(AccountAssignments|PermissionSetsProv)/.test(action) &&
        grant.startsWith('permission-set-assignment'));
    expect(linesOf(sink)).toEqual(linesOf(full).filter((grant) => !isLost(grant)));
    for (const [key, fact] of sink.entities) {
      if (!fact.isMention && action !== 'organizations:ListAccounts') expect(fact).toEqual(full.entities.get(key));
    }
  });

  it('leaves what the connector knows about itself as it was', async () => {
    const { facts } = await readWithout(action);
    expect(facts).toEqual({
      awsPartition: 'aws',
      awsAccountId: SMALL.managementAccountId,
      iamAwsAccountIds: [],
      organizationId: SMALL.organizationId,
      managementAwsAccountId: SMALL.managementAccountId,
      identityCenterInstanceArn: SMALL.instanceArn,
      identityStoreId: SMALL.identityStoreId,
    });
  });
});

describe('a first run, when nothing is known yet', () => {
  it('without sso:ListInstances fails everything of Identity Center and says why, and reads the rest', async () => {
    const { sink } = await readWithout('sso:ListInstances', nothingKnown);
    const own = SMALL.managementAccountId;
    expect(sink.failures.get(`identity-center-instances ${own}`)).toMatchObject({ reason: 'denied' });
    for (const kind of ['identity-center-users', 'identity-center-groups', 'permission-sets', 'pairs-of-aws-account']) {
      expect(sink.failures.get(`${kind} ${own}`)).toMatchObject({
        reason: 'not-attempted',
        action: 'sso:ListInstances',
      });
    }
    expect(sink.completed).toContain(`iam-roles ${own}`);
    expect(sink.completed).toContain(`aws-accounts ${SMALL.organizationId}`);
  });

  it('without sso:ListPermissionSets still finds the sets that are in use', async () => {
    const { sink } = await readWithout('sso:ListPermissionSets', nothingKnown);
    expect(
      sink
        .of('permission-set')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['AdministratorAccess', 'ReadOnlyAccess']);
    expect(linesOf(sink)).toEqual(linesOf(full));
  });

  it('without organizations:ListAccounts reads the access in its own AWS account', async () => {
    const { sink, facts } = await readWithout('organizations:ListAccounts', nothingKnown);
    expect(sink.failures.get(`aws-accounts ${SMALL.managementAccountId}`)).toMatchObject({ reason: 'denied' });
    expect(sink.completed).toContain(`pairs-of-aws-account ${SMALL.managementAccountId}`);
    expect(facts.organizationId).toBeNull();
  });

  it('without iam:ListUsers still sees members of IAM groups, as mentions', async () => {
    const { sink } = await readWithout('iam:ListUsers', nothingKnown);
    expect(sink.of('iam-user')).toMatchObject([
      { name: 'ada@small.example', email: 'ada@small.example', isMention: true },
    ]);
  });

  it('without sso:DescribePermissionSet shows sets by the end of their ARN', async () => {
    const { sink } = await readWithout('sso:DescribePermissionSet', nothingKnown);
    expect(sink.of('permission-set')).toHaveLength(3);
    for (const set of sink.of('permission-set')) {
      expect(set).toMatchObject({ isMention: true, name: expect.stringMatching(/^ps-/) });
    }
  });
});

describe('a feature that is switched off after it was read', () => {
  it('is not called any more, and what was known is shown as no longer read', async () => {
    await role.allowAllBut();
    const sink = new MemorySink();
    const connection = { ...role.connection, organizationsEnabled: false, identityCenterEnabled: false };
    simulator.counters.clear();
    await reader.read(connection, full.known(), sink);
    expect(
      Object.keys(simulator.counters.toJSON()).filter((name) => /^(sso|identitystore|organizations):/.test(name)),
    ).toEqual([]);
    expect([...sink.failures.keys()].sort()).toEqual(
      [
        `aws-accounts ${SMALL.organizationId}`,
        `identity-center-groups ${SMALL.instanceArn}`,
        `identity-center-users ${SMALL.instanceArn}`,
        ...full.of('identity-center-group').map(({ nativeId }) => `members-of-group ${nativeId}`),
        `permission-sets ${SMALL.instanceArn}`,
        ...[SMALL.managementAccountId, SMALL.memberAccountId, SMALL.delegatedAccountId].map(
          (id) => `pairs-of-aws-account ${id}`,
        ),
      ].sort(),
    );
    for (const failure of sink.failures.values()) expect(failure).toMatchObject({ reason: 'not-attempted' });
  });

  it('also where the connector has no organization: its own AWS account is the only one, and is in no list', async () => {
    const sink = new MemorySink();
    const connection = { ...role.connection, organizationsEnabled: false, identityCenterEnabled: false };
    await reader.read(connection, { ...full.known(), awsAccountIds: [] }, sink);
    expect([...sink.failures.keys()]).toContain(`pairs-of-aws-account ${SMALL.managementAccountId}`);
  });
});
