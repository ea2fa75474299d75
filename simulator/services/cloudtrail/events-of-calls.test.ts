import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  ListUsersCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import { CreateAccountCommand, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { CreateAccountAssignmentCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type ClientCredentials, type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { lookUp, type SeenEvent } from '../../testing/look-up.ts';
import { SMALL } from '../../worlds/small.ts';

const GLOBAL = 'us-east-1';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const { managementAccountId, memberAccountId } = SMALL;
let simulator: Simulator;
let clients: Clients;
let global: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, eventDelayMs: 0, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
  global = clientsFor(simulator.url, simulator.credentials.administrator, GLOBAL);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function eventOf(name: string, reader = global): Promise<SeenEvent> {
  const [event] = await lookUp(reader, { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }] });
  if (!event) throw new Error(`no event ${name}`);
  return event;
}

async function assumed(RoleArn: string, by = clients): Promise<ClientCredentials> {
  const { Credentials } = await by.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'audit' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('a call that changes something', () => {
  it('tells who did what, from where, when, and what came of it', async () => {
    const { User, $metadata } = await global.iam.send(new CreateUserCommand({ UserName: 'ann', Path: '/staff/' }));
    const { accessKeyId } = simulator.credentials.administrator;
    const event = await eventOf('CreateUser');
    expect(event).toMatchObject({
      EventSource: 'iam.amazonaws.com',
      ReadOnly: 'false',
      Username: 'terraform-bootstrap',
      AccessKeyId: accessKeyId,
      Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'ann' }],
    });
    expect(event.record).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: expect.stringMatching(/^AIDA/),
        arn: `arn:aws:iam::${managementAccountId}:user/terraform-bootstrap`,
        accountId: managementAccountId,
        accessKeyId,
        userName: 'terraform-bootstrap',
      },
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: GLOBAL,
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: { userName: 'ann', path: '/staff/' },
      responseElements: {
        user: {
          path: '/staff/',
          userName: 'ann',
          userId: User?.UserId,
          arn: User?.Arn,
          createDate: expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/),
        },
      },
      requestID: $metadata.requestId,
      eventID: event.EventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: managementAccountId,
      eventCategory: 'Management',
    });
    expect(event.EventTime?.toISOString().replace('.000', '')).toBe(event.record.eventTime);
  });

  it('is in the region it was signed for, unless its service is everywhere', async () => {
    await clients.organizations.send(new DescribeOrganizationCommand({}));
    await clients.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn: SMALL.instanceArn }));
    expect((await eventOf('DescribeOrganization')).record).toMatchObject({ awsRegion: GLOBAL });
    expect((await eventOf('ListPermissionSets', clients)).record).toMatchObject({
      awsRegion: SMALL.region,
      eventSource: 'sso.amazonaws.com',
      requestParameters: { instanceArn: SMALL.instanceArn },
      responseElements: null,
      readOnly: true,
    });
  });

  it('of Identity Center tells what it began', async () => {
    const { center } = found();
    const [set] = center.permissionSets.all();
    const [user] = center.users.all();
    const asked = { TargetId: memberAccountId, TargetType: 'AWS_ACCOUNT', PrincipalType: 'USER' } as const;
    const ids = { InstanceArn: SMALL.instanceArn, PermissionSetArn: set?.arn, PrincipalId: user?.id };
    await clients.ssoAdmin.send(new CreateAccountAssignmentCommand({ ...asked, ...ids }));
    const { record } = await eventOf('CreateAccountAssignment', clients);
    expect(record).toMatchObject({
      requestParameters: { targetId: memberAccountId, principalId: user?.id, permissionSetArn: set?.arn },
      responseElements: { accountAssignmentCreationStatus: { status: 'IN_PROGRESS', targetId: memberAccountId } },
    });
  });
});

