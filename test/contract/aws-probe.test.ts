import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsProbe } from '../../src/adapters/aws/aws-probe.ts';
import type { AwsConnection } from '../../src/core/connectors/model/aws-connection.ts';
import type { Checklist } from '../../src/core/connectors/model/checklist.ts';
import { readActions, readPermission } from '../../src/core/connectors/model/permission-table.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  pointAt,
  principalArn,
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
  await management.allowAllBut();
});

const test = (role: CustomerRole, changes: Partial<AwsConnection> = {}) =>
  probe.test({ ...role.connection, ...changes });
const line = (checklist: Checklist, id: string) => checklist.checks.find((check) => check.id === id);
const outcomes = (checklist: Checklist) => Object.fromEntries(checklist.checks.map(({ id, outcome }) => [id, outcome]));

describe('a connection test in the management account', () => {
  it('tries every action once and passes them all', async () => {
    const checklist = await test(management);
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
        ...readActions.map((action) => `action.${action}`),
      ].sort(),
    );
    expect(new Set(Object.values(outcomes(checklist)))).toEqual(new Set(['pass']));
    expect(line(checklist, 'action.organizations:ListAccounts')?.detail).toBe('3 AWS accounts');
    expect(line(checklist, 'action.iam:GetGroup')?.detail).toBe('Operators: 1 member');
    expect(line(checklist, 'trust.assume-role')?.detail).toMatch(/^\d+ ms$/);
  });

  it.each(readActions)('without %s says not granted, with what is lost and how to mend it', async (action) => {
    await management.allowAllBut(action);
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
    await management.allowAllBut('organizations:ListAccounts');
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
