import {
  AttachRolePolicyCommand,
  CreateUserCommand,
  ListUsersCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientsFor, refusal } from '../../testing/clients.ts';
import {
  ADMINISTRATOR_ARN,
  document,
  PRODUCT_ROLE_ARN,
  PRODUCT_SESSION_ARN,
  ROLE_ARN,
  RoleTrial,
  refusedTo,
  trust,
} from '../../testing/role-trial.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INNER_ARN = `arn:aws:iam::${SMALL.managementAccountId}:role/inner`;
const SESSION_ARN = `arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/test`;
let trial: RoleTrial;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(() => trial.simulator.reset());

/** AWS's words for a value that its model does not allow. */
function violation(value: string | number, member: string, constraint: string) {
  const message = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
  return { name: 'ValidationError', status: 400, message };
}

describe('the caller’s own policies', () => {
  const deny = document([{ Effect: 'Deny', Action: 'sts:*', Resource: '*' }]);

  it('must allow it too across AWS accounts', async () => {
    await trial.createRole(trust({ Principal: { AWS: PRODUCT_ROLE_ARN } }));
    const account = trial.simulator.world.awsAccounts.get(COUNTERSIGN_ACCOUNT_ID);
    const role = account?.role('countersign-server');
    if (!account || !role) throw new Error('the world has the product');
    role.inlinePolicies = {};
    account.version += 1;
    expect(await refusal(trial.assume(trial.product))).toEqual(refusedTo(PRODUCT_SESSION_ARN));
    await expect(trial.product.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
  });

  it('need not allow it within an AWS account when the trust names the caller, but may deny it', async () => {
    await trial.createRole(trust({ Principal: { AWS: ADMINISTRATOR_ARN } }));
    await expect(trial.assume(trial.admin)).resolves.toHaveProperty('Credentials');
    await trial.admin.iam.send(
      new PutUserPolicyCommand({ UserName: 'terraform-bootstrap', PolicyName: 'no', PolicyDocument: deny }),
    );
    expect(await refusal(trial.assume(trial.admin))).toEqual(refusedTo(ADMINISTRATOR_ARN));
    await expect(trial.admin.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty(
      'Arn',
      ADMINISTRATOR_ARN,
    );
  });

  it('hold a role that is trusted by its boundary, and a user by none', async () => {
    const named = await trial.user('named');
    await trial.admin.iam.send(
      new PutUserPermissionsBoundaryCommand({ UserName: 'named', PermissionsBoundary: READ_ONLY }),
    );
    await trial.createRole(trust({ Principal: { AWS: SMALL.managementAccountId } }));
    const AWS = [ROLE_ARN, ADMINISTRATOR_ARN.replace('terraform-bootstrap', 'named')];
    await trial.createRole(trust({ Principal: { AWS } }), {}, 'inner');
    const RoleArn = INNER_ARN;
    await expect(trial.assume(named, { RoleArn })).resolves.toHaveProperty('Credentials');
    const session = await trial.assumed(trial.admin);
    await expect(trial.assume(session, { RoleArn })).resolves.toHaveProperty('Credentials');
    await trial.admin.iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: 'connector', PermissionsBoundary: READ_ONLY }),
    );
    const refused = refusedTo(SESSION_ARN, 'sts:AssumeRole', RoleArn);
    expect(await refusal(trial.assume(session, { RoleArn }))).toEqual(refused);
  });

  it('of a session hold it too, unless that session is trusted by its name', async () => {
    await trial.createRole(trust({ Principal: { AWS: SMALL.managementAccountId } }));
    await trial.createRole(trust({ Principal: { AWS: ROLE_ARN } }), {}, 'inner');
    const Policy = document([{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }]);
    const session = await trial.assumed(trial.admin, { Policy });
    const RoleArn = INNER_ARN;
    expect(await refusal(trial.assume(session, { RoleArn }))).toEqual(refusedTo(SESSION_ARN, undefined, RoleArn));
    const PolicyDocument = trust({ Principal: { AWS: SESSION_ARN } });
    await trial.admin.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'inner', PolicyDocument }));
    await expect(trial.assume(session, { RoleArn })).resolves.toHaveProperty('Credentials');
  });
});

