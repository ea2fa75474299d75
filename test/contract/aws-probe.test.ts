import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsProbe } from '../../src/adapters/aws/aws-probe.ts';
import type { AwsConnection } from '../../src/core/connectors/model/aws-connection.ts';
import type { Checklist } from '../../src/core/connectors/model/checklist.ts';
import {
  furtherReadActions,
  furtherReadPermissions,
} from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions, readPermission } from '../../src/core/connectors/model/permission-table.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  pointAt,
  principalArn,
  roleName,
  startAws,
} from './aws-support.ts';

let simulator: Simulator;
let management: CustomerRole;
let member: CustomerRole;
let delegate: CustomerRole;
const probe = createAwsProbe({ budget: countingBudget().budget, backOffMs: 5 });

beforeAll(async () => {
  simulator = await startAws('small');
  const { administrator, memberAdministrator, delegatedAdministrator } = simulator.credentials;
  management = await createCustomerRole(simulator, administrator, { awsAccountId: SMALL.managementAccountId });
  member = await createCustomerRole(simulator, memberAdministrator, { awsAccountId: SMALL.memberAccountId });
  delegate = await createCustomerRole(simulator, delegatedAdministrator, { awsAccountId: SMALL.delegatedAccountId });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.faults.clear();
  pointAt(simulator);
  await allowAllBut(management);
});

/** Both read policies in one, without these. */
async function allowAllBut(role: CustomerRole, ...actions: string[]): Promise<void> {
  const Action = [...readActions, ...furtherReadActions].filter((action) => !actions.includes(action));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  await role.iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'CountersignRead', PolicyDocument }));
}

const test = (role: CustomerRole, changes: Partial<AwsConnection> = {}) =>
  probe.test({ ...role.connection, ...changes });
const line = (checklist: Checklist, id: string) => checklist.checks.find((check) => check.id === id);
const outcomes = (checklist: Checklist) => Object.fromEntries(checklist.checks.map(({ id, outcome }) => [id, outcome]));

