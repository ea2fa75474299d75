import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const UserName = 'ada@small.example';
const document = (Action: string, Effect = 'Allow') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] });
const OF_AWS = 'arn:aws:iam::aws:policy/SecurityAudit';

let simulator: Simulator;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function newPolicy(PolicyName: string, PolicyDocument: string, Path = '/'): Promise<string> {
  const { Policy: policy } = await client.send(new iam.CreatePolicyCommand({ PolicyName, PolicyDocument, Path }));
  return policy?.Arn ?? '';
}

async function clientOfAda(): Promise<Clients['iam']> {
  const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  return clientsFor(simulator.url, {
    accessKeyId: key?.AccessKeyId ?? '',
    secretAccessKey: key?.SecretAccessKey ?? '',
  }).iam;
}

describe('a customer managed policy', () => {
  it('decides what its holders may do, by its default version', async () => {
    const ada = await clientOfAda();
    const make = (GroupName: string) => ada.send(new iam.CreateGroupCommand({ GroupName }));
    expect(await refusal(make('one'))).toMatchObject({ name: 'AccessDenied', status: 403 });
    const PolicyArn = await newPolicy('Groups', document('iam:CreateGroup'));
    await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
    await make('two');
    const PolicyDocument = document('iam:CreateGroup', 'Deny');
    await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    await make('three');
    await client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect((await refusal(make('four'))).message).toContain('with an explicit deny in an identity-based policy');
  });

  it('has five versions at most, and their ids are never given again', async () => {
    const PolicyArn = await newPolicy('Many', document('s3:*'));
    const version = async () => {
      const wish = new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document('s3:*') });
      return (await client.send(wish)).PolicyVersion?.VersionId;
    };
    for (const id of ['v2', 'v3', 'v4', 'v5']) expect(await version()).toBe(id);
    expect(await refusal(version())).toEqual({
      name: 'LimitExceededException',
      status: 409,
      message:
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    });
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
    expect(await version()).toBe('v6');
    expect(
      await refusal(client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))),
    ).toMatchObject({ name: 'DeleteConflictException', message: 'Cannot delete the default version of a policy.' });
    expect(await refusal(client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v5' })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} version v5 does not exist or is not attachable.`,
    });
  });

  it('cannot be deleted while it is attached, bounds somebody or has several versions', async () => {
    const PolicyArn = await newPolicy('Kept', document('s3:*'));
    const remove = () => client.send(new iam.DeletePolicyCommand({ PolicyArn }));
    const attached = {
      name: 'DeleteConflictException',
      status: 409,
      message: 'Cannot delete a policy attached to entities.',
    };
    await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'Operators', PolicyArn }));
    expect(await refusal(remove())).toEqual(attached);
    await client.send(new iam.DetachGroupPolicyCommand({ GroupName: 'Operators', PolicyArn }));
    await client.send(new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: PolicyArn }));
    expect(await refusal(remove())).toEqual(attached);
    await client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName }));
    await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document('s3:*') }));
    expect((await refusal(remove())).message).toMatch(/^This policy has more than one version\. /);
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    await remove();
    expect(await refusal(remove())).toEqual({
      name: 'NoSuchEntityException',
      status: 404,
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  it('has a name of its own whatever its path, no principals, and 6,144 characters at most', async () => {
    await newPolicy('Once', document('s3:*'));
    expect(await refusal(newPolicy('once', document('s3:*'), '/team/'))).toEqual({
      name: 'EntityAlreadyExistsException',
      status: 409,
      message: 'A policy called once already exists. Duplicate names are not allowed.',
    });
    expect(await refusal(newPolicy('Bad', '{}'))).toMatchObject({ name: 'MalformedPolicyDocumentException' });
    expect(await refusal(newPolicy('Long', document('s3:Get'.padEnd(6_200, 'x'))))).toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PolicySize: 6144',
    });
  });
});

