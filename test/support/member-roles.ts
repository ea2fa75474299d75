import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { eachConcurrently } from '../../src/adapters/aws/reading/each-concurrently.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';

/** What a role in another AWS account reads with (CON-11). */
export const memberActions = [...readActions, ...furtherReadActions].filter((action) =>
  /^(iam|cloudtrail):/.test(action),
);

export interface MemberRoles {
  url: string;
  /** Of the management AWS account. */
  administrator: { accessKeyId: string; secretAccessKey: string };
  roleName: string;
  /** The connector's role. */
  principalArn: string;
  externalId: string;
  organizationId: string;
}

const policyName = 'CountersignRead';

/** The role in each of these AWS accounts, as a customer's StackSet makes it: by the role that AWS gives the management. */
export async function deployMemberRoles(roles: MemberRoles, awsAccountIds: readonly string[]): Promise<void> {
  const Condition = {
    StringEquals: { 'sts:ExternalId': roles.externalId, 'aws:PrincipalOrgID': roles.organizationId },
  };
  const Statement = [{ Effect: 'Allow', Principal: { AWS: roles.principalArn }, Action: 'sts:AssumeRole', Condition }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await eachConcurrently(awsAccountIds, 8, async (awsAccountId) => {
    const iam = await enterMember(roles, awsAccountId);
    await iam.send(new CreateRoleCommand({ RoleName: roles.roleName, AssumeRolePolicyDocument }));
    await putMemberPolicy(iam, roles.roleName, memberActions);
    iam.destroy();
  });
}

/** What the role there may do from now on. */
export async function setMemberActions(roles: MemberRoles, awsAccountId: string, actions: readonly string[]) {
  const iam = await enterMember(roles, awsAccountId);
  await putMemberPolicy(iam, roles.roleName, actions);
  iam.destroy();
}

/** As when the stack instance is deleted. */
export async function removeMemberRole(roles: MemberRoles, awsAccountId: string): Promise<void> {
  const iam = await enterMember(roles, awsAccountId);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: roles.roleName, PolicyName: policyName }));
  await iam.send(new DeleteRoleCommand({ RoleName: roles.roleName }));
  iam.destroy();
}

/** An administrator of that AWS account. */
export async function enterMember(
  { url, administrator }: Pick<MemberRoles, 'url' | 'administrator'>,
  awsAccountId: string,
): Promise<IAMClient> {
  const settings = { endpoint: url, region: 'us-east-1' };
  const sts = new STSClient({ ...settings, credentials: administrator });
  const RoleArn = `arn:aws:iam::${awsAccountId}:role/OrganizationAccountAccessRole`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'stack-set' }));
  sts.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new IAMClient({ ...settings, credentials });
}

const putMemberPolicy = (iam: IAMClient, RoleName: string, actions: readonly string[]) => {
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: policyName, PolicyDocument }));
};
