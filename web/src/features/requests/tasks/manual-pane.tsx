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
  return (
    <>
      <div className={classes.body}>
        <div className={classes.head}>
          <Avatar name={task.title} icon={IconTool} size={28} />
          <div>
            <h2 className={classes.sentence}>{task.title}</h2>
            <p className={classes.under}>
              <span>by hand in AWS: provisioning is off for this connector</span>
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
          title="In the AWS console"
          action={
            <CopyButton size="xs" text={task.instructions.console.join('\n')} aria-label="Copy the console steps">
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
        <Section
          title="Or with the aws command line"
          action={
            <CopyButton size="xs" text={task.instructions.awsCli} aria-label="Copy the command">
              Copy
            </CopyButton>
          }
        >
          <CodeBlock code={task.instructions.awsCli} language="shell" label="The command" isWrapped />
        </Section>
      </div>
      {task.status === 'open' ? (
        <DoneBar task={task} {...(onDone ? { onDone } : {})} {...(onNext ? { onNext } : {})} />
      ) : null}
    </>
  );
}

function State({ task }: { task: ManualTask }) {
  if (task.status === 'cancelled') return <Status sign="not-granted">Not needed any more: nothing is to do</Status>;
  if (task.verifiedAt)
    return (
      <Status sign="pass">
        Seen in AWS <Time at={task.verifiedAt} />
      </Status>
    );
  return (
    <Status sign="waiting">{task.doneBy?.name ?? 'Somebody'} says that it is done; the next sync proves it</Status>
  );
}

function DoneBar({ task, onDone, onNext }: PaneProps) {
  const done = useMutation({
    mutationFn: () => client.post('/api/v1/manual-tasks/:id/done', { params: { id: task.id } }),
    onSuccess: async () => {
      onDone?.(`Said to be done: ${task.title}. The next sync proves it.`);
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
        <span className={classes.small}>The next sync reads AWS and proves it.</span>
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
