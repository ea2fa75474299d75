import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';
import { totp } from './users/totp.ts';

const PolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const METADATA = `<EntityDescriptor><IDPSSODescriptor>${'x'.repeat(1000)}</IDPSSODescriptor></EntityDescriptor>`;
const UserName = 'walker';
const GroupName = 'walkers';
const RoleName = 'walk';
const PolicyName = 'inline';
const Tags = [{ Key: 'team', Value: 'walking' }];
const TagKeys = ['team'];

let simulator: Simulator;
let send: Clients['iam']['send'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  const { iam: client } = clientsFor(simulator.url, simulator.credentials.administrator);
  send = client.send.bind(client);
});
afterAll(() => simulator.stop());

/** One walk by the SDK, whose own parsers read every answer. */
it('every simulated operation of IAM answers the SDK', async () => {
  await users();
  await groups();
  await roles();
  await policies();
  await reports();
  await account();
  await providers();
  await send(new iam.DeleteGroupCommand({ GroupName }));
  await send(new iam.DeleteRoleCommand({ RoleName }));
  await send(new iam.DeleteUserCommand({ UserName }));
  expectAllAnswered(simulator, 'iam');
});

async function users(): Promise<void> {
  await send(new iam.CreateUserCommand({ UserName: 'wanderer' }));
  await send(new iam.UpdateUserCommand({ UserName: 'wanderer', NewUserName: UserName, NewPath: '/people/' }));
  expect((await send(new iam.GetUserCommand({ UserName }))).User?.Path).toBe('/people/');
  await send(new iam.ListUsersCommand({}));
  await send(new iam.TagUserCommand({ UserName, Tags }));
  expect((await send(new iam.ListUserTagsCommand({ UserName }))).Tags).toEqual(Tags);
  await send(new iam.UntagUserCommand({ UserName, TagKeys }));
  await send(new iam.PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  await send(new iam.GetUserPolicyCommand({ UserName, PolicyName }));
  expect((await send(new iam.ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual([PolicyName]);
  await send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName }));
  await send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: READ_ONLY }));
  expect((await send(new iam.ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies).toHaveLength(1);
  await send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn: READ_ONLY }));
  await send(new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: READ_ONLY }));
  await send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName }));
  await credentials();
}

async function credentials(): Promise<void> {
  const made = await send(new iam.CreateAccessKeyCommand({ UserName }));
  const key = { UserName, AccessKeyId: made.AccessKey?.AccessKeyId };
  await send(new iam.UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  expect((await send(new iam.ListAccessKeysCommand({ UserName }))).AccessKeyMetadata?.[0]?.Status).toBe('Inactive');
  await send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId }));
  await send(new iam.DeleteAccessKeyCommand(key));
  await send(new iam.CreateLoginProfileCommand({ UserName, Password: 'Walk-on-2026' }));
  await send(new iam.UpdateLoginProfileCommand({ UserName, PasswordResetRequired: true }));
  const { LoginProfile: profile } = await send(new iam.GetLoginProfileCommand({ UserName }));
  expect(profile?.PasswordResetRequired).toBe(true);
  await send(new iam.DeleteLoginProfileCommand({ UserName }));
  const device = await send(new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
  const SerialNumber = device.VirtualMFADevice?.SerialNumber ?? '';
  const seed = Buffer.from(device.VirtualMFADevice?.Base32StringSeed ?? []).toString();
  const now = Date.now();
  const codes = { AuthenticationCode1: totp(seed, now), AuthenticationCode2: totp(seed, now + 30_000) };
  await send(new iam.EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  expect((await send(new iam.ListMFADevicesCommand({ UserName }))).MFADevices).toMatchObject([{ SerialNumber }]);
  const assigned = await send(new iam.ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }));
  expect(assigned.VirtualMFADevices?.map((one) => one.User?.UserName)).toContain(UserName);
  await send(new iam.DeactivateMFADeviceCommand({ UserName, SerialNumber }));
  await send(new iam.DeleteVirtualMFADeviceCommand({ SerialNumber }));
}

async function groups(): Promise<void> {
  await send(new iam.CreateGroupCommand({ GroupName: 'strollers' }));
  await send(new iam.AddUserToGroupCommand({ UserName, GroupName: 'strollers' }));
  await send(new iam.UpdateGroupCommand({ GroupName: 'strollers', NewGroupName: GroupName }));
  expect((await send(new iam.GetGroupCommand({ GroupName }))).Users).toHaveLength(1);
  await send(new iam.ListGroupsCommand({}));
  expect((await send(new iam.ListGroupsForUserCommand({ UserName }))).Groups).toMatchObject([{ GroupName }]);
  await send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName }));
  await send(new iam.PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument }));
  await send(new iam.GetGroupPolicyCommand({ GroupName, PolicyName }));
  await send(new iam.ListGroupPoliciesCommand({ GroupName }));
  await send(new iam.DeleteGroupPolicyCommand({ GroupName, PolicyName }));
  await send(new iam.AttachGroupPolicyCommand({ GroupName, PolicyArn: READ_ONLY }));
  expect((await send(new iam.ListAttachedGroupPoliciesCommand({ GroupName }))).AttachedPolicies).toHaveLength(1);
  await send(new iam.DetachGroupPolicyCommand({ GroupName, PolicyArn: READ_ONLY }));
}

