import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  GetGroupCommand,
  IAMClient,
  PutRolePolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { completeManualTask } from '../../../src/core/access/complete-manual-task.ts';
import type { Right } from '../../../src/core/access/model/right.ts';
import type { ManualTaskId } from '../../../src/core/access/provisioning-ports.ts';
import { deployMemberRoles, type MemberRoles } from '../../support/member-roles.ts';
import { roleName } from '../aws-support.ts';
import { openLeaseWorld, personId } from '../provisioning/lease-world.ts';

export const memberRoleName = 'CountersignMember';
export const memberExternalId = 'cs-of-members';
export const group = 'Twins';
export interface Task {
  id: ManualTaskId;
  change: string;
  status: string;
  instructions: { console: string[]; awsCli: string };
}

const policy = (Action: string, Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

/** A group and a user of the same names in both AWS accounts; the connector reads both, and may write in its own. */
export async function openTwinWorld() {
  const world = await openLeaseWorld();
  const { simulator, role } = world;
  const { administrator, memberAdministrator } = simulator.credentials;
  const client = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new IAMClient({ endpoint: simulator.url, region: 'us-east-1', credentials });
  const here = client(administrator);
  const there = client(memberAdministrator);
  for (const iam of [here, there]) {
    await iam.send(new CreateGroupCommand({ GroupName: group }));
    await iam.send(new CreateUserCommand({ UserName: 'twin' }));
  }
  const intoMembers = policy('sts:AssumeRole', `arn:aws:iam::*:role/${memberRoleName}`);
  await here.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'Members', PolicyDocument: intoMembers }));
  const roles: MemberRoles = {
    url: simulator.url,
    administrator,
    roleName: memberRoleName,
    principalArn: role.connection.roleArn,
    externalId: memberExternalId,
    organizationId: SMALL.organizationId,
  };
  /** It could write: that nothing is written there is our rule, not AWS's. */
  const deploy = async () => {
    await deployMemberRoles(roles, [SMALL.memberAccountId]);
    await there.send(
      new PutRolePolicyCommand({ RoleName: memberRoleName, PolicyName: 'All', PolicyDocument: policy('iam:*', '*') }),
    );
  };
  await deploy();
  await world.query('update connector set member_role_name = $1, member_external_id = $2', [
    memberRoleName,
    memberExternalId,
  ]);
  await world.sync();
  const rightIn = async (awsAccountId: string): Promise<Right> => {
    const idOf = async (kind: number, name: string) => {
      const [found] = await world.query<{ id: number }>(
        `select v.entity_id as id from entity_version v join entity p on p.id = v.parent_id
         where v.kind = $1 and v.name = $2 and p.native_id = $3 and v.to_seq is null`,
        [kind, name, awsAccountId],
      );
      if (!found) throw new Error(`no ${name} in ${awsAccountId}`);
      return found.id;
    };
    return {
      kind: 'group-member',
      targetId: await idOf(8, group),
      permissionSetId: null,
      principalId: await idOf(7, 'twin'),
    };
  };
  const membership = { GroupName: group, UserName: 'twin' };
  return {
    ...world,
    here,
    there,
    roles,
    deploy,
    right: await rightIn(SMALL.memberAccountId),
    rightHere: await rightIn(SMALL.managementAccountId),
    add: async (iam: IAMClient) => void (await iam.send(new AddUserToGroupCommand(membership))),
    remove: async (iam: IAMClient) => void (await iam.send(new RemoveUserFromGroupCommand(membership))),
    /** In the connector's own AWS account, and in the other one. */
    members: async () =>
      Promise.all(
        [here, there].map(async (iam) =>
          (await iam.send(new GetGroupCommand({ GroupName: group }))).Users?.map(({ UserName }) => UserName),
        ),
      ),
    tasks: () => world.query<Task>('select * from manual_task order by created_at, id'),
    done: (task: Task | undefined) =>
      completeManualTask(world.ports, {
        viewer: { personId: personId('per_owner'), roles: [] },
        actor: { kind: 'person', personId: personId('per_owner') },
        id: task?.id as ManualTaskId,
        isSeen: true,
      }),
    /** What a person does with a task: runs its command, with keys of either AWS account. */
    run: (task: Task | undefined, keys: { accessKeyId: string; secretAccessKey: string }) =>
      promisify(execFile)('sh', ['-c', task?.instructions.awsCli ?? ''], {
        env: {
          PATH: process.env.PATH,
          AWS_ENDPOINT_URL: simulator.url,
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      }),
    async close() {
      here.destroy();
      there.destroy();
      await world.close();
    },
  };
}
export type TwinWorld = Awaited<ReturnType<typeof openTwinWorld>>;
