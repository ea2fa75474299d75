import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const { managementAccountId, memberAccountId, delegatedAccountId, organizationId, rootId, unitId } = SMALL;
const Type = 'SERVICE_CONTROL_POLICY';
let simulator: Simulator;
let client: Clients['organizations'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).organizations;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const deny = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] });

async function create(Name: string, Content = deny('s3:*')): Promise<organizations.PolicySummary> {
  const made = await client.send(new organizations.CreatePolicyCommand({ Name, Description: '', Content, Type }));
  return made.Policy?.PolicySummary ?? {};
}

const attach = (PolicyId: string, TargetId: string) =>
  client.send(new organizations.AttachPolicyCommand({ PolicyId, TargetId }));
const detach = (PolicyId: string, TargetId: string) =>
  client.send(new organizations.DetachPolicyCommand({ PolicyId, TargetId }));

/** By the names of the levels' policies, as authorization reads them. */
function inForce(awsAccountId: string): string[][] {
  const [organization] = simulator.world.organizations;
  const names = new Map(organization?.policies.all().map(({ document, name }) => [document, name]));
  return (organization?.serviceControlPolicies(awsAccountId) ?? []).map((level) =>
    level.map((document) => names.get(document) ?? '?'),
  );
}

describe('service control policies', () => {
  it('are in force level by level from the root down, and not in the management account', async () => {
    expect(inForce(memberAccountId)).toEqual([['FullAWSAccess'], ['FullAWSAccess'], ['FullAWSAccess']]);
    expect(inForce(delegatedAccountId)).toEqual([['FullAWSAccess'], ['FullAWSAccess']]);
    expect(inForce(managementAccountId)).toEqual([]);
    const { Id: onRoot = '' } = await create('root', deny('iam:*'));
    const { Id: onUnit = '' } = await create('unit', deny('ec2:*'));
    await attach(onRoot, rootId);
    await attach(onUnit, unitId);
    await detach('p-FullAWSAccess', unitId);
    expect(inForce(memberAccountId)).toEqual([['FullAWSAccess', 'root'], ['unit'], ['FullAWSAccess']]);
    expect(inForce(delegatedAccountId)).toEqual([['FullAWSAccess', 'root'], ['FullAWSAccess']]);
    const where = { SourceParentId: unitId, DestinationParentId: rootId };
    await client.send(new organizations.MoveAccountCommand({ AccountId: memberAccountId, ...where }));
    expect(inForce(memberAccountId)).toEqual([['FullAWSAccess', 'root'], ['FullAWSAccess']]);
  });

  it('have ARNs of their organization, those of AWS have AWS’s', async () => {
    const { Id, Arn } = await create('own');
    expect(Arn).toBe(
      `arn:aws:organizations::${managementAccountId}:policy/${organizationId}/service_control_policy/${Id}`,
    );
    const { Policies: all } = await client.send(new organizations.ListPoliciesCommand({ Filter: Type }));
    expect(all?.find((policy) => policy.AwsManaged)).toMatchObject({
      Id: 'p-FullAWSAccess',
      Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
    });
    const other = await client.send(new organizations.ListPoliciesCommand({ Filter: 'TAG_POLICY' }));
    expect(other.Policies).toEqual([]);
  });

  it('are attached once, five at most, and never all detached', async () => {
    expect(await refusal(detach('p-FullAWSAccess', unitId))).toMatchObject({
      name: 'ConstraintViolationException',
      status: 400,
    });
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await create(`p${index}`)).Id ?? '');
    for (const id of ids.slice(0, 4)) await attach(id, unitId);
    expect(await refusal(attach(ids[0] ?? '', unitId))).toEqual({
      name: 'DuplicatePolicyAttachmentException',
      status: 400,
      message: 'A policy with the specified name and type already exists.',
    });
    await expect(attach(ids[4] ?? '', unitId)).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    });
    expect(await refusal(detach(ids[0] ?? '', rootId))).toMatchObject({ name: 'PolicyNotAttachedException' });
  });

  it('are refused when ill-formed, too long, of a name that is taken or of another type', async () => {
    expect(await refusal(create('bad', '{"no"'))).toEqual({
      name: 'MalformedPolicyDocumentException',
      status: 400,
      message: 'The provided policy document does not meet the requirements of the specified policy type.',
    });
    expect(await refusal(create('long', deny('x'.repeat(5_120))))).toMatchObject({
      name: 'ConstraintViolationException',
    });
    await create('taken');
    expect(await refusal(create('taken'))).toMatchObject({ name: 'DuplicatePolicyException', status: 400 });
    const other = { Name: 'x', Description: '', Content: '{}', Type: 'TAG_POLICY' } as const;
    expect(await refusal(client.send(new organizations.CreatePolicyCommand(other)))).toMatchObject({
      name: 'PolicyTypeNotAvailableForOrganizationException',
    });
  });

  it('are not deleted while attached, and AWS’s never', async () => {
    const { Id: PolicyId = '' } = await create('used');
    await attach(PolicyId, unitId);
    const remove = (id: string) => client.send(new organizations.DeletePolicyCommand({ PolicyId: id }));
    expect(await refusal(remove(PolicyId))).toMatchObject({ name: 'PolicyInUseException', status: 400 });
    await detach(PolicyId, unitId);
    await remove(PolicyId);
    expect(await refusal(remove(PolicyId))).toMatchObject({ name: 'PolicyNotFoundException', status: 400 });
    expect(await refusal(remove('p-FullAWSAccess'))).toMatchObject({ name: 'InvalidInputException' });
  });

  it('and their attachments are there after a restart', async () => {
    const { Id = '' } = await create('kept');
    await attach(Id, unitId);
    const { Organization } = await import('../../../state/organization/organization.ts');
    const [organization] = simulator.world.organizations;
    const restored = new Organization(JSON.parse(JSON.stringify(organization?.toData())));
    expect(restored.serviceControlPolicies(memberAccountId)).toEqual(
      organization?.serviceControlPolicies(memberAccountId),
    );
  });
});

it('a target that does not exist is not found', async () => {
  const TargetId = 'ou-sm01-nowhere0';
  for (const command of [
    new organizations.ListPoliciesForTargetCommand({ TargetId, Filter: Type }),
    new organizations.AttachPolicyCommand({ TargetId, PolicyId: 'p-FullAWSAccess' }),
    new organizations.ListTagsForResourceCommand({ ResourceId: TargetId }),
  ]) {
    expect(await refusal(client.send(command as organizations.AttachPolicyCommand))).toEqual({
      name: 'TargetNotFoundException',
      status: 400,
      message: "You specified a target that doesn't exist.",
    });
  }
});
