import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';

const ARN = `arn:aws:iam::${SMALL.managementAccountId}`;
const ADA = 'ada@small.example';
const PolicyDocument =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}';
const trustOf = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const EC2 = trustOf({ Service: 'ec2.amazonaws.com' });

let simulator: Simulator;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

describe('a renamed user', () => {
  it('keeps id, groups, keys and the trust of roles, which show the new name', async () => {
    const before = (await client.send(new iam.GetUserCommand({ UserName: ADA }))).User;
    const made = await client.send(new iam.CreateAccessKeyCommand({ UserName: ADA }));
    const trust = new iam.CreateRoleCommand({
      RoleName: 'Hers',
      AssumeRolePolicyDocument: trustOf({ AWS: `${ARN}:user/${ADA}` }),
    });
    await client.send(trust);
    await client.send(new iam.UpdateUserCommand({ UserName: ADA, NewUserName: 'ada.l', NewPath: '/people/' }));
    const after = (await client.send(new iam.GetUserCommand({ UserName: 'ada.l' }))).User;
    expect(after).toMatchObject({ UserId: before?.UserId, Arn: `${ARN}:user/people/ada.l` });
    expect(await refusal(client.send(new iam.GetUserCommand({ UserName: ADA })))).toMatchObject({ status: 404 });
    const { Users: members } = await client.send(new iam.GetGroupCommand({ GroupName: 'Operators' }));
    expect(members?.map((user) => user.UserName)).toEqual(['ada.l']);
    const { Role: role } = await client.send(new iam.GetRoleCommand({ RoleName: 'Hers' }));
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(trustOf({ AWS: `${ARN}:user/people/ada.l` }));
    const { sts } = clientsFor(simulator.url, {
      accessKeyId: made.AccessKey?.AccessKeyId ?? '',
      secretAccessKey: made.AccessKey?.SecretAccessKey ?? '',
    });
    const session = await sts.send(new AssumeRoleCommand({ RoleArn: `${ARN}:role/Hers`, RoleSessionName: 'ada' }));
    expect(session.AssumedRoleUser?.Arn).toMatch(/assumed-role\/Hers\/ada$/);
  });

  it('takes no name that another has, but the same in another case', async () => {
    const rename = (NewUserName: string) => client.send(new iam.UpdateUserCommand({ UserName: ADA, NewUserName }));
    expect(await refusal(rename('TERRAFORM-bootstrap'))).toMatchObject({ name: 'EntityAlreadyExistsException' });
    await rename('ADA@small.example');
    expect((await client.send(new iam.GetUserCommand({ UserName: ADA }))).User?.UserName).toBe('ADA@small.example');
  });
});

it('a renamed group keeps its members and what they may do', async () => {
  await client.send(new iam.UpdateGroupCommand({ GroupName: 'Operators', NewGroupName: 'Crew' }));
  const { Groups: groups } = await client.send(new iam.ListGroupsForUserCommand({ UserName: ADA }));
  expect(groups?.map((group) => group.GroupName)).toEqual(['Crew']);
  const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName: ADA }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = { ...key };
  const ada = clientsFor(simulator.url, { accessKeyId, secretAccessKey }).iam;
  await expect(ada.send(new iam.ListUsersCommand({}))).resolves.toHaveProperty('Users');
});

