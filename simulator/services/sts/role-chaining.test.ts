import type { LookupAttributeKey } from '@aws-sdk/client-cloudtrail';
import {
  CreateRoleCommand,
  ListAccountAliasesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CloseAccountCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { control } from '../../testing/control.ts';
import { lookUp } from '../../testing/look-up.ts';
import { document, PRODUCT_ROLE_ARN, ROLE_ARN, RoleTrial, refusedTo, trust } from '../../testing/role-trial.ts';
import { SMALL } from '../../worlds/small.ts';

const { managementAccountId, memberAccountId, organizationId } = SMALL;
const MEMBER_ROLE_ARN = `arn:aws:iam::${memberAccountId}:role/audit/reader`;
const CONNECTOR_ARN = `arn:aws:sts::${managementAccountId}:assumed-role/connector/test`;
const REFUSED = refusedTo(CONNECTOR_ARN, undefined, MEMBER_ROLE_ARN);
const EXTERNAL_ID = 'told-by-the-product';
const READ = [{ Effect: 'Allow', Action: 'iam:List*', Resource: '*' }];
let trial: RoleTrial;
/** A session of the connector's role in the management AWS account, which the product entered. */
let connector: Clients;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(async () => {
  trial.simulator.reset();
  await control(trial.simulator, 'POST', 'throttling', { isOn: false });
  await control(trial.simulator, 'POST', 'events', { delayMs: 0 });
  await trial.createRole(trust({ Principal: { AWS: PRODUCT_ROLE_ARN } }), { MaxSessionDuration: 7200 });
  await mayEnter('arn:aws:iam::*:role/audit/reader');
  connector = await trial.assumed(trial.product);
});

async function mayEnter(Resource: string): Promise<void> {
  const PolicyDocument = document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource }]);
  await trial.admin.iam.send(new PutRolePolicyCommand({ RoleName: 'connector', PolicyName: 'enter', PolicyDocument }));
}

/** The role in the member, which trusts the connector's role under these conditions and reads IAM. */
async function createMemberRole(conditions: Record<string, string> = {}, principal = ROLE_ARN): Promise<void> {
  const Condition = {
    StringEquals: { 'sts:ExternalId': EXTERNAL_ID, 'aws:PrincipalOrgID': organizationId, ...conditions },
  };
  const AssumeRolePolicyDocument = trust({ Principal: { AWS: principal }, Condition });
  const RoleName = 'reader';
  await trial.member.iam.send(
    new CreateRoleCommand({ RoleName, Path: '/audit/', AssumeRolePolicyDocument, MaxSessionDuration: 7200 }),
  );
  const PolicyDocument = document(READ);
  await trial.member.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument }));
}

function enter(more: Partial<AssumeRoleCommandInput> = {}, by = connector) {
  const asked = { RoleArn: MEMBER_ROLE_ARN, RoleSessionName: 'test', ExternalId: EXTERNAL_ID, ...more };
  return by.sts.send(new AssumeRoleCommand(asked));
}

async function entered(): Promise<Clients> {
  const { Credentials: given } = await enter();
  return clientsFor(
    trial.simulator.url,
    {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    },
    'us-east-1',
  );
}

it('a session of a role enters a role of another AWS account that trusts it, and acts there', async () => {
  await createMemberRole();
  const reader = await entered();
  expect(await reader.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: memberAccountId,
    Arn: `arn:aws:sts::${memberAccountId}:assumed-role/reader/test`,
  });
  const { Users } = await reader.iam.send(new ListUsersCommand({}));
  expect(Users?.map(({ UserName }) => UserName)).toEqual(['deploy-bootstrap']);
});

it.each<[string, () => Promise<unknown>]>([
  ['without the external id', () => enter({ ExternalId: undefined })],
  ['with another external id', () => enter({ ExternalId: 'another' })],
  ['as an administrator of the role’s own organization', () => enter({}, trial.admin)],
  ['as the product, without the role between', () => enter({}, trial.product)],
  ['with the role’s path left out', () => enter({ RoleArn: MEMBER_ROLE_ARN.replace('audit/', '') })],
])('nobody enters %s', async (_, attempt) => {
  await createMemberRole();
  expect(await refusal(attempt())).toMatchObject({ name: 'AccessDenied', status: 403 });
});

