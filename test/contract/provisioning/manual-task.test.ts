import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { completeManualTask } from '../../../src/core/access/complete-manual-task.ts';
import type { ManualTaskId } from '../../../src/core/access/provisioning-ports.ts';
import { provisioningPolicy } from '../../../src/core/connectors/model/provisioning-permissions.ts';
import { assignmentsIn, type LeaseWorld, openLeaseWorld, personId } from './lease-world.ts';
import { putProvisioningPolicy, takeProvisioningPolicy } from './provisioning-policy.ts';

let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld();
  await takeProvisioningPolicy(world.role.iam);
  await world.query('update connector set provisioning_enabled = false');
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());

const grace = `grace@small.example ReadOnlyAccess ${SMALL.memberAccountId}`;
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
interface Task {
  id: ManualTaskId;
  change: string;
  status: string;
  title: string;
  instructions: { console: string[]; awsCli: string | null };
}
const tasks = () => world.query<Task>('select * from manual_task order by created_at, id');
const done = (id: ManualTaskId) =>
  completeManualTask(world.ports, {
    viewer: { personId: personId('per_owner'), roles: [] },
    actor: { kind: 'person', personId: personId('per_owner') },
    id,
    isSeen: true,
  });
/** What a person does with the task: runs its command, as an administrator, against the simulated AWS. */
const runCommand = async (command: string): Promise<void> => {
  const { accessKeyId, secretAccessKey } = world.simulator.credentials.administrator;
  await promisify(execFile)('sh', ['-c', command], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: world.simulator.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
};
const hasAwsCli = await promisify(execFile)('aws', ['--version']).then(
  () => true,
  () => false,
);
const inAws = (isThere: boolean) => {
  const center = world.simulator.world.identityCenters[0];
  const user = center?.usersByName.get('grace@small.example');
  const set = center?.permissionSets.all().find(({ name }) => name === 'ReadOnlyAccess');
  if (!center || !user || !set) throw new Error('the small world has Grace and ReadOnlyAccess');
  const assignment = {
    awsAccountId: SMALL.memberAccountId,
    permissionSetArn: set.arn,
    principalType: 'USER',
    principalId: user.id,
  } as const;
  if (isThere) center.addAssignment(assignment);
  else center.deleteAssignment(assignment);
};

describe('with provisioning off', () => {
  it('a lease becomes a task with exact instructions, told to the owners once; AWS is not written', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(3);
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      change: 'grant',
      status: 'open',
      title: 'Give Grace Hopper ReadOnlyAccess on workload',
    });
    expect(task?.instructions.awsCli).toContain(`--target-id ${SMALL.memberAccountId}`);
    expect(task?.instructions.awsCli).toContain(`--instance-arn ${SMALL.instanceArn}`);
    expect(await world.notifications('manual-task')).toMatchObject([{ person_id: 'per_owner' }]);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating', failure: null });
    expect(world.simulator.counters.toJSON()['sso:CreateAccountAssignment']).toBeUndefined();
  });

  it('"done" is checked: what AWS does not show opens the task again, what it shows makes the lease active', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    const [task] = await tasks();
    await done(task?.id as ManualTaskId);
    await world.settle(1);
    expect(await tasks()).toMatchObject([{ status: 'open' }]);
    inAws(true);
    await done(task?.id as ManualTaskId);
    await world.reconcile();
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    await expect(done(task?.id as ManualTaskId)).rejects.toMatchObject({ code: 'task-not-open' });

    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending' });
    const removal = (await tasks()).find(({ change }) => change === 'remove');
    expect(removal).toMatchObject({ status: 'open' });
    inAws(false);
    await done(removal?.id as ManualTaskId);
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it.runIf(hasAwsCli)('the command of a task does what the task says, as it is written', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    const [task] = await tasks();
    await runCommand(task?.instructions.awsCli ?? '');
    await done(task?.id as ManualTaskId);
    await world.reconcile();
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    expect(assignmentsIn(world.simulator)).toContain(grace);
  });

  it('a lease that is over before anybody did the task ends, and the task is gone', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(await tasks()).toMatchObject([{ change: 'grant', status: 'cancelled' }]);
  });

  it('standing access asks nobody for anything, at the beginning or at the end', async () => {
    const id = await world.lease(await world.assignment('AdministratorAccess', SMALL.memberAccountId));
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    await world.moveClock(61);
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(await tasks()).toEqual([]);
  });

  it('what a person made for a lease is taken away by the product once it may', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    inAws(true);
    await done((await tasks())[0]?.id as ManualTaskId);
    await world.settle(1);

    await putProvisioningPolicy(world.role.iam, provisioningPolicy('aws'));
    await world.query('update connector set provisioning_enabled = true');
    await world.moveClock(61);
    await world.settle(4);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });
});