describe('a connection test in the management account', () => {
  it('tries every action once and passes them all', async () => {
    simulator.counters.clear();
    const checklist = await test(management);
    for (const action of [...readActions, ...furtherReadActions]) {
      expect([action, simulator.counters.toJSON()[action]?.calls]).toEqual([action, 1]);
    }
    expect(checklist).toMatchObject({
      isReachable: true,
      place: 'management',
      awsAccountId: SMALL.managementAccountId,
      managementAwsAccountId: SMALL.managementAccountId,
      organizationId: SMALL.organizationId,
      identityCenterInstanceArn: SMALL.instanceArn,
      identityStoreId: SMALL.identityStoreId,
      failure: null,
    });
    expect(checklist.checks.map(({ id }) => id).sort()).toEqual(
      [
        'trust.assume-role',
        'trust.refused-without-external-id',
        'trust.caller-identity',
        'organizations.management',
        ...[...readActions, ...furtherReadActions].map((action) => `action.${action}`),
      ].sort(),
    );
    expect(new Set(Object.values(outcomes(checklist)))).toEqual(new Set(['pass']));
    expect(line(checklist, 'action.organizations:ListAccounts')?.detail).toBe('3 AWS accounts');
    expect(line(checklist, 'action.iam:GetGroup')?.detail).toBe('Operators: 1 member');
    expect(line(checklist, 'trust.assume-role')?.detail).toMatch(/^\d+ ms$/);
  });

  it('marks exactly the further actions as optional, each with a fact', async () => {
    const { checks } = await test(management);
    const optional = checks.filter(({ isOptional }) => isOptional);
    expect(optional.map(({ action }) => action).sort()).toEqual([...furtherReadActions].sort());
    expect(Object.fromEntries(optional.map(({ action, detail }) => [action, detail]))).toMatchObject({
      'organizations:ListRoots': SMALL.rootId,
      'cloudtrail:LookupEvents': expect.stringMatching(/ in eu-west-1/),
      'sso:ListAccountAssignmentsForPrincipal': expect.stringMatching(/^\d+ assignments? of one user$/),
      'sso:GetPermissionsBoundaryForPermissionSet': 'No permissions boundary of one permission set',
    });
    for (const { detail } of optional) expect(detail).not.toBe('');
  });

  it.each(furtherReadPermissions)(
    'without $action names exactly that one as not granted, and nothing fails',
    async ({ action, lost }) => {
      await allowAllBut(management, action);
      const checklist = await test(management);
      expect(checklist.checks.filter(({ outcome }) => outcome === 'not-granted')).toEqual([
        expect.objectContaining({
          action,
          isOptional: true,
          lost,
          awsError: expect.stringContaining(`not authorized to perform: ${action}`),
          mend: `Add ${action} to the policy CountersignReadFurther of the role.`,
        }),
      ]);
      expect(checklist.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
      expect(checklist).toMatchObject({ isReachable: true, place: 'management', failure: null });
    },
  );

  it('with the minimum alone names all that is lost, none of it as a failure', async () => {
    await allowAllBut(management, ...furtherReadActions);
    const checklist = await test(management);
    for (const { outcome, isOptional = false } of checklist.checks) {
      expect(['pass', isOptional ? 'not-granted' : 'pass', isOptional ? 'skipped' : 'pass']).toContain(outcome);
    }
    // Without a root there is nothing to list the units of.
    expect(checklist.checks.filter(({ outcome }) => outcome === 'skipped').map(({ action }) => action)).toEqual([
      'organizations:ListOrganizationalUnitsForParent',
    ]);
  });

  it.each(readActions)('without %s says not granted, with what is lost and how to mend it', async (action) => {
    await allowAllBut(management, action);
    const checklist = await test(management);
    const { lost } = readPermission(action);
    expect(line(checklist, `action.${action}`)).toMatchObject({
      outcome: 'not-granted',
      action,
      lost,
      awsError: expect.stringContaining(`not authorized to perform: ${action}`),
      mend: `Add ${action} to the policy CountersignRead of the role.`,
    });
    expect(checklist.checks.filter(({ outcome }) => outcome === 'not-granted')).toHaveLength(1);
    expect(checklist.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    expect(checklist).toMatchObject({ isReachable: true, failure: null });
  });

  it('leaves out what is switched off, and says so', async () => {
    const checklist = await test(management, { organizationsEnabled: false, identityCenterEnabled: false });
    for (const { id, group, outcome, detail } of checklist.checks) {
      if (group === 'Organizations' || group === 'Identity Center') {
        expect([id, outcome]).toEqual([id, 'skipped']);
        expect(detail).toMatch(/^Support for .* is off\.$/);
      }
    }
  });

  it('fails the region in which there is no instance, naming it', async () => {
    const checklist = await test(management, { identityCenterRegion: 'eu-central-1' });
    expect(line(checklist, 'action.sso:ListInstances')).toMatchObject({
      outcome: 'fail',
      detail: expect.stringContaining('eu-central-1'),
    });
    expect(line(checklist, 'action.sso:ListPermissionSets')?.outcome).toBe('skipped');
  });

  it('does not call an action allowed when there is nothing to try it on', async () => {
    // No IAM group was ever made in that AWS account.
    expect(line(await test(delegate), 'action.iam:GetGroup')).toMatchObject({
      outcome: 'skipped',
      detail: 'Nothing to try it on: there is no IAM group.',
    });
  });
});

describe('where the role is (CON-7)', () => {
  it('a delegated administrator is told that assignments by user and group are the management account’s', async () => {
    await allowAllBut(delegate);
    const checklist = await test(delegate);
    const { mend, ...check } = line(checklist, 'action.sso:ListAccountAssignmentsForPrincipal') ?? {};
    expect(check).toMatchObject({
      outcome: 'not-granted',
      detail: `AWS answers this to the management account only, and the role is in a delegated administrator, ${SMALL.delegatedAccountId}.`,
    });
    expect(mend).toBeUndefined();
    expect(checklist.checks.filter(({ outcome }) => outcome === 'not-granted')).toHaveLength(1);
  });

  it('a delegated administrator is accepted, with its limits', async () => {
    const checklist = await test(delegate);
    expect(checklist).toMatchObject({
      place: 'delegated-administrator',
      managementAwsAccountId: SMALL.managementAccountId,
      failure: null,
    });
    expect(line(checklist, 'organizations.management')).toMatchObject({
      outcome: 'pass',
      detail: expect.stringContaining('cannot see or change access in the management account'),
    });
  });

  it('a plain member with Organizations on is refused, naming the management account', async () => {
    const checklist = await test(member);
    expect(checklist).toMatchObject({
      isReachable: true,
      place: 'member',
      failure: { code: 'not-management-account', isTransient: false },
    });
    expect(line(checklist, 'organizations.management')).toMatchObject({
      outcome: 'fail',
      awsError: "You don't have permissions to access this resource.",
    });
  });

  it('a plain member with Organizations off is fine', async () => {
    const checklist = await test(member, { organizationsEnabled: false, identityCenterEnabled: false });
    expect(checklist).toMatchObject({ place: 'unknown', failure: null });
    expect(line(checklist, 'action.iam:ListUsers')?.outcome).toBe('pass');
  });

  it('an IAM refusal of ListAccounts is a missing permission and no refusal of the connector', async () => {
    await allowAllBut(management, 'organizations:ListAccounts');
    const checklist = await test(management);
    expect(checklist).toMatchObject({ place: 'unknown', failure: null });
    expect(line(checklist, 'action.organizations:ListAccounts')?.outcome).toBe('not-granted');
    expect(line(checklist, 'organizations.management')?.outcome).toBe('skipped');
  });

  it('an AWS account without an organization is told to switch it off', async () => {
    simulator.faults.add({
      operation: 'organizations:ListAccounts',
      error: { code: 'AWSOrganizationsNotInUseException', message: 'Your account is not a member of an organization.' },
    });
    const checklist = await test(management);
    expect(checklist.place).toBe('no-organization');
    expect(line(checklist, 'organizations.management')).toMatchObject({
      outcome: 'fail',
      mend: expect.stringContaining('Switch off support'),
    });
  });
});

describe('trust', () => {
  it('with a wrong External ID fails the first line and tries nothing else', async () => {
    const checklist = await test(management, { externalId: 'cs-wrong' });
    expect(checklist).toMatchObject({ isReachable: false, failure: { code: 'assume-role-refused' } });
    const { 'trust.assume-role': first, ...rest } = outcomes(checklist);
    expect(first).toBe('fail');
    expect(new Set(Object.values(rest))).toEqual(new Set(['skipped']));
  });

  it('that does not ask for the External ID is a failed line, while the connector works', async () => {
    const open = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principalArn }, Action: 'sts:AssumeRole' }],
    };
    simulator.reset();
    const role = await createCustomerRole(simulator, simulator.credentials.administrator, {
      awsAccountId: SMALL.managementAccountId,
      trustPolicy: JSON.stringify(open),
    });
    const checklist = await test(role);
    expect(checklist).toMatchObject({ isReachable: true, failure: null });
    expect(line(checklist, 'trust.refused-without-external-id')).toMatchObject({
      outcome: 'fail',
      mend: expect.stringContaining('sts:ExternalId'),
    });
  });

  it.each([
    ['http://127.0.0.1:1', 'aws-unreachable', true],
    ['expired', 'credentials-expired', false],
  ])('with trouble of ours (%s) says what it is and never throws', async (trouble, code, isTransient) => {
    if (trouble === 'expired') {
      simulator.faults.add({ operation: 'sts:AssumeRole', error: { code: 'ExpiredToken', status: 403 } });
    } else {
      process.env.AWS_ENDPOINT_URL = trouble;
    }
    expect(await test(management)).toMatchObject({ isReachable: false, failure: { code, isTransient } });
  });

  it('ends in ten seconds although AWS does not answer', async () => {
    simulator.faults.add({ operation: 'iam:ListUsers', latencyMs: 30_000 });
    const startedAtMs = performance.now();
    const checklist = await test(management);
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
    expect(line(checklist, 'action.iam:ListUsers')).toMatchObject({ outcome: 'fail' });
    expect(line(checklist, 'action.iam:ListRoles')).toMatchObject({ outcome: 'pass' });
  });
});

