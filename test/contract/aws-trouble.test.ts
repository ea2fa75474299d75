import { randomUUID } from 'node:crypto';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import type { AwsConnection } from '../../src/core/connectors/model/aws-connection.ts';
import { setupDocuments } from '../../src/core/connectors/model/setup/setup-documents.ts';
import { AwsUnreachable } from '../../src/core/inventory/ports.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  externalId,
  furtherIamActions,
  MemorySink,
  nothingKnown,
  pointAt,
  principalArn,
  roleName,
  startAws,
} from './aws-support.ts';

let simulator: Simulator;
let role: CustomerRole;
// One reader throughout: what fails must heal without a new process (CON-12).
const { budget, throttled } = countingBudget();
const reader = createAwsReader({ budget, backOffMs: 5 });

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: SMALL.managementAccountId,
  });
  // IAM by its listings: more operations to go wrong.
  await role.allowAllBut(...furtherIamActions);
});
afterAll(() => simulator.stop());
afterEach(async () => {
  simulator.faults.clear();
  pointAt(simulator);
  expect(await read()).toMatchObject({ failures: new Map() });
});

/** Without the gaps of what the role may not ask here. */
class TroubleSink extends MemorySink {
  override async failed(...[scope, failure]: Parameters<MemorySink['failed']>) {
    if (!furtherIamActions.some((action) => action === failure.action)) await super.failed(scope, failure);
  }
}
async function read(changes: Partial<AwsConnection> = {}, known = nothingKnown): Promise<MemorySink> {
  const sink = new TroubleSink();
  await reader.read({ ...role.connection, ...changes }, known, sink);
  return sink;
}
async function problem(changes: Partial<AwsConnection> = {}, sink = new TroubleSink()): Promise<AwsUnreachable> {
  try {
    await reader.read({ ...role.connection, ...changes }, nothingKnown, sink);
  } catch (error) {
    if (error instanceof AwsUnreachable) return error;
    throw error;
  }
  throw new Error('It was read.');
}

