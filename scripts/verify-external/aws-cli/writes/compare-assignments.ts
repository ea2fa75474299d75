import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../../../simulator/start.ts';
import { type Comparison, compareValues } from '../../comparison.ts';
import type { AwsCli, Keys } from '../aws-cli.ts';
import { subjectsOf } from '../reads/read-cases.ts';

const POLL_MS = 200;
const POLLS = 100;

interface Status {
  Status: string;
  RequestId: string;
  FailureReason?: string;
}
const writes = {
  creation: { start: 'create-account-assignment', member: 'AccountAssignmentCreationStatus' },
  deletion: { start: 'delete-account-assignment', member: 'AccountAssignmentDeletionStatus' },
} as const;

/** A permission set is given and taken by the aws CLI, both followed to their end, also one that AWS fails. */
export async function compareAssignments(aws: AwsCli, keys: Keys, simulator: Simulator): Promise<Comparison[]> {
  const { world, faults } = simulator;
  const { instance, managementAccountId } = subjectsOf(world);
  const [center] = world.identityCenters;
  const user = center?.usersByName.get('ethan.clarke@larkspurpay.example')?.id ?? '';
  // Not in use on the management AWS account yet: Identity Center makes its role there with the caller's own rights.
  const set = center?.permissionSets.all().find(({ name }) => name === 'DataAnalyst')?.arn ?? '';
  const inInstance = ['--instance-arn', instance.InstanceArn];
  const pair = [...inInstance, '--permission-set-arn', set];
  const right = ['--target-type', 'AWS_ACCOUNT', '--principal-type', 'USER', '--principal-id', user];
  const ask = <T>(...args: string[]) => aws.ask<T>(keys, 'sso-admin', ...args);
  const holders = async () => {
    const args = ['list-account-assignments', ...pair, '--account-id', managementAccountId];
    return (await ask<{ AccountAssignments: { PrincipalId: string }[] }>(...args)).AccountAssignments;
  };
  const carryOut = async (kind: keyof typeof writes) => {
    const { start, member } = writes[kind];
    const started = await ask<Record<string, Status>>(start, ...pair, ...right, '--target-id', managementAccountId);
    const id = started[member]?.RequestId ?? '';
    const follow = [`describe-account-assignment-${kind}-status`, ...inInstance];
    let status = started[member];
    for (let polls = 0; status?.Status === 'IN_PROGRESS' && polls < POLLS; polls += 1) {
      await sleep(POLL_MS);
      status = (await ask<Record<string, Status>>(...follow, `--account-assignment-${kind}-request-id`, id))[member];
    }
    return { first: started[member]?.Status, last: status?.Status, reason: status?.FailureReason };
  };
  const success = { first: 'IN_PROGRESS', last: 'SUCCEEDED', reason: undefined };
  const isHeld = () =>
    center?.assignments.all().some((each) => each.principalId === user && each.permissionSetArn === set) ?? false;

  const reason = 'Received a 403 status error: Access denied by IAM.';
  faults.add({ operation: 'sso:CreateAccountAssignment', failureReason: reason, times: 1 });
  const failed = await carryOut('creation');
  const given = await carryOut('creation');
  const held = { byCli: (await holders()).map(({ PrincipalId }) => PrincipalId), inWorld: isHeld() };
  const taken = await carryOut('deletion');
  const heldAfter = { byCli: await holders(), inWorld: isHeld() };
  return [
    compareValues('sso-admin create-account-assignment that AWS fails: status and reason', failed, {
      first: 'IN_PROGRESS',
      last: 'FAILED',
      reason,
    }),
    compareValues('sso-admin create-account-assignment, followed by describe-…-creation-status', given, success),
    compareValues('sso-admin list-account-assignments shows it', held, { byCli: [user], inWorld: true }),
    compareValues('sso-admin delete-account-assignment, followed by describe-…-deletion-status', taken, success),
    compareValues('sso-admin list-account-assignments shows it no more', heldAfter, { byCli: [], inWorld: false }),
  ];
}