describe('the service identity', () => {
  it('is the role behind the session', async () => {
    expect(await probe.serviceIdentity()).toEqual({
      principalArn,
      awsAccountId: '905418227316',
      kind: 'role',
      source: 'get-caller-identity',
      warnings: [expect.stringContaining('has a path')],
    });
  });

  it('is what the configuration says, without the warning that it answers', async () => {
    const withPath = principalArn.replace('role/', 'role/services/');
    const configured = createAwsProbe({ budget: countingBudget().budget, principalArn: withPath });
    expect(await configured.serviceIdentity()).toEqual({
      principalArn: withPath,
      awsAccountId: '905418227316',
      kind: 'role',
      source: 'configuration',
      warnings: [],
    });
  });

  it('warns when the configuration names another than the credentials', async () => {
    const configured = createAwsProbe({
      budget: countingBudget().budget,
      principalArn: 'arn:aws:iam::905418227316:role/other',
    });
    expect((await configured.serviceIdentity()).warnings).toEqual([expect.stringContaining('countersign-server')]);
  });

  it('warns on an IAM user', async () => {
    const { accessKeyId, secretAccessKey } = simulator.credentials.administrator;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    delete process.env.AWS_SESSION_TOKEN;
    expect(await probe.serviceIdentity()).toMatchObject({
      principalArn: `arn:aws:iam::${SMALL.managementAccountId}:user/terraform-bootstrap`,
      kind: 'user',
      warnings: [expect.stringContaining('access keys')],
    });
  });

  it('is none without credentials, and unknown without network', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    expect(await probe.serviceIdentity()).toMatchObject({ principalArn: null, kind: 'none', source: null });
    pointAt({ ...simulator, url: 'http://127.0.0.1:1', credentials: simulator.credentials });
    expect(await probe.serviceIdentity()).toMatchObject({ principalArn: null, kind: 'unknown' });
  });
});
