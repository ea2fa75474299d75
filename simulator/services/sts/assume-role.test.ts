import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type ClientCredentials, type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

const ROLE_ARN = `arn:aws:iam::${SMALL.managementAccountId}:role/connector`;
const PRODUCT_ROLE_ARN = `arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:role/countersign-server`;
const PRODUCT_SESSION_ARN = `arn:aws:sts::${COUNTERSIGN_ACCOUNT_ID}:assumed-role/countersign-server/demo`;
const REFUSED = {
  name: 'AccessDenied',
  status: 403,
  message: `User: ${PRODUCT_SESSION_ARN} is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
};

let simulator: Simulator;
let admin: Clients;
let product: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  product = clientsFor(simulator.url, simulator.credentials.countersign);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

type Statement = Record<string, unknown>;

const trust = (...statements: Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })),
  });

async function createRole(document: string, name = 'connector', more: Record<string, unknown> = {}): Promise<void> {
  await admin.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document, ...more }));
}

function assume(clients: Clients, more: Partial<AssumeRoleCommandInput> = {}) {
  return clients.sts.send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'test', ...more }));
}

/** An access key for a user of the management account; CreateAccessKey is not simulated yet. */
function giveKey(name: string): ClientCredentials {
  const { world } = simulator;
  const user = world.awsAccounts.get(SMALL.managementAccountId)?.user(name);
  const key = { id: world.ids.unique('AKIA'), secret: 'temporary', createdAt: 0, status: 'Active' as const };
  if (!user) throw new Error(`no user ${name}`);
  world.addAccessKey(SMALL.managementAccountId, user, key);
  return { accessKeyId: key.id, secretAccessKey: key.secret };
}

async function assumed(clients: Clients, more: Partial<AssumeRoleCommandInput> = {}): Promise<Clients> {
  const { Credentials: credentials } = await assume(clients, more);
  return clientsFor(simulator.url, {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  } satisfies ClientCredentials);
}

describe('an external id', () => {
  const CONDITION = { StringEquals: { 'sts:ExternalId': 'right-external-id' } };
  beforeEach(() => createRole(trust({ Principal: { AWS: PRODUCT_ROLE_ARN }, Condition: CONDITION })));

  it('that is right opens the role', async () => {
    const clients = await assumed(product, { ExternalId: 'right-external-id' });
    const identity = await clients.sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/test`);
    expect(identity.UserId).toMatch(/^AROA[A-Z0-9]{17}:test$/);
  });

  it('that is wrong, missing, or for a role that does not exist gets one and the same refusal', async () => {
    expect(await refusal(assume(product, { ExternalId: 'wrong-external-id' }))).toEqual(REFUSED);
    expect(await refusal(assume(product))).toEqual(REFUSED);
    await admin.iam.send(new DeleteRoleCommand({ RoleName: 'connector' }));
    expect(await refusal(assume(product, { ExternalId: 'right-external-id' }))).toEqual(REFUSED);
  });
});

