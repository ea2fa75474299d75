import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor } from '../testing/clients.ts';
import { expectAllAnswered } from '../testing/every-operation.ts';
import { SMALL } from '../worlds/small.ts';

const { memberAccountId } = SMALL;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const POLICY_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

/** One walk through each service by the SDK, whose own parsers read every answer. */
describe('every simulated operation answers the SDK', () => {
  it('of STS', async () => {
    const send = clients.sts.send.bind(clients.sts);
    const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`;
    await send(new sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'walk' }));
    await send(new sts.GetCallerIdentityCommand({}));
    const { Account } = await send(new sts.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIADEMOPRODPAYMENT1' }));
    expect(Account).toBe(memberAccountId);
    expectAllAnswered(simulator, 'sts');
  });

  it('of IAM', async () => {
    const send = clients.iam.send.bind(clients.iam);
    const UserName = 'walker';
    const GroupName = 'walkers';
    const RoleName = 'walk';
    const PolicyName = 'inline';
    await send(new iam.CreateUserCommand({ UserName }));
    await send(new iam.CreateGroupCommand({ GroupName }));
    await send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }));
    await send(new iam.AddUserToGroupCommand({ UserName, GroupName }));
    await send(new iam.PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: POLICY }));
    await send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: POLICY_ARN }));
    await send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: POLICY }));
    await send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: POLICY_ARN }));
    await send(new iam.CreateAccountAliasCommand({ AccountAlias: 'walk-alias' }));
    for (const command of [
      new iam.ListUsersCommand({}),
      new iam.GetUserCommand({ UserName }),
      new iam.ListGroupsCommand({}),
      new iam.GetGroupCommand({ GroupName }),
      new iam.ListGroupsForUserCommand({ UserName }),
      new iam.ListRolesCommand({}),
      new iam.GetRoleCommand({ RoleName }),
      new iam.GetRolePolicyCommand({ RoleName, PolicyName }),
      new iam.ListAccountAliasesCommand({}),
      new iam.ListSAMLProvidersCommand({}),
      new iam.ListOpenIDConnectProvidersCommand({}),
    ]) {
      await send(command as iam.ListUsersCommand);
    }
    expect((await send(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([PolicyName]);
    expect((await send(new iam.ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toHaveLength(1);
    await send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: POLICY_ARN }));
    await send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await send(new iam.DeleteRoleCommand({ RoleName }));
    await send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn: POLICY_ARN }));
    await send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName }));
    await send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName }));
    await send(new iam.DeleteUserCommand({ UserName }));
    await send(new iam.DeleteGroupCommand({ GroupName }));
    expectAllAnswered(simulator, 'iam');
  });
});