describe('a session', () => {
  beforeEach(async () => {
    const Principal = { AWS: [PRODUCT_ROLE_ARN, SMALL.managementAccountId] };
    await trial.createRole(trust({ Principal }), { MaxSessionDuration: 7200 });
    await trial.admin.iam.send(new AttachRolePolicyCommand({ RoleName: 'connector', PolicyArn: READ_ONLY }));
  });

  it('ends when its time is over by the simulator’s clock', async () => {
    const clients = await trial.assumed(trial.product, { DurationSeconds: 900 });
    await expect(clients.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    trial.simulator.world.clock.advance(901_000);
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toEqual({
      name: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    });
  });

  it('cannot be prolonged by writing another end into its token', async () => {
    const { Credentials: real } = await trial.assume(trial.product, { DurationSeconds: 900 });
    const token = real?.SessionToken ?? '';
    const claims = JSON.parse(Buffer.from(token.slice(0, -43), 'base64url').toString());
    const longer = Buffer.from(JSON.stringify({ ...claims, expiresAt: claims.expiresAt + 1 })).toString('base64url');
    const clients = clientsFor(trial.simulator.url, {
      accessKeyId: real?.AccessKeyId ?? '',
      secretAccessKey: real?.SecretAccessKey ?? '',
      sessionToken: longer + token.slice(-43),
    });
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('dies with its role, even if the role is made anew', async () => {
    const clients = await trial.assumed(trial.product);
    const account = trial.simulator.world.awsAccounts.get(SMALL.managementAccountId);
    account?.roles.delete('connector');
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
    await trial.createRole(trust({ Principal: '*' }));
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('lasts an hour when nobody says how long', async () => {
    const before = Date.now();
    const { Credentials: given } = await trial.assume(trial.admin);
    const lasts = (given?.Expiration?.getTime() ?? 0) - before;
    expect(lasts).toBeGreaterThan(3_598_000);
    expect(lasts).toBeLessThan(3_605_000);
  });

  it('lasts as long as its role allows, and no longer', async () => {
    await expect(trial.assume(trial.admin, { DurationSeconds: 7200 })).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.admin, { DurationSeconds: 7201 }))).toEqual({
      name: 'ValidationError',
      status: 400,
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  it('of a chained role lasts an hour at most, whatever the role allows', async () => {
    await expect(trial.assume(trial.product, { DurationSeconds: 3600 })).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.product, { DurationSeconds: 3601 }))).toEqual({
      name: 'ValidationError',
      status: 400,
      message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });

  it.each([
    [899, 'Member must have value greater than or equal to 900'],
    [43_201, 'Member must have value less than or equal to 43200'],
  ])('of %d seconds is none that AWS gives', async (DurationSeconds, constraint) => {
    const refused = await refusal(trial.assume(trial.admin, { DurationSeconds }));
    expect(refused).toEqual(violation(DurationSeconds, 'durationSeconds', constraint));
  });

  const NAME_PATTERN = 'Member must satisfy regular expression pattern: [\\w+=,.@-]*';
  it.each([
    ['Session1:2', NAME_PATTERN],
    ['with space', NAME_PATTERN],
    ['slash/ed', NAME_PATTERN],
    ['ü2', NAME_PATTERN],
    ['a', 'Member must have length greater than or equal to 2'],
    ['a'.repeat(65), 'Member must have length less than or equal to 64'],
  ])('cannot be called %s', async (RoleSessionName, constraint) => {
    const refused = await refusal(trial.assume(trial.admin, { RoleSessionName }));
    expect(refused).toEqual(violation(RoleSessionName, 'roleSessionName', constraint));
  });

  it.each(['ab', 'a'.repeat(64), 'Ada.Lovelace+1=2,x@y-z_0'])('can be called %s', async (RoleSessionName) => {
    const { AssumedRoleUser: user } = await trial.assume(trial.admin, { RoleSessionName });
    expect(user?.Arn).toBe(`arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/${RoleSessionName}`);
  });

  it('may do only what role and session policy both allow', async () => {
    const Policy = document([{ Effect: 'Allow', Action: ['iam:ListGroups', 'iam:CreateUser'], Resource: '*' }]);
    const clients = await trial.assumed(trial.product, { Policy });
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({
      message: `User: ${SESSION_ARN} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${SMALL.managementAccountId}:user/ because no session policy allows the iam:ListUsers action`,
    });
    expect(await refusal(clients.iam.send(new CreateUserCommand({ UserName: 'x' })))).toMatchObject({
      message: expect.stringContaining('because no identity-based policy allows the iam:CreateUser action'),
    });
  });

  it('follows a change of the role’s policies at once', async () => {
    const clients = await trial.assumed(trial.product);
    await expect(clients.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    const PolicyDocument = document([{ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }]);
    await trial.admin.iam.send(new PutRolePolicyCommand({ RoleName: 'connector', PolicyName: 'deny', PolicyDocument }));
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({
      message: expect.stringMatching(/with an explicit deny in an identity-based policy$/),
    });
  });

  it('is revoked by a policy on when it began, and those that begin later are not', async () => {
    const early = await trial.assumed(trial.product);
    trial.simulator.world.clock.advance(10_000);
    const before = new Date(trial.simulator.world.clock.now() - 5_000).toISOString();
    const Condition = { DateLessThan: { 'aws:TokenIssueTime': before } };
    const PolicyDocument = document([{ Effect: 'Deny', Action: '*', Resource: '*', Condition }]);
    await trial.admin.iam.send(
      new PutRolePolicyCommand({ RoleName: 'connector', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument }),
    );
    expect(await refusal(early.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
    const later = await trial.assumed(trial.product);
    await expect(later.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
  });
});

it('a suspended AWS account lets nobody in, with the usual refusal', async () => {
  await trial.createRole(trust({ Principal: '*' }));
  await expect(trial.assume(trial.product)).resolves.toHaveProperty('Credentials');
  const account = trial.simulator.world.organizations[0]?.accounts.get(SMALL.managementAccountId);
  if (account) account.state = 'SUSPENDED';
  expect(await refusal(trial.assume(trial.product))).toEqual(refusedTo(PRODUCT_SESSION_ARN));
});

it('a role ARN that is none is refused as AWS words it', async () => {
  const refused = await refusal(trial.assume(trial.product, { RoleArn: 'nothing-valid-in-here' }));
  expect(refused).toEqual({ name: 'ValidationError', status: 400, message: 'nothing-valid-in-here is invalid' });
});