it.each<[string, () => Promise<void>]>([
  ['asks for another organization', () => createMemberRole({ 'aws:PrincipalOrgID': 'o-other00001' })],
  ['trusts another role', () => createMemberRole({}, `arn:aws:iam::${managementAccountId}:role/Auditor`)],
  ['is not there', async () => undefined],
])('a role that %s is refused, all in one text', async (_, prepare) => {
  await prepare();
  expect(await refusal(enter())).toEqual(REFUSED);
});

it('the role that enters must be allowed to, whoever trusts it', async () => {
  await createMemberRole();
  await mayEnter('arn:aws:iam::*:role/another');
  expect(await refusal(enter())).toEqual(REFUSED);
});

it('a chained session lasts an hour at most, whatever both roles allow', async () => {
  await createMemberRole();
  await expect(enter({ DurationSeconds: 3600 })).resolves.toHaveProperty('Credentials');
  expect(await refusal(enter({ DurationSeconds: 3601 }))).toEqual({
    name: 'ValidationError',
    status: 400,
    message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  });
});

it('an AWS account that is closed lets nobody in from that instant on, not even who was in already', async () => {
  await createMemberRole();
  const reader = await entered();
  await expect(reader.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
  await trial.admin.organizations.send(new CloseAccountCommand({ AccountId: memberAccountId }));
  // While it is being closed, and when it is.
  for (const advanceMs of [0, 10_000]) {
    await control(trial.simulator, 'POST', 'clock', { advanceMs });
    expect(await refusal(enter())).toEqual(REFUSED);
    for (const clients of [reader, trial.member]) {
      expect(await refusal(clients.iam.send(new ListUsersCommand({})))).toEqual({
        name: 'InvalidClientTokenId',
        status: 403,
        message: 'The security token included in the request is invalid.',
      });
    }
  }
  await expect(trial.admin.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
});

it('a suspended AWS account does the same', async () => {
  await createMemberRole();
  const reader = await entered();
  const account = trial.simulator.world.organizations[0]?.accounts.get(memberAccountId);
  if (account) account.state = 'SUSPENDED';
  expect(await refusal(enter())).toEqual(REFUSED);
  expect(await refusal(reader.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
});

it('what a session does in another AWS account is counted on that one’s rate', async () => {
  await createMemberRole();
  const reader = await entered();
  await control(trial.simulator, 'POST', 'throttling', { isOn: true });
  const burst = async (clients: Clients, count: number) => {
    const calls = Array.from({ length: count }, () => clients.iam.send(new ListAccountAliasesCommand({})));
    return (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await burst(reader, 170)).toBeLessThan(170);
  expect(await burst(trial.admin, 90)).toBe(90);
  expect(await burst(trial.member, 90)).toBeLessThan(90);
});

it('CloudTrail tells of the entrance in both AWS accounts, and of what follows in the entered one', async () => {
  await createMemberRole();
  const reader = await entered();
  await reader.iam.send(new ListUsersCommand({}));
  const recordsOf = async (clients: Clients, AttributeKey: LookupAttributeKey, AttributeValue: string) =>
    (await lookUp(clients, { LookupAttributes: [{ AttributeKey, AttributeValue }] })).map(({ record }) => record);
  const own = await recordsOf(trial.admin, 'ResourceName', MEMBER_ROLE_ARN);
  expect(own).toMatchObject([
    {
      eventName: 'AssumeRole',
      recipientAccountId: managementAccountId,
      userIdentity: { type: 'AssumedRole', arn: CONNECTOR_ARN },
    },
  ]);
  expect(await recordsOf(trial.member, 'ResourceName', MEMBER_ROLE_ARN)).toMatchObject([
    {
      eventName: 'AssumeRole',
      recipientAccountId: memberAccountId,
      sharedEventID: own[0]?.sharedEventID,
      userIdentity: { type: 'AWSAccount', accountId: managementAccountId },
    },
  ]);
  const global = clientsFor(trial.simulator.url, trial.simulator.credentials.memberAdministrator, 'us-east-1');
  expect(await recordsOf(global, 'EventName', 'ListUsers')).toMatchObject([
    { userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${memberAccountId}:assumed-role/reader/test` } },
  ]);
});
