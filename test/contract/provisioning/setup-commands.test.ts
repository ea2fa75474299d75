import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../simulator/start.ts';
import { furtherReadActions } from '../../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../../src/core/connectors/model/permission-table.ts';
import { provisioningPermissions } from '../../../src/core/connectors/model/provisioning-permissions.ts';
import { furtherReadOwnPolicy, provisioningOwnPolicy } from '../../../src/core/connectors/model/setup/own-policies.ts';
import { ownPolicyDocuments } from '../../../src/core/connectors/model/setup/own-policy-documents.ts';
import { setupDocuments } from '../../../src/core/connectors/model/setup/setup-documents.ts';
import { externalId, principalArn, startAws } from '../aws-support.ts';
import { carryOut } from '../pasted-commands.ts';

const roleName = 'Countersign';
let simulator: Simulator;
let iam: IAMClient;
beforeAll(async () => {
  simulator = await startAws('small');
  const credentials = simulator.credentials.administrator;
  iam = new IAMClient({ endpoint: simulator.url, region: 'us-east-1', credentials });
});
afterAll(() => simulator?.stop());

/** Which actions the role ends up with, by policy. */
async function actionsOfRole(): Promise<Record<string, string[]>> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
  const actions: Record<string, string[]> = {};
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName }));
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: { Action: string[] }[] };
    actions[PolicyName] = Statement.flatMap(({ Action }) => Action).sort();
  }
  return actions;
}

const read = { CountersignRead: [...readActions].sort() };

describe('the aws CLI commands of the set-up page', () => {
  it('make a role that can read the minimum, and nothing else', async () => {
    await carryOut(iam, setupDocuments({ principalArn, externalId, roleName }).awsCli);
    expect(await actionsOfRole()).toEqual(read);
  });

  describe.each([
    {
      policy: 'provisioning',
      own: provisioningOwnPolicy('aws'),
      actions: provisioningPermissions.map(({ action }) => action),
    },
    { policy: 'further read', own: furtherReadOwnPolicy(), actions: [...furtherReadActions] },
  ])('for the $policy policy', ({ own, actions }) => {
    const documents = ownPolicyDocuments(own, { roleName, partition: 'aws' });

    it('add exactly the actions of its table, in a policy of their own; twice is as good as once', async () => {
      for (const _ of [1, 2]) {
        await carryOut(iam, documents.awsCli);
        expect(await actionsOfRole()).toEqual({ ...read, [own.name]: [...actions].sort() });
      }
    });

    it('take them away again, and the role reads as before', async () => {
      await carryOut(iam, documents.takeAway.awsCli);
      expect(await actionsOfRole()).toEqual(read);
    });
  });

  it('make the role with further reading in one go, and take the further policy away by itself', async () => {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'CountersignRead' }));
    await iam.send(new DeleteRoleCommand({ RoleName: roleName }));
    await carryOut(iam, setupDocuments({ principalArn, externalId, roleName, furtherReading: true }).awsCli);
    expect(await actionsOfRole()).toEqual({ ...read, CountersignReadFurther: [...furtherReadActions].sort() });
    await carryOut(iam, ownPolicyDocuments(furtherReadOwnPolicy(), { roleName, partition: 'aws' }).takeAway.awsCli);
    expect(await actionsOfRole()).toEqual(read);
  });
});
