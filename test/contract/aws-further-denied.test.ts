import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import {
  type FurtherReadAction,
  furtherReadActions,
} from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  grantName,
  MemorySink,
  nothingKnown,
  roleName,
  startAws,
} from './aws-support.ts';

/**
 * The one thing that hangs on each further action, by its scopes; null: nothing, another way of reading gives the same.
 * cloudtrail:LookupEvents belongs to no full run (refresh/what-stands-in-the-way.test.ts).
 */
const lostWithout: Record<FurtherReadAction, RegExp | null> = {
  'iam:GenerateCredentialReport': /^credential-report /,
  'iam:GetAccountAuthorizationDetails': /^iam-(policies|role-settings) /,
  'iam:GetCredentialReport': /^credential-report /,
  'identitystore:ListGroupMembershipsForMember': null,
  'organizations:ListOrganizationalUnitsForParent': /^organizational-units /,
  'organizations:ListRoots': /^organizational-units o-/,
  'organizations:ListTagsForResource': /^aws-account-tags /,
  'sso:GetInlinePolicyForPermissionSet': /^permission-set-inline-policies /,
  'sso:GetPermissionsBoundaryForPermissionSet': /^permission-set-boundaries /,
  'sso:ListAccountAssignmentsForPrincipal': null,
  'sso:ListAccountsForProvisionedPermissionSet': null,
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet': /^permission-set-customer-policies /,
  'sso:ListManagedPoliciesInPermissionSet': /^permission-set-managed-policies /,
  'sso:ListTagsForResource': /^permission-set-tags /,
  'cloudtrail:LookupEvents': null,
};
/** What only GetAccountAuthorizationDetails gives. */
const ofDetails = /^attached-policy /;

let simulator: Simulator;
let role: CustomerRole;
const full = new MemorySink();
// Long enough for AWS to make its credential report.
const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });

const makeRole = () =>
  createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: SMALL.managementAccountId });

async function read(without: FurtherReadAction | null, sink = new MemorySink()): Promise<MemorySink> {
  const Action = [...readActions, ...furtherReadActions].filter((action) => action !== without);
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await role.iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'CountersignRead', PolicyDocument }));
  await reader.read(role.connection, nothingKnown, sink);
  return sink;
}
const grantsOf = (sink: MemorySink) => [...sink.grants.values()].map(grantName).sort();

beforeAll(async () => {
  simulator = await startAws('small');
  role = await makeRole();
  await read(null, full);
}, 60_000);
afterAll(() => simulator?.stop());

it('with both read policies nothing is left unread', () => {
  expect([...full.failures]).toEqual([]);
});

describe.each(furtherReadActions)('without %s', (action) => {
  const lost = lostWithout[action];

  it('exactly one named thing is not read, everything else is, and the answers about access are the same', async () => {
    // A report that an earlier reading had made would be read for four hours more.
    if (action === 'iam:GenerateCredentialReport') {
      simulator.reset();
      role = await makeRole();
    }
    const sink = await read(action);
    const failed = [...sink.failures];
    expect(new Set(failed.map(([scope]) => scope.split(' ')[0])).size).toBe(lost ? 1 : 0);
    for (const [scope, failure] of failed) {
      expect(scope).toMatch(lost as RegExp);
      expect(failure).toMatchObject({ reason: 'denied', action });
    }
    expect(sink.deniedActions).toEqual(lost ? [action] : []);
    const isLost = (scope: string) => lost?.test(scope) ?? false;
    expect([...sink.completed].filter((scope) => !isLost(scope)).sort()).toEqual(
      [...full.completed].filter((scope) => !isLost(scope)).sort(),
    );
    const areDetailsLost = action === 'iam:GetAccountAuthorizationDetails';
    expect(grantsOf(sink)).toEqual(grantsOf(full).filter((grant) => !(areDetailsLost && ofDetails.test(grant))));
  });
});
