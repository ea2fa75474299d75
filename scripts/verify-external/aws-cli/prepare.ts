import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../../simulator/start.ts';
import { type Comparison, compared, compareValues } from '../comparison.ts';
import type { AwsCli } from './aws-cli.ts';
import { preparedSet, subjectsOf } from './reads/read-cases.ts';

const POLL_MS = 300;
const POLLS = 60;

/** What the demo lacks and the reading is to find: a tag of an AWS account, a set's own policies, a credential report. */
export async function prepare(aws: AwsCli, { credentials, world }: Simulator): Promise<Comparison[]> {
  const keys = credentials.administrator;
  const { instance, managementAccountId } = subjectsOf(world);
  const set = world.identityCenters[0]?.permissionSets.all().find(({ name }) => name === preparedSet)?.arn ?? '';
  const inSet = ['--instance-arn', instance.InstanceArn, '--permission-set-arn', set];
  const reference = (name: string) => `CustomerManagedPolicyReference={Name=${name},Path=/}`;
  const commands = [
    ['organizations', 'tag-resource', '--resource-id', managementAccountId, '--tags', 'Key=owner,Value=platform'],
    [
      ...['sso-admin', 'attach-customer-managed-policy-reference-to-permission-set', ...inSet],
      ...['--customer-managed-policy-reference', 'Name=own,Path=/'],
    ],
    [
      ...['sso-admin', 'put-permissions-boundary-to-permission-set', ...inSet],
      ...['--permissions-boundary', reference('limit')],
    ],
  ];
  const silent: Comparison[] = [];
  for (const command of commands) {
    const seen = await aws.run(keys, ...command);
    silent.push(compareValues(command.slice(0, 2).join(' '), seen, { exitCode: 0, stdout: '', stderr: '' }));
  }
  const generate = () => aws.ask<{ State: string }>(keys, 'iam', 'generate-credential-report');
  const { State: first } = await generate();
  let state = first;
  for (let polls = 0; state !== 'COMPLETE' && polls < POLLS; polls += 1) {
    await sleep(POLL_MS);
    state = (await generate()).State;
  }
  const isWellDone = first === 'STARTED' && state === 'COMPLETE';
  return [
    ...silent,
    compared(
      'iam generate-credential-report: STARTED, in the end COMPLETE',
      isWellDone ? undefined : `${first}, ${state}`,
    ),
  ];
}
