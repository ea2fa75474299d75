import { IconTool } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { agoWords, shortMoment, useNow } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { StandInNote } from '../delegations/stand-in-note.tsx';
import { openStep } from '../words/step-words.ts';
import { leftWords } from '../words/time-words.ts';
import { isDueToday, type TaskItem } from './task-items.ts';
import classes from './tasks.module.css';
import { WaitingForOthers } from './waiting-for-others.tsx';

interface ListProps {
  items: TaskItem[];
  /** How many there are, which may be more than are here. */
  total: number;
  currentId: string | undefined;
}
/** Open tasks under "due today" and "later". */
export function TaskList({ items, total, currentId }: ListProps) {
  const now = useNow(30_000);
  const today = items.filter((item) => isDueToday(item, now));
  const later = items.filter((item) => !isDueToday(item, now));
  return (
    <>
      {items.length === 0 ? <Empty title="Nothing waits for you" /> : null}
      <Group title="Due today" items={today} currentId={currentId} now={now} />
      <Group title="Later" items={later} currentId={currentId} now={now} />
      {total > items.length ? (
        <p className={classes.small} style={{ marginTop: 10 }}>
          {items.length} of {total} are listed: decided ones make room for the rest.
        </p>
      ) : null}
      <WaitingForOthers />
      <StandInNote />
    </>
  );
}

interface GroupProps {
  title: string;
  items: TaskItem[];
  currentId: string | undefined;
  now: Date;
}
function Group({ title, items, currentId, now }: GroupProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title} className={classes.group}>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Link
              to={`/tasks/${item.id}`}
              replace
              resetScroll={false}
              className={classes.item}
              activeProps={{}}
              {...(item.id === currentId ? { 'aria-current': 'true' } : {})}
            >
              <Row item={item} now={now} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const soonMs = 4 * 3_600_000;

function Row({ item, now }: { item: TaskItem; now: Date }) {
  if (item.kind === 'manual') {
    return (
      <>
        <Avatar name={item.task.title} icon={IconTool} size={28} />
        <span className={classes.itemText}>
          <span className={classes.first}>
            <strong>{item.task.title}</strong>
            <span className={classes.due}>{agoWords(item.task.createdAt, now)}</span>
          </span>
          <span className={classes.small}>
            {item.task.instructions.awsCli === null ? 'By hand at the identity provider' : 'By hand in AWS'}
          </span>
        </span>
      </>
    );
  }
  const { request } = item.approval;
  const step = openStep(request);
  const isSoon = Date.parse(item.dueAt) - now.getTime() < soonMs;
  return (
    <>
      <Avatar name={request.person.name} size={28} />
      <span className={classes.itemText}>
        <span className={classes.first}>
          <strong>{request.person.name}</strong>
          <span className={classes.due} data-soon={isSoon || undefined}>
            {isSoon ? `in ${leftWords(item.dueAt, now)}` : shortMoment(item.dueAt)}
          </span>
        </span>
        <span>
          {request.extendsLeaseId ? 'More time: ' : ''}
          {request.entitlement.name}, {minutesWords(request.durationMinutes)}
        </span>
        <span className={classes.small}>
          Approval, {request.steps.length === 1 ? 'only step' : `step ${step?.step ?? 1} of ${request.steps.length}`}
          {request.decidesInSteadOf ? `, for ${request.decidesInSteadOf.name}` : ''}
        </span>
      </span>
    </>
  );
}