async function roles(): Promise<void> {
  await send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  await send(new iam.UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
  await send(new iam.UpdateRoleDescriptionCommand({ RoleName, Description: 'walks' }));
  const { Role: role } = await send(new iam.GetRoleCommand({ RoleName }));
  expect(role).toMatchObject({ MaxSessionDuration: 7200, Description: 'walks' });
  await send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }));
  await send(new iam.ListRolesCommand({}));
  await send(new iam.TagRoleCommand({ RoleName, Tags }));
  expect((await send(new iam.ListRoleTagsCommand({ RoleName }))).Tags).toEqual(Tags);
  await send(new iam.UntagRoleCommand({ RoleName, TagKeys }));
  await send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  await send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
  expect((await send(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([PolicyName]);
  await send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
  expect((await send(new iam.ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toHaveLength(1);
  await send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
  await send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: READ_ONLY }));
  await send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }));
  const linked = await send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }));
  expect(linked.Role?.Arn).toMatch(/:role\/aws-service-role\/ecs\.amazonaws\.com\/AWSServiceRoleForECS$/);
}

async function policies(): Promise<void> {
  const made = await send(new iam.CreatePolicyCommand({ PolicyName: 'Walk', PolicyDocument, Description: 'd' }));
  const PolicyArn = made.Policy?.Arn ?? '';
  expect((await send(new iam.GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ Description: 'd' });
  expect((await send(new iam.ListPoliciesCommand({ Scope: 'Local' }))).Policies).toHaveLength(1);
  await send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  await send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  const got = await send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  expect(decodeURIComponent(got.PolicyVersion?.Document ?? '')).toBe(PolicyDocument);
  const { Versions: versions } = await send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
  expect(versions?.map((version) => [version.VersionId, version.IsDefaultVersion])).toEqual([
    ['v2', false],
    ['v1', true],
  ]);
  await send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  await send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }));
  await send(new iam.TagPolicyCommand({ PolicyArn, Tags }));
  expect((await send(new iam.ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual(Tags);
  await send(new iam.UntagPolicyCommand({ PolicyArn, TagKeys }));
  await send(new iam.DeletePolicyCommand({ PolicyArn }));
}

async function reports(): Promise<void> {
  const { UserDetailList: details } = await send(new iam.GetAccountAuthorizationDetailsCommand({}));
  expect(details?.map((detail) => detail.UserName)).toContain(UserName);
  await send(new iam.GenerateCredentialReportCommand({}));
  const report = await send(new iam.GetCredentialReportCommand({}));
  expect(Buffer.from(report.Content ?? []).toString()).toMatch(/^user,arn,.*\n<root_account>,/);
  const Arn = `arn:aws:iam::${SMALL.managementAccountId}:user/terraform-bootstrap`;
  const { JobId } = await send(new iam.GenerateServiceLastAccessedDetailsCommand({ Arn }));
  const { JobStatus } = await send(new iam.GetServiceLastAccessedDetailsCommand({ JobId }));
  expect(JobStatus).toBe('COMPLETED');
}

async function account(): Promise<void> {
  await send(new iam.CreateAccountAliasCommand({ AccountAlias: 'walk-alias' }));
  await send(new iam.ListAccountAliasesCommand({}));
  await send(new iam.DeleteAccountAliasCommand({ AccountAlias: 'walk-alias' }));
  expect((await send(new iam.GetAccountSummaryCommand({}))).SummaryMap?.Groups).toBe(2);
  await send(new iam.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14 }));
  const { PasswordPolicy: policy } = await send(new iam.GetAccountPasswordPolicyCommand({}));
  expect(policy).toMatchObject({ MinimumPasswordLength: 14, ExpirePasswords: false });
  await send(new iam.DeleteAccountPasswordPolicyCommand({}));
}

async function providers(): Promise<void> {
  const saml = await send(new iam.CreateSAMLProviderCommand({ Name: 'Walk', SAMLMetadataDocument: METADATA }));
  const { SAMLProviderArn } = saml;
  expect((await send(new iam.GetSAMLProviderCommand({ SAMLProviderArn }))).SAMLMetadataDocument).toBe(METADATA);
  await send(new iam.ListSAMLProvidersCommand({}));
  await send(new iam.UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument: METADATA }));
  await send(new iam.DeleteSAMLProviderCommand({ SAMLProviderArn }));
  const oidc = await send(
    new iam.CreateOpenIDConnectProviderCommand({ Url: 'https://oidc.example/x', ClientIDList: ['sts.amazonaws.com'] }),
  );
  const { OpenIDConnectProviderArn } = oidc;
  const provider = await send(new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  expect(provider).toMatchObject({ Url: 'oidc.example/x', ClientIDList: ['sts.amazonaws.com'] });
  await send(new iam.ListOpenIDConnectProvidersCommand({}));
  await send(new iam.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
}