describe('the lists of managed policies', () => {
  it('tell AWS’s and own ones, and who uses them', async () => {
    const own = await newPolicy('Own', document('s3:*'), '/team/');
    const list = async (input: iam.ListPoliciesCommandInput) =>
      (await client.send(new iam.ListPoliciesCommand(input))).Policies?.map((policy) => policy.Arn);
    expect(await list({ Scope: 'Local' })).toEqual([own]);
    expect(await list({ Scope: 'All' })).toEqual(expect.arrayContaining([own, OF_AWS]));
    expect(await list({ Scope: 'AWS' })).not.toContain(own);
    expect(await list({ PathPrefix: '/team/' })).toEqual([own]);
    expect(await list({ OnlyAttached: true, Scope: 'Local' })).toEqual([]);
    expect(await list({ OnlyAttached: true })).toContain(OF_AWS);
    await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName: 'Deployer', PermissionsBoundary: own }));
    expect(await list({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([own]);
    const entities = await client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn: own }));
    expect(entities).toMatchObject({ PolicyRoles: [{ RoleName: 'Deployer' }], PolicyUsers: [], PolicyGroups: [] });
    const { Policy: policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn: own }));
    expect(policy).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1, Path: '/team/' });
  });
});

it('an AWS managed policy is read, and changed by nobody', async () => {
  const read = await client.send(new iam.GetPolicyVersionCommand({ PolicyArn: OF_AWS, VersionId: 'v1' }));
  expect(JSON.parse(decodeURIComponent(read.PolicyVersion?.Document ?? ''))).toHaveProperty('Statement');
  for (const call of [
    client.send(new iam.DeletePolicyCommand({ PolicyArn: OF_AWS })),
    client.send(new iam.CreatePolicyVersionCommand({ PolicyArn: OF_AWS, PolicyDocument: document('s3:*') })),
    client.send(new iam.TagPolicyCommand({ PolicyArn: OF_AWS, Tags: [] })),
  ]) {
    expect(await refusal(call)).toMatchObject({ name: 'AccessDenied', status: 403 });
  }
});

it('a permissions boundary bounds at once, and must exist', async () => {
  const ada = await clientOfAda();
  const list = () => ada.send(new iam.ListUsersCommand({}));
  await expect(list()).resolves.toHaveProperty('Users');
  const PermissionsBoundary = await newPolicy('Narrow', document('s3:*'));
  await client.send(new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
  expect((await refusal(list())).message).toContain('because no permissions boundary allows the iam:ListUsers action');
  await client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName }));
  await expect(list()).resolves.toHaveProperty('Users');
  expect(await refusal(client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName })))).toMatchObject({
    name: 'NoSuchEntityException',
  });
  const missing = `arn:aws:iam::${SMALL.managementAccountId}:policy/missing`;
  const put = new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: missing });
  expect(await refusal(client.send(put))).toEqual({
    name: 'NoSuchEntityException',
    status: 404,
    message: `Scope ARN: ${missing} does not exist or is not attachable.`,
  });
});

it('inline and attached policies keep to their quotas', async () => {
  const put = (size: number) =>
    client.send(
      new iam.PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: document('s3:G'.padEnd(size, 'x')) }),
    );
  await put(1_900);
  expect(await refusal(put(2_100))).toEqual({
    name: 'LimitExceededException',
    status: 409,
    message: `Maximum policy size of 2048 bytes exceeded for user ${UserName}`,
  });
  const attach = async (index: number) => {
    const PolicyArn = await newPolicy(`p${index}`, document('s3:*'));
    await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
  };
  for (let index = 0; index < 10; index += 1) await attach(index);
  expect(await refusal(attach(10))).toMatchObject({ message: 'Cannot exceed quota for PoliciesPerUser: 10' });
  expect(
    await refusal(client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::nonsense' }))),
  ).toMatchObject({ name: 'ValidationError', message: 'Invalid ARN:  Could not be parsed!' });
});