describe('roles that belong to AWS', () => {
  const changes = (RoleName: string) => [
    new iam.DeleteRoleCommand({ RoleName }),
    new iam.UpdateRoleCommand({ RoleName, Description: 'mine' }),
    new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: EC2 }),
    new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }),
    new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    new iam.TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] }),
    new iam.PutRolePermissionsBoundaryCommand({
      RoleName,
      PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  ];

  it('are changed by nobody: Identity Center’s and service-linked ones', async () => {
    const { Roles: roles } = await client.send(new iam.ListRolesCommand({ PathPrefix: '/aws-reserved/' }));
    const linked = await client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'sso.amazonaws.com' }));
    for (const name of [roles?.[0]?.RoleName ?? '', linked.Role?.RoleName ?? '']) {
      expect(name).toMatch(/^AWS(ReservedSSO|ServiceRoleForSSO)/);
      for (const change of changes(name)) {
        expect(await refusal(client.send(change as iam.DeleteRoleCommand))).toEqual({
          name: 'UnmodifiableEntityException',
          status: 400,
          message: `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
        });
      }
    }
  });

  it('are made once for a service', async () => {
    const create = (AWSServiceName: string) => client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName }));
    await create('ecs.amazonaws.com');
    expect(await refusal(create('ecs.amazonaws.com'))).toEqual({
      name: 'InvalidInputException',
      status: 400,
      message: 'Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.',
    });
    expect(await refusal(create('nonsense.amazonaws.com'))).toMatchObject({ name: 'InvalidInputException' });
  });
});

it('a role or group that still holds something is not deleted, and AWS says what', async () => {
  const { message: held } = await refusal(client.send(new iam.DeleteRoleCommand({ RoleName: 'Auditor' })));
  expect(held).toBe('Cannot delete entity, must detach all policies first.');
  const { message: inline } = await refusal(client.send(new iam.DeleteRoleCommand({ RoleName: 'Deployer' })));
  expect(inline).toBe('Cannot delete entity, must delete policies first.');
  await client.send(new iam.RemoveUserFromGroupCommand({ GroupName: 'Operators', UserName: ADA }));
  const { message: group } = await refusal(client.send(new iam.DeleteGroupCommand({ GroupName: 'Operators' })));
  expect(group).toBe('Cannot delete entity, must detach all policies first.');
});

describe('tags', () => {
  const tag = (...keys: string[]) =>
    client.send(new iam.TagUserCommand({ UserName: ADA, Tags: keys.map((Key) => ({ Key, Value: 'x' })) }));

  it('are replaced whatever the case of their keys, and 50 at most', async () => {
    await tag('Team', 'email');
    await tag('TEAM');
    const { Tags: tags } = await client.send(new iam.ListUserTagsCommand({ UserName: ADA }));
    expect(tags?.map(({ Key }) => Key)).toEqual(['TEAM', 'email']);
    await tag(...Array.from({ length: 48 }, (_, index) => `key-${index}`));
    expect(await refusal(tag('one-more'))).toEqual({
      name: 'LimitExceededException',
      status: 409,
      message: 'The number of tags has reached the maximum limit.',
    });
  });

  it('given twice, or with AWS’s prefix, are refused', async () => {
    expect(await refusal(tag('a', 'A'))).toEqual({
      name: 'InvalidInputException',
      status: 400,
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    expect(await refusal(tag('aws:team'))).toMatchObject({ name: 'InvalidInputException' });
    const Tags = ['a', 'A'].map((Key) => ({ Key, Value: 'x' }));
    const create = new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: EC2, Tags });
    expect(await refusal(client.send(create))).toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('identity providers', () => {
  it('of SAML need metadata, have a name of their own, and Identity Center’s is AWS’s', async () => {
    const create = (SAMLMetadataDocument: string) =>
      client.send(new iam.CreateSAMLProviderCommand({ Name: 'Okta', SAMLMetadataDocument }));
    expect(await refusal(create('x'.repeat(1_000)))).toMatchObject({ name: 'InvalidInputException', status: 400 });
    const metadata = `<md:EntityDescriptor><md:IDPSSODescriptor>${' '.repeat(1_000)}</md:IDPSSODescriptor></md:EntityDescriptor>`;
    await create(metadata);
    expect(await refusal(create(metadata))).toMatchObject({ name: 'EntityAlreadyExistsException' });
    const { SAMLProviderList: list } = await client.send(new iam.ListSAMLProvidersCommand({}));
    const own = list?.find(({ Arn }) => Arn?.includes('AWSSSO_'))?.Arn;
    const changed = metadata.replace('  ', '<!-- new certificate -->');
    const update = (SAMLProviderArn: string | undefined, SAMLMetadataDocument: string) =>
      client.send(new iam.UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument }));
    const SAMLProviderArn = `${ARN}:saml-provider/Okta`;
    expect(await update(SAMLProviderArn, changed)).toMatchObject({ SAMLProviderArn });
    const found = await client.send(new iam.GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(found.SAMLMetadataDocument).toBe(changed);
    expect(await refusal(update(SAMLProviderArn, 'x'.repeat(1_000)))).toMatchObject({ name: 'InvalidInputException' });
    expect(await refusal(update(own, changed))).toMatchObject({ name: 'UnmodifiableEntityException', status: 400 });
    const remove = (SAMLProviderArn?: string) => client.send(new iam.DeleteSAMLProviderCommand({ SAMLProviderArn }));
    expect(await refusal(remove(own))).toMatchObject({ name: 'UnmodifiableEntityException', status: 400 });
    expect(await refusal(remove(`${ARN}:saml-provider/none`))).toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('of OIDC are made once for a URL; deleting one that is not there is no error', async () => {
    const create = (Url: string) => client.send(new iam.CreateOpenIDConnectProviderCommand({ Url }));
    const { OpenIDConnectProviderArn } = await create('https://token.example/x');
    expect(OpenIDConnectProviderArn).toBe(`${ARN}:oidc-provider/token.example/x`);
    expect(await refusal(create('https://token.example/x'))).toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Provider with url https://token.example/x already exists.',
    });
    expect(await refusal(create('http://token.example/y'))).toMatchObject({ name: 'ValidationError', status: 400 });
    for (let time = 0; time < 2; time += 1) {
      await client.send(new iam.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    }
  });
});

it('an AWS account has 300 groups at most, and its summary counts what there is', async () => {
  const account = simulator.world.awsAccounts.get(SMALL.managementAccountId);
  for (let index = account?.groups.size ?? 0; index < 300; index += 1) {
    await client.send(new iam.CreateGroupCommand({ GroupName: `g${index}` }));
  }
  expect(await refusal(client.send(new iam.CreateGroupCommand({ GroupName: 'more' })))).toEqual({
    name: 'LimitExceededException',
    status: 409,
    message: 'Cannot exceed quota for GroupsPerAccount: 300',
  });
  const { SummaryMap: summary } = await client.send(new iam.GetAccountSummaryCommand({}));
  expect(summary).toMatchObject({ Users: 2, Groups: 300, MFADevicesInUse: 1, AccountMFAEnabled: 0, Providers: 1 });
});