describe('a trust policy', () => {
  const cases: [string, Statement[], boolean][] = [
    ['the AWS account id', [{ Principal: { AWS: COUNTERSIGN_ACCOUNT_ID } }], true],
    ['the account root', [{ Principal: { AWS: `arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:root` } }], true],
    ['everybody', [{ Principal: '*' }], true],
    ['everybody in AWS', [{ Principal: { AWS: '*' } }], true],
    ['another AWS account', [{ Principal: { AWS: '444444444444' } }], false],
    ['a service', [{ Principal: { Service: 'ec2.amazonaws.com' } }], false],
    ['the session', [{ Principal: { AWS: PRODUCT_SESSION_ARN } }], true],
    ['all sts actions', [{ Principal: { AWS: PRODUCT_ROLE_ARN }, Action: 'sts:*' }], true],
    ['another action', [{ Principal: { AWS: PRODUCT_ROLE_ARN }, Action: 'sts:TagSession' }], false],
    ['and denies', [{ Principal: '*' }, { Effect: 'Deny', Principal: { AWS: COUNTERSIGN_ACCOUNT_ID } }], false],
    ['and denies all but', [{ Principal: '*' }, { Effect: 'Deny', NotPrincipal: { AWS: '444444444444' } }], false],
    [
      'and denies all but the caller',
      [{ Principal: '*' }, { Effect: 'Deny', NotPrincipal: { AWS: [PRODUCT_ROLE_ARN, COUNTERSIGN_ACCOUNT_ID] } }],
      true,
    ],
    ['on an absent key', [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-x' } } }], false],
    [
      'on an absent key, if it exists',
      [{ Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-x' } } }],
      true,
    ],
    ['on absence', [{ Principal: '*', Condition: { Null: { 'sts:ExternalId': 'true' } } }], true],
    ['on presence', [{ Principal: '*', Condition: { Null: { 'sts:ExternalId': 'false' } } }], false],
    ['on a pattern', [{ Principal: '*', Condition: { StringLike: { 'sts:RoleSessionName': 'te*' } } }], true],
    ['on another name', [{ Principal: '*', Condition: { StringNotEquals: { 'sts:RoleSessionName': 'test' } } }], false],
    ['on an ARN', [{ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': `${PRODUCT_ROLE_ARN}*` } } }], true],
    ['on MFA', [{ Principal: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }], false],
    [
      'on an unknown operator',
      [{ Principal: '*', Condition: { StringSounds: { 'sts:RoleSessionName': 'test' } } }],
      false,
    ],
  ];

  it.each(cases)('that trusts %s decides as AWS does', async (_, statements, isAllowed) => {
    await createRole(trust(...statements));
    if (isAllowed) await expect(assume(product)).resolves.toHaveProperty('Credentials');
    else expect(await refusal(assume(product))).toEqual(REFUSED);
  });

  it('on the organization lets its AWS accounts in and nobody else', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': SMALL.organizationId } };
    await createRole(trust({ Principal: { AWS: '*' }, Condition }));
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    await expect(assume(member)).resolves.toHaveProperty('Credentials');
    expect(await refusal(assume(product))).toEqual(REFUSED);
  });

  it('naming a principal that does not exist cannot be saved', async () => {
    const arn = `arn:aws:iam::${SMALL.managementAccountId}:user/ghost`;
    const refused = await refusal(createRole(trust({ Principal: { AWS: arn } })));
    expect(refused).toEqual({
      name: 'MalformedPolicyDocumentException',
      status: 400,
      message: `Invalid principal in policy: "AWS":"${arn}"`,
    });
  });

  it('shows the unique id of a principal that is gone, and does not trust one made anew under its name', async () => {
    const { User: first } = await admin.iam.send(new CreateUserCommand({ UserName: 'temp' }));
    const temp = () => clientsFor(simulator.url, giveKey('temp'));
    await createRole(trust({ Principal: { AWS: first?.Arn } }));
    await expect(assume(temp())).resolves.toHaveProperty('Credentials');
    await admin.iam.send(new DeleteUserCommand({ UserName: 'temp' }));
    const { User: second } = await admin.iam.send(new CreateUserCommand({ UserName: 'temp' }));
    expect(second?.UserId).not.toBe(first?.UserId);
    expect(await refusal(assume(temp()))).toMatchObject({ name: 'AccessDenied' });
    const { Role: role } = await admin.iam.send(new GetRoleCommand({ RoleName: 'connector' }));
    const shown = decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
    expect(shown).toContain(`"${first?.UserId}"`);
    expect(shown).not.toContain('user/temp');
  });
});

describe('the caller’s own policies', () => {
  const adminArn = `arn:aws:iam::${SMALL.managementAccountId}:user/terraform-bootstrap`;
  const deny = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'sts:*', Resource: '*' }],
  });

  it('must allow it too across AWS accounts', async () => {
    await createRole(trust({ Principal: { AWS: PRODUCT_ROLE_ARN } }));
    const product = simulator.world.awsAccounts.get(COUNTERSIGN_ACCOUNT_ID);
    const role = product?.role('countersign-server');
    if (!product || !role) throw new Error('the world has the product');
    role.inlinePolicies = {};
    product.version += 1;
    const clients = clientsFor(simulator.url, simulator.credentials.countersign);
    expect(await refusal(assume(clients))).toEqual(REFUSED);
    await expect(clients.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
  });

  it('need not allow it within an AWS account when the trust names the caller, but may deny it', async () => {
    await createRole(trust({ Principal: { AWS: adminArn } }));
    await expect(assume(admin)).resolves.toHaveProperty('Credentials');
    await admin.iam.send(
      new PutUserPolicyCommand({ UserName: 'terraform-bootstrap', PolicyName: 'no', PolicyDocument: deny }),
    );
    expect(await refusal(assume(admin))).toMatchObject({ name: 'AccessDenied' });
    await expect(admin.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn', adminArn);
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await createRole(trust({ Principal: { AWS: [PRODUCT_ROLE_ARN, SMALL.managementAccountId] } }), 'connector', {
      MaxSessionDuration: 7200,
    });
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await admin.iam.send(new AttachRolePolicyCommand({ RoleName: 'connector', PolicyArn }));
  });

  it('ends when its time is over by the simulator’s clock', async () => {
    const clients = await assumed(product, { DurationSeconds: 900 });
    await expect(clients.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    simulator.world.clock.advance(901_000);
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toEqual({
      name: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    });
  });

  it('cannot be prolonged by writing another end into its token', async () => {
    const { Credentials: real } = await assume(product, { DurationSeconds: 900 });
    const token = real?.SessionToken ?? '';
    const claims = JSON.parse(Buffer.from(token.slice(0, -43), 'base64url').toString());
    const longer = Buffer.from(JSON.stringify({ ...claims, expiresAt: claims.expiresAt + 1 })).toString('base64url');
    const clients = clientsFor(simulator.url, {
      accessKeyId: real?.AccessKeyId ?? '',
      secretAccessKey: real?.SecretAccessKey ?? '',
      sessionToken: longer + token.slice(-43),
    });
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('dies with its role, even if the role is made anew', async () => {
    const clients = await assumed(product);
    await admin.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: 'connector', PolicyDocument: trust({ Principal: '*' }) }),
    );
    const account = simulator.world.awsAccounts.get(SMALL.managementAccountId);
    account?.roles.delete('connector');
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
    await createRole(trust({ Principal: '*' }));
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('of a chained role lasts an hour at most, another as long as its role allows', async () => {
    const chained = await refusal(assume(product, { DurationSeconds: 3601 }));
    expect(chained).toMatchObject({
      name: 'ValidationError',
      status: 400,
      message: expect.stringContaining('role chaining'),
    });
    await expect(assume(product, { DurationSeconds: 3600 })).resolves.toHaveProperty('Credentials');
    await expect(assume(admin, { DurationSeconds: 7200 })).resolves.toHaveProperty('Credentials');
    expect(await refusal(assume(admin, { DurationSeconds: 7201 }))).toMatchObject({
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    expect(await refusal(assume(admin, { DurationSeconds: 899 }))).toMatchObject({ name: 'ValidationError' });
  });

  it('must have a name AWS accepts', async () => {
    expect(await refusal(assume(admin, { RoleSessionName: 'Session1:2' }))).toEqual({
      name: 'ValidationError',
      status: 400,
      message:
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    });
  });

  it('may do only what role and session policy both allow', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['iam:ListGroups', 'iam:CreateUser'], Resource: '*' }],
    });
    const clients = await assumed(product, { Policy });
    const sessionArn = `arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/test`;
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({
      message: `User: ${sessionArn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${SMALL.managementAccountId}:user/ because no session policy allows the iam:ListUsers action`,
    });
    expect(await refusal(clients.iam.send(new CreateUserCommand({ UserName: 'x' })))).toMatchObject({
      message: expect.stringContaining('because no identity-based policy allows the iam:CreateUser action'),
    });
  });

  it('follows a change of the role’s policies at once', async () => {
    const clients = await assumed(product);
    await expect(clients.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' },
    });
    await admin.iam.send(new PutRolePolicyCommand({ RoleName: 'connector', PolicyName: 'deny', PolicyDocument }));
    expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toMatchObject({
      message: expect.stringMatching(/with an explicit deny in an identity-based policy$/),
    });
  });
});

it('a suspended AWS account lets nobody in, with the usual refusal', async () => {
  await createRole(trust({ Principal: '*' }));
  await expect(assume(product)).resolves.toHaveProperty('Credentials');
  const account = simulator.world.organizations[0]?.accounts.get(SMALL.managementAccountId);
  if (account) account.state = 'SUSPENDED';
  expect(await refusal(assume(product))).toEqual(REFUSED);
});

it('a role ARN that is none is refused as AWS words it', async () => {
  const refused = await refusal(assume(product, { RoleArn: 'nothing-valid-in-here' }));
  expect(refused).toEqual({ name: 'ValidationError', status: 400, message: 'nothing-valid-in-here is invalid' });
});
