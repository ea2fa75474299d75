import { CreateGroupCommand, CreateRoleCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { SMALL } from '../worlds/small.ts';

const { memberAccountId, rootId, managementAccountId } = SMALL;
const FULL = 'p-FullAWSAccess';
let simulator: Simulator;
let member: Clients;
let management: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
  management = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const statement = (Effect: string, Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] });

/** Attaches these documents beside, or instead of, FullAWSAccess. */
function attach(targetId: string, documents: Record<string, string>, others: string[] = [FULL]): void {
  const [organization] = simulator.world.organizations;
  for (const [id, document] of Object.entries(documents)) {
    organization?.policies.add({ id, name: id, description: '', document, isAwsManaged: false });
  }
  organization?.setPolicyIds(targetId, [...others, ...Object.keys(documents)]);
}

describe('a service control policy', () => {
  it('that denies is stronger than an administrator, in AWS’s words', async () => {
    attach(rootId, { 'p-deny': statement('Deny', 'iam:List*') });
    const { name, status, message } = await refusal(member.iam.send(new ListUsersCommand({})));
    expect({ name, status }).toEqual({ name: 'AccessDenied', status: 403 });
    expect(message).toContain('with an explicit deny in a service control policy');
    await member.iam.send(new CreateGroupCommand({ GroupName: 'allowed' }));
  });

  it.each([rootId, memberAccountId])(
    'must allow at every level: missing at %s, nothing is allowed',
    async (targetId) => {
      attach(targetId, { 'p-little': statement('Allow', 'iam:ListUsers') }, []);
      await member.iam.send(new ListUsersCommand({}));
      const { message } = await refusal(member.iam.send(new CreateGroupCommand({ GroupName: 'refused' })));
      expect(message).toContain('because no service control policy allows the iam:CreateGroup action');
    },
  );

  it('binds nobody of the management account', async () => {
    attach(rootId, { 'p-deny': statement('Deny', '*') });
    attach(managementAccountId, { 'p-deny': statement('Deny', '*') });
    await management.iam.send(new ListUsersCommand({}));
  });

  it('keeps a member from assuming even a role that trusts it by name', async () => {
    const { Arn: AWS } = await member.sts.send(new GetCallerIdentityCommand({}));
    const RoleName = 'trusting';
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
    });
    await member.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const assume = () =>
      member.sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${memberAccountId}:role/${RoleName}`, RoleSessionName: 'test' }),
      );
    await assume();
    attach(memberAccountId, { 'p-little': statement('Allow', 'iam:*') }, []);
    expect((await refusal(assume())).name).toBe('AccessDenied');
  });

  it('takes effect on an AWS account that moves under it', async () => {
    const [organization] = simulator.world.organizations;
    attach(SMALL.unitId, { 'p-deny': statement('Deny', 'iam:ListUsers') });
    const account = organization?.accounts.get(memberAccountId);
    if (!organization || !account) throw new Error('the world has a member');
    organization.moveAccount(account, rootId);
    await member.iam.send(new ListUsersCommand({}));
    organization.moveAccount(account, SMALL.unitId);
    await refusal(member.iam.send(new ListUsersCommand({})));
  });
});
