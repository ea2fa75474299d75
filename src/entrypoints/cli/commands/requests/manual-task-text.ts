import type { ManualTask } from '../../../../contract/leases.ts';
import { moment } from '../../output/printable.ts';

const indented = (text: string): string[] => text.split('\n').map((line) => `    ${line}`);
/** A group of an identity provider is not in AWS: what shows it is an upload. */
const proofWords = ({ instructions }: ManualTask) =>
  instructions.awsCli === null
    ? { seen: 'Gone from the uploaded groups', awaited: 'The next upload of the groups proves it.' }
    : { seen: 'Seen in AWS', awaited: 'The next sync proves it.' };

/** One change to carry out by hand: while it is open with its instructions, then what became of it. */
export const manualTaskText = (task: ManualTask): string =>
  [
    `${task.title} (${task.id}): ${task.status}${task.doneBy ? ` by ${task.doneBy.name}, ${moment(task.doneAt)} UTC` : ''}`,
    ...(task.status === 'done'
      ? [`  ${task.verifiedAt ? `${proofWords(task).seen} ${moment(task.verifiedAt)} UTC` : proofWords(task).awaited}`]
      : []),
    ...(task.status === 'open'
      ? [
          ...(task.instructions.awsCli === null ? [] : ['  In the console:']),
          ...task.instructions.console.flatMap(indented),
          ...(task.instructions.awsCli === null ? [] : ['  With the AWS CLI:', ...indented(task.instructions.awsCli)]),
        ]
      : []),
  ].join('\n');
