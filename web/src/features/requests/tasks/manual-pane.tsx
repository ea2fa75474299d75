import { Button } from '@mantine/core';
import { IconCheck, IconTool } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import type { ManualTask } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { agoWords, Time } from '../../../ui/text/time.tsx';
import { refreshRequests } from '../use-requests.ts';
import { Key } from './key.tsx';
import classes from './tasks.module.css';
import { useTaskKeys } from './use-task-keys.ts';

interface PaneProps {
  task: ManualTask;
  onDone?: (words: string) => void;
  onNext?: () => void;
}
/** A change to make by hand: in the console or by one command, with every value filled in. */
export function ManualPane({ task, onDone, onNext }: PaneProps) {
  const words = wordsOf(task);
  return (
    <>
      <div className={classes.body}>
        <div className={classes.head}>
          <Avatar name={task.title} icon={IconTool} size={28} />
          <div>
            <h2 className={classes.sentence}>{task.title}</h2>
            <p className={classes.under}>
              <span>{words.why}</span>
              <span>
                since <Time at={task.createdAt} />, {agoWords(task.createdAt)}
              </span>
            </p>
          </div>
        </div>
        {task.status === 'open' ? null : (
          <p className={classes.state}>
            <State task={task} />
          </p>
        )}
        <Section
          title={words.where}
          action={
            <CopyButton size="xs" text={task.instructions.console.join('\n')} aria-label="Copy the steps">
              Copy
            </CopyButton>
          }
        >
          <ol className={classes.console}>
            {task.instructions.console.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </Section>
        {task.instructions.awsCli === null ? null : <Command code={task.instructions.awsCli} />}
      </div>
      {task.status === 'open' ? (
        <DoneBar task={task} {...(onDone ? { onDone } : {})} {...(onNext ? { onNext } : {})} />
      ) : null}
    </>
  );
}

/** A group of an identity provider is not in AWS: no command changes it, and an upload proves it. */
const wordsOf = ({ reason }: ManualTask) =>
  reason === 'identity-provider'
    ? {
        why: 'by hand at the identity provider: AWS cannot do it',
        where: 'At the identity provider',
        seen: 'Gone from the groups that were uploaded',
        proof: 'the next upload of the groups proves it',
      }
    : {
        why:
          reason === 'other-aws-account'
            ? 'by hand in AWS: the group is in another AWS account, which is only read'
            : 'by hand in AWS: provisioning is off for this connector',
        where: 'In the AWS console',
        seen: 'Seen in AWS',
        proof: 'the next sync proves it',
      };

const Command = ({ code }: { code: string }) => (
  <Section
    title="Or with the aws command line"
    action={
      <CopyButton size="xs" text={code} aria-label="Copy the command">
        Copy
      </CopyButton>
    }
  >
    <CodeBlock code={code} language="shell" label="The command" isWrapped />
  </Section>
);

function State({ task }: { task: ManualTask }) {
  if (task.status === 'cancelled') return <Status sign="not-granted">Not needed any more: nothing is to do</Status>;
  if (task.verifiedAt)
    return (
      <Status sign="pass">
        {wordsOf(task).seen} <Time at={task.verifiedAt} />
      </Status>
    );
  return (
    <Status sign="waiting">
      {task.doneBy?.name ?? 'Somebody'} says that it is done; {wordsOf(task).proof}
    </Status>
  );
}

function DoneBar({ task, onDone, onNext }: PaneProps) {
  const done = useMutation({
    mutationFn: () => client.post('/api/v1/manual-tasks/:id/done', { params: { id: task.id } }),
    onSuccess: async () => {
      onDone?.(`Said to be done: ${task.title}; ${wordsOf(task).proof}.`);
      await refreshRequests();
    },
  });
  const say = () => {
    if (!done.isPending) done.mutate();
  };
  useTaskKeys({ a: say });
  return (
    <div className={classes.bar} role="group" aria-label="Task">
      {done.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(done.error)}
        </Banner>
      ) : null}
      <div className={classes.buttons}>
        <Button
          size="md"
          variant="filled"
          loading={done.isPending}
          leftSection={<IconCheck size={16} stroke={1.75} aria-hidden />}
          onClick={say}
        >
          Done <Key>A</Key>
        </Button>
        <span className={classes.small}>Then {wordsOf(task).proof}.</span>
        <span className={classes.grow} />
        {onNext ? (
          <Button size="md" variant="subtle" className={classes.next} onClick={onNext}>
            Next <Key>J</Key>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
