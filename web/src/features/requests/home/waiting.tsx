import { Button } from '@mantine/core';
import { IconAlarm, IconTool } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { momentWords, useNow } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { Key } from '../tasks/key.tsx';
import { type TaskItem, taskItems } from '../tasks/task-items.ts';
import { useTaskKeys } from '../tasks/use-task-keys.ts';
import { useOpenTasks } from '../use-requests.ts';
import { Entitlement } from '../words/entitlement.tsx';
import { leftWords } from '../words/time-words.ts';
import classes from './home.module.css';

/** Something of another feature that waits for the person: review items, for one. */
export interface OtherWait {
  id: string;
  to: string;
  dueAt: string;
  icon: ReactNode;
  sentence: ReactNode;
  verb: string;
  /** "Submit by", "Decide by". */
  dueVerb: string;
}
interface Row extends OtherWait {
  isOverdue: boolean;
}
const soonMs = 4 * 3_600_000;
const shown = 9;

/** Home: everything that waits for me in one list sorted by what is due, one key each. */
export function WaitingForMe({ others }: { others: OtherWait[] }) {
  const { approvals, manual, total } = useOpenTasks();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const tasks = taskItems(approvals.data?.items ?? [], manual.data?.items ?? []);
  const rows = [...tasks.map(rowOf), ...others.map((other) => ({ ...other, isOverdue: false }))]
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
    .slice(0, shown);
  useTaskKeys(
    Object.fromEntries(rows.map((row, index) => [String(index + 1), () => void navigate({ to: row.to })] as const)),
  );
  const count = total + others.length;
  const error = approvals.error ?? manual.error;
  return (
    <Section
      title="What waits for me"
      count={count || undefined}
      action={
        count > shown ? (
          <Link to="/tasks">All tasks</Link>
        ) : rows.length > 1 ? (
          <span className={classes.small}>Sorted by what is due first</span>
        ) : undefined
      }
    >
      {approvals.isPending || manual.isPending ? <Loading rows={3} label="Loading what waits for you" /> : null}
      {error ? <Failed error={error} retry={() => void approvals.refetch()} what="What waits for you" /> : null}
      {!error && !approvals.isPending && rows.length === 0 ? (
        <p className={classes.none}>Nothing. Requests to decide, reviews and changes by hand show here.</p>
      ) : null}
      <ul className={classes.rows} aria-label="What waits for me">
        {rows.map((row, index) => (
          <Wait key={row.id} row={row} index={index} now={now} />
        ))}
      </ul>
    </Section>
  );
}

function Wait({ row, index, now }: { row: Row; index: number; now: Date }) {
  const isSoon = !row.isOverdue && Date.parse(row.dueAt) - now.getTime() < soonMs;
  return (
    <li className={classes.wait}>
      {row.icon}
      <span className={classes.sentence}>{row.sentence}</span>
      <span className={classes.due} data-soon={isSoon || undefined}>
        {isSoon ? <IconAlarm size={15} stroke={1.75} aria-hidden /> : null}
        {row.dueVerb} {momentWords(row.dueAt)}
        {isSoon ? `, in ${leftWords(row.dueAt, now)}` : ''}
      </span>
      <Button component={Link} to={row.to} size="xs" aria-keyshortcuts={String(index + 1)}>
        {row.verb} <Key>{String(index + 1)}</Key>
      </Button>
    </li>
  );
}

function rowOf(item: TaskItem): Row {
  const base = { id: item.id, to: `/tasks/${item.id}`, dueAt: item.dueAt };
  if (item.kind === 'manual') {
    return {
      ...base,
      icon: <Avatar name={item.task.title} icon={IconTool} />,
      sentence: <>{item.task.title}, by hand</>,
      verb: 'Steps',
      dueVerb: 'Since',
      isOverdue: true,
    };
  }
  const { request } = item.approval;
  return {
    ...base,
    icon: <Avatar name={request.person.name} />,
    sentence: (
      <>
        <strong>{request.requester.name}</strong> asks for{' '}
        {request.requester.id === request.person.id ? '' : `${request.person.name} for `}
        {request.extendsLeaseId ? 'more time of ' : ''}
        <Entitlement of={request.entitlement} isWhereHeavy /> {request.extendsLeaseId ? 'by' : 'for'}{' '}
        {minutesWords(request.durationMinutes)}
        {request.decidesInSteadOf ? `, and you decide for ${request.decidesInSteadOf.name}` : ''}
      </>
    ),
    verb: 'Decide',
    dueVerb: 'Decide by',
    isOverdue: false,
  };
}
