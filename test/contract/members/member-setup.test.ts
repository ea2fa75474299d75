import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../simulator/start.ts';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { createAwsReader } from '../../../src/adapters/aws/aws-reader.ts';
import { assumeMembersOwnPolicy, memberTrustPolicy } from '../../../src/core/connectors/model/setup/member-role.ts';
import {
  type MemberRole,
  memberRoleDocuments,
} from '../../../src/core/connectors/model/setup/member-role-documents.ts';
import { ownPolicyDocuments } from '../../../src/core/connectors/model/setup/own-policy-documents.ts';
import { stackSetDocuments } from '../../../src/core/connectors/model/setup/stack-set-documents.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  MemorySink,
  nothingKnown,
  roleName,
  startAws,
} from '../aws-support.ts';
import { carryOut, commandsIn, optionOf } from '../pasted-commands.ts';

// A path, so that whatever takes the name apart has to put it together again.
const memberRoleName = 'audit/CountersignMember';
const member = SMALL.memberAccountId;
const assume = ownPolicyDocuments(assumeMembersOwnPolicy('aws', memberRoleName), { roleName, partition: 'aws' });
let simulator: Simulator;
let role: CustomerRole;
let there: IAMClient;
let documented: MemberRole;

beforeAll(async () => {
  simulator = await startAws('small');
  const { administrator, memberAdministrator: credentials } = simulator.credentials;
  role = await createCustomerRole(simulator, administrator, {
    awsAccountId: SMALL.managementAccountId,
    identityCenterEnabled: false,
    memberRoleName,
    memberExternalId: 'cs-7f3a+x=,.@:/-9',
  });
  there = new IAMClient({ endpoint: simulator.url, region: 'us-east-1', ...(credentials && { credentials }) });
  documented = {
    partition: 'aws',
    roleName: memberRoleName,
    connectorRoleArn: role.connection.roleArn,
    memberExternalId: role.connection.memberExternalId,
    organizationId: SMALL.organizationId,
  };
});
afterAll(() => simulator?.stop());

async function readMember() {
  const sink = new MemorySink();
  const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });
  await reader.read(role.connection, nothingKnown, sink);
  const names = [...sink.failures].filter(([name]) => name.includes(member));
  return { failures: Object.fromEntries(names), completed: [...sink.completed] };
}
const refused = { [`iam-of-aws-account ${member}`]: expect.objectContaining({ reason: 'denied' }) as unknown };

describe('the aws CLI commands for another AWS account', () => {
  it('make a role that the connector reads all of its IAM with, once its own role may enter', async () => {
    await carryOut(there, memberRoleDocuments(documented).awsCli);
    expect((await readMember()).failures).toEqual(refused);
    await carryOut(role.iam, assume.awsCli);
    const { failures, completed } = await readMember();
    expect(failures).toEqual({});
    for (const scope of [
      'iam-of-aws-account',
      'iam-users',
      'iam-groups',
      'iam-roles',
      'iam-policies',
      'credential-report',
    ])
      expect(completed).toContain(`${scope} ${member}`);
  });

  it('take the way in away again, and the role there by itself', async () => {
    await carryOut(role.iam, assume.takeAway.awsCli);
    expect((await readMember()).failures).toEqual(refused);
    await carryOut(there, memberRoleDocuments(documented).takeAway.awsCli);
    await expect(there.send(new GetRoleCommand({ RoleName: 'CountersignMember' }))).rejects.toThrow(
      NoSuchEntityException,
    );
  });

  it('ask AWS for an organization that is not known yet, and make the same role', async () => {
    const { awsCli } = memberRoleDocuments({ ...documented, organizationId: null });
    await carryOut(there, awsCli, { 'describe-organization': SMALL.organizationId });
    await carryOut(role.iam, assume.awsCli);
    expect((await readMember()).failures).toEqual({});
    const { Role } = await there.send(new GetRoleCommand({ RoleName: 'CountersignMember' }));
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toEqual(
      memberTrustPolicy({ ...documented, organizationId: SMALL.organizationId }),
    );
  });
});

describe('the aws CLI commands of the StackSet', () => {
  it.each([
    { of: 'a known organization', organizationId: SMALL.organizationId },
    { of: 'one that they ask AWS for', organizationId: null },
  ])('hand over the template, its parameters and the root, of $of', ({ organizationId }) => {
    const documents = stackSetDocuments({ ...documented, organizationId });
    const answers = { 'describe-organization': SMALL.organizationId, 'list-roots': 'r-small' };
    const commands = commandsIn(documents.awsCli, answers);
    expect(commands.map(([, operation]) => operation)).toEqual([
      'activate-organizations-access',
      'create-stack-set',
      'create-stack-instances',
    ]);
    const [, create = [], deploy = []] = commands;
    expect(optionOf(create, 'template-body')).toBe(documents.template);
    expect(JSON.parse(optionOf(create, 'parameters'))).toEqual([
      { ParameterKey: 'CountersignRoleArn', ParameterValue: documented.connectorRoleArn },
      { ParameterKey: 'MemberExternalId', ParameterValue: documented.memberExternalId },
      { ParameterKey: 'OrganizationId', ParameterValue: SMALL.organizationId },
      { ParameterKey: 'RoleName', ParameterValue: 'CountersignMember' },
    ]);
    expect(optionOf(deploy, 'deployment-targets')).toBe('OrganizationalUnitIds=r-small');
    expect(optionOf(deploy, 'regions')).toBe('us-east-1');
  });

  it('take the stacks away, and then the StackSet', () => {
    const answers = {
      'list-roots': 'r-small',
      'delete-stack-instances': 'op-1',
      'describe-stack-set-operation': 'SUCCEEDED',
    };
    expect(commandsIn(stackSetDocuments(documented).takeAway.awsCli, answers)).toEqual([
      ['cloudformation', 'delete-stack-set', '--region', 'us-east-1', '--stack-set-name', 'countersign-member'],
    ]);
  });
});