describe('a refusal', () => {
  it('of the service leaves an event with its exception and words', async () => {
    const refused = await refusal(global.iam.send(new DeleteUserCommand({ UserName: 'nobody' })));
    expect((await eventOf('DeleteUser')).record).toMatchObject({
      errorCode: 'NoSuchEntityException',
      errorMessage: refused.message,
      requestParameters: { userName: 'nobody' },
      responseElements: null,
    });
  });

  it('for want of permission leaves one too, also of a read', async () => {
    const product = clientsFor(simulator.url, simulator.credentials.countersign, GLOBAL);
    await refusal(product.iam.send(new CreateUserCommand({ UserName: 'x' })));
    const refused = await refusal(product.iam.send(new ListUsersCommand({})));
    const reader = simulator.world.trail.since(0, '905418227316', GLOBAL).map(({ event }) => event);
    expect(reader.map((event) => ('write' in event ? event.write() : event))).toMatchObject([
      { eventName: 'ListUsers', readOnly: true, error: { code: 'AccessDenied', message: refused.message } },
      { eventName: 'CreateUser', readOnly: false, error: { code: 'AccessDenied' }, responseElements: null },
    ]);
  });

  it('before anybody read what was asked tells no parameters', async () => {
    await refusal(global.iam.send(new CreateUserCommand({ UserName: 'not a name' })));
    expect((await eventOf('CreateUser')).record).toMatchObject({
      errorCode: 'ValidationException',
      requestParameters: null,
    });
    simulator.faults.add({ operation: 'iam:DeleteUser', error: { code: 'Throttling', message: 'Rate exceeded' } });
    await refusal(global.iam.send(new DeleteUserCommand({ UserName: 'ann' })));
    expect((await eventOf('DeleteUser')).record).toMatchObject({
      errorCode: 'ThrottlingException',
      errorMessage: 'Rate exceeded',
    });
  });
});