describe('nothing is read, the reason is told, and the next try heals', () => {
  it('with a wrong External ID, and the four possible causes are named', async () => {
    const found = await problem({ externalId: 'cs-wrong' });
    expect(found).toMatchObject({ code: 'assume-role-refused', isTransient: false });
    expect(found.awsError).toContain('is not authorized to perform: sts:AssumeRole on resource');
    for (const cause of ['does not exist', 'another principal', 'another External ID', 'may not call sts:AssumeRole']) {
      expect(found.mend).toContain(cause);
    }
  });

  it('with a role that does not exist, in the same words', async () => {
    const found = await problem({ roleArn: `arn:aws:iam::${SMALL.managementAccountId}:role/Nowhere` });
    expect(found).toMatchObject({ code: 'assume-role-refused', isTransient: false });
    expect(found.mend).toContain(`"aws iam get-role --role-name Nowhere"`);
  });

  it('when the role stops trusting us', async () => {
    const trust = (arn: string) =>
      role.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: roleName,
          PolicyDocument: setupDocuments({ principalArn: arn, externalId }).trustPolicy,
        }),
      );
    await trust(`arn:aws:iam::${SMALL.memberAccountId}:root`);
    expect(await problem()).toMatchObject({ code: 'assume-role-refused' });
    await trust(principalArn);
  });

  it('with expired credentials', async () => {
    simulator.faults.add({
      operation: 'sts:AssumeRole',
      error: { code: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 },
    });
    expect(await problem()).toMatchObject({
      code: 'credentials-expired',
      isTransient: false,
      awsError: 'The security token included in the request is expired',
    });
  });

  it('with a wrong secret key, once the right one is there', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    expect(await problem()).toMatchObject({ code: 'credentials-invalid' });
  });

  it('with no credentials at all, once there are some', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    expect(await problem()).toMatchObject({ code: 'credentials-missing', isTransient: false });
  });

  it('when AWS cannot be reached', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    expect(await problem()).toMatchObject({
      code: 'aws-unreachable',
      isTransient: true,
      awsError: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('a run that can no longer go on', () => {
  it('stops when the network goes away in the middle, and fails no scope for it', async () => {
    simulator.faults.add({ service: 'identitystore', reset: true });
    const sink = new TroubleSink();
    expect(await problem({}, sink)).toMatchObject({ code: 'aws-unreachable', isTransient: true });
    expect(sink.failures.size).toBe(0);
  });

  it.each([
    ['iam:GetGroup', 'ExpiredToken', 'credentials-expired'],
    ['iam:ListRoles', 'InvalidClientTokenId', 'credentials-invalid'],
    ['identitystore:ListUsers', 'ExpiredTokenException', 'credentials-expired'],
    ['sso:ListAccountAssignments', 'UnrecognizedClientException', 'credentials-invalid'],
  ])('stops when %s answers %s: that is never "no access"', async (operation, code, expected) => {
    simulator.faults.add({ operation, error: { code, message: 'The security token is not good', status: 400 } });
    const sink = new TroubleSink();
    expect(await problem({}, sink)).toMatchObject({ code: expected });
    expect(sink.failures.size).toBe(0);
  });
});

describe('a listing that fails', () => {
  it('for good inside AWS is a gap, and everything else is read', async () => {
    simulator.faults.add({
      operation: 'iam:ListUsers',
      error: { code: 'ServiceFailure', message: 'Oops', status: 500 },
    });
    const sink = await read();
    expect([...sink.failures]).toEqual([
      [`iam-users ${SMALL.managementAccountId}`, { reason: 'unavailable', message: 'Oops' }],
    ]);
    expect(sink.counter('iam:ListUsers').failed).toBe(4);
  });

  it('once is tried again and leaves no trace but a line in the log', async () => {
    simulator.faults.add({ operation: 'iam:ListUsers', error: { code: 'ServiceFailure', status: 500 }, times: 1 });
    simulator.faults.add({ operation: 'sso:ListPermissionSets', reset: true, times: 1 });
    const sink = await read();
    expect(sink.failures.size).toBe(0);
    expect(sink.lines.filter((line) => line.startsWith('retry ')).length).toBe(2);
  });

  it('on its second page is not complete, and keeps the rows that came', async () => {
    simulator.faults.add({ operation: 'identitystore:ListUsers', pageSize: 2 });
    simulator.faults.add({
      operation: 'identitystore:ListUsers',
      nth: 2,
      error: { code: 'ValidationException', message: 'Bad token' },
    });
    const sink = await read();
    expect([...sink.failures]).toEqual([
      [`identity-center-users ${SMALL.instanceArn}`, { reason: 'invalid', message: 'Bad token' }],
    ]);
    expect(sink.of('identity-center-user').filter(({ isMention }) => !isMention)).toHaveLength(2);
  });

  it('for throttling waits, tells the budget, and gets there', async () => {
    const before = throttled();
    simulator.faults.add({
      service: 'sso',
      error: { code: 'ThrottlingException', message: 'Rate exceeded' },
      times: 5,
    });
    simulator.faults.add({ service: 'iam', error: { code: 'Throttling', message: 'Rate exceeded' }, times: 2 });
    simulator.faults.add({ service: 'organizations', error: { code: 'TooManyRequestsException' }, times: 1 });
    const sink = await read();
    expect(sink.failures.size).toBe(0);
    expect(throttled() - before).toBe(8);
    expect([...sink.calls.values()].reduce((total, { throttled }) => total + throttled, 0)).toBe(8);
  });

  it('for throttling without end is a gap', async () => {
    simulator.faults.add({ operation: 'iam:ListRoles', error: { code: 'Throttling', message: 'Rate exceeded' } });
    const sink = await read();
    expect([...sink.failures]).toEqual([
      [`iam-roles ${SMALL.managementAccountId}`, { reason: 'throttled', message: 'Rate exceeded' }],
    ]);
  });
});

describe('an unusual but right answer', () => {
  it('of short and empty pages is read to its end', async () => {
    const full = await read();
    simulator.faults.add({ pageSize: 1 });
    simulator.faults.add({ service: 'organizations', emptyPage: true, nth: 1 });
    const sink = await read();
    expect(sink.failures.size).toBe(0);
    expect([...sink.entities.keys()].sort()).toEqual([...full.entities.keys()].sort());
    expect([...sink.grants.keys()].sort()).toEqual([...full.grants.keys()].sort());
  });

  it('that an Identity Center group is gone since it was listed means that it has no members: it was asked by its id', async () => {
    const full = await read();
    simulator.faults.add({
      operation: 'identitystore:ListGroupMemberships',
      error: { code: 'ResourceNotFoundException', message: 'GROUP not found.' },
    });
    const sink = await read();
    expect(sink.failures.size).toBe(0);
    expect([...sink.completed].sort()).toEqual([...full.completed].sort());
  });

  it('that an IAM group of that name is not there says nothing about members: it may have another name now', async () => {
    const full = await read();
    const groups = [...full.completed].filter((scope) => scope.startsWith('members-of-group AGPA'));
    expect(groups.length).toBeGreaterThan(0);
    simulator.faults.add({ operation: 'iam:GetGroup', error: { code: 'NoSuchEntity', status: 404 } });
    const sink = await read();
    expect([...sink.failures.keys()].sort()).toEqual(groups.sort());
  });

  it('that an identity store is not there says nothing about members', async () => {
    simulator.faults.add({
      operation: 'identitystore:ListGroupMemberships',
      error: { code: 'ResourceNotFoundException', message: 'IdentityStore not present for IdentityStoreId: d-0' },
    });
    const sink = await read();
    expect([...sink.failures.keys()].every((scope) => scope.startsWith('members-of-group d-'))).toBe(true);
    expect(sink.failures.size).toBe(3);
  });

  it('of no instance names the region', async () => {
    const sink = await read({ identityCenterRegion: 'eu-central-1' });
    const failure = sink.failures.get(`identity-center-users ${SMALL.managementAccountId}`);
    expect(failure).toMatchObject({ reason: 'invalid', message: expect.stringContaining('eu-central-1') });
    expect(sink.completed).toContain(`iam-users ${SMALL.managementAccountId}`);
  });
});

describe('an action that is refused again and again', () => {
  it('is not asked without end', async () => {
    const groups = Array.from({ length: 40 }, () => randomUUID());
    await role.allowAllBut('identitystore:ListGroups', 'identitystore:ListGroupMemberships');
    const sink = await read(
      {},
      {
        ...nothingKnown,
        identityStoreId: SMALL.identityStoreId,
        identityCenterGroupIds: groups,
      },
    );
    await role.allowAllBut();
    const failures = [...sink.failures].filter(([scope]) => scope.startsWith('members-of-group d-'));
    expect(failures).toHaveLength(40);
    for (const [, failure] of failures) expect(failure.action).toBe('identitystore:ListGroupMemberships');
    expect(sink.counter('identitystore:ListGroupMemberships').failed).toBeLessThan(20);
  });
});