describe('an assumed role', () => {
  const RoleArn = `arn:aws:iam::${managementAccountId}:role/Auditor`;

  it('is an event with what it entered, but no secret', async () => {
    const credentials = await assumed(RoleArn);
    const event = await eventOf('AssumeRole', clients);
    expect(event.record).toMatchObject({
      eventSource: 'sts.amazonaws.com',
      readOnly: true,
      requestParameters: { roleArn: RoleArn, roleSessionName: 'audit' },
      responseElements: {
        credentials: { accessKeyId: credentials.accessKeyId, sessionToken: HIDDEN },
        assumedRoleUser: { arn: `arn:aws:sts::${managementAccountId}:assumed-role/Auditor/audit` },
      },
      resources: [{ accountId: managementAccountId, type: 'AWS::IAM::Role', ARN: RoleArn }],
    });
    expect(event.record).not.toHaveProperty('sharedEventID');
    expect(event.Resources).toContainEqual({ ResourceType: 'AWS::IAM::Role', ResourceName: RoleArn });
    expect(event.CloudTrailEvent).not.toContain(credentials.secretAccessKey);
    expect(event.CloudTrailEvent).not.toContain(credentials.sessionToken);
  });

  it('tells of each call by whom and out of which role', async () => {
    const credentials = await assumed(RoleArn);
    const session = clientsFor(simulator.url, credentials, GLOBAL);
    await session.sts.send(new GetCallerIdentityCommand({}));
    const event = await eventOf('GetCallerIdentity');
    expect(event).toMatchObject({ Username: 'audit', AccessKeyId: credentials.accessKeyId });
    expect(event.record.userIdentity).toEqual({
      type: 'AssumedRole',
      principalId: expect.stringMatching(/^AROA\w+:audit$/),
      arn: `arn:aws:sts::${managementAccountId}:assumed-role/Auditor/audit`,
      accountId: managementAccountId,
      accessKeyId: credentials.accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: expect.stringMatching(/^AROA\w+$/),
          arn: RoleArn,
          accountId: managementAccountId,
          userName: 'Auditor',
        },
        attributes: {
          creationDate: (await eventOf('AssumeRole', clients)).record.eventTime,
          mfaAuthenticated: 'false',
        },
      },
    });
  });

  it('in another AWS account is in both histories, which know different things', async () => {
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    const name = 'entered';
    const trust = { Effect: 'Allow', Principal: { AWS: managementAccountId }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await member.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    const ours = `arn:aws:iam::${memberAccountId}:role/${name}`;
    await assumed(ours);
    const [here, there] = [(await eventOf('AssumeRole', clients)).record, (await eventOf('AssumeRole', member)).record];
    expect(here).toMatchObject({
      userIdentity: { type: 'IAMUser', userName: 'terraform-bootstrap' },
      recipientAccountId: managementAccountId,
      sharedEventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(there).toMatchObject({
      userIdentity: { type: 'AWSAccount', accountId: managementAccountId },
      recipientAccountId: memberAccountId,
      sharedEventID: here.sharedEventID,
      requestID: here.requestID,
      resources: [{ accountId: memberAccountId, ARN: ours }],
    });
    expect(there.eventID).not.toBe(here.eventID);
    expect(JSON.stringify(there.userIdentity)).not.toContain('terraform-bootstrap');
  });

  it('that was refused is told to the caller’s AWS account only', async () => {
    const ours = `arn:aws:iam::${memberAccountId}:role/nobody`;
    await refusal(assumed(ours));
    expect((await eventOf('AssumeRole', clients)).record).toMatchObject({
      errorCode: 'AccessDenied',
      requestParameters: { roleArn: ours },
      responseElements: null,
    });
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    await expect(eventOf('AssumeRole', member)).rejects.toThrow('no event AssumeRole');
  });
});

describe('nobody finds in an event', () => {
  it('a password or a secret key', async () => {
    await global.iam.send(new CreateUserCommand({ UserName: 'ann' }));
    await global.iam.send(new CreateLoginProfileCommand({ UserName: 'ann', Password: 'Very-Secret-1!' }));
    await global.iam.send(new UpdateLoginProfileCommand({ UserName: 'ann', Password: 'Very-Secret-2!' }));
    const { AccessKey } = await global.iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const text = (await lookUp(global)).map(({ CloudTrailEvent }) => CloudTrailEvent).join();
    expect(text).toContain(AccessKey?.AccessKeyId);
    expect(text).not.toContain(AccessKey?.SecretAccessKey);
    expect(text).not.toContain('Very-Secret');
    expect(JSON.stringify(simulator.world.trail.toData())).not.toContain('Very-Secret');
  });

  it('what is known of a person', async () => {
    const Name = { GivenName: 'Zaphod', FamilyName: 'Beeblebrox' };
    const IdentityStoreId = SMALL.identityStoreId;
    const person = { IdentityStoreId, UserName: 'zaphod@small.example', DisplayName: 'Zaphod B.', Name };
    const { UserId } = await clients.identityStore.send(new store.CreateUserCommand(person));
    const change = { AttributePath: 'title', AttributeValue: 'President Zaphod' };
    const update = new store.UpdateUserCommand({ IdentityStoreId, UserId, Operations: [change] });
    await clients.identityStore.send(update);
    const created = await eventOf('CreateUser', clients);
    expect(created.record).toMatchObject({
      eventSource: 'identitystore.amazonaws.com',
      requestParameters: { identityStoreId: IdentityStoreId, userName: HIDDEN, name: { givenName: HIDDEN } },
      responseElements: { userId: UserId, identityStoreId: IdentityStoreId },
    });
    await global.organizations.send(new CreateAccountCommand({ AccountName: 'Zaphod', Email: 'zaphod@small.example' }));
    expect((await eventOf('CreateAccount')).record).toMatchObject({
      requestParameters: { email: '****', accountName: '****' },
      responseElements: { createAccountStatus: { accountName: '****', state: 'IN_PROGRESS' } },
    });
    const texts = [...(await lookUp(clients)), ...(await lookUp(global))].map(({ CloudTrailEvent }) => CloudTrailEvent);
    expect(texts.join().toLowerCase()).not.toContain('zaphod');
  });
});

function found() {
  const [center] = simulator.world.identityCenters;
  if (!center) throw new Error('the world small has an Identity Center instance');
  return { center };
}
