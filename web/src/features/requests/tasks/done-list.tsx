import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getOptions, useSession } from '../../../api/queries.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { agoWords } from '../../../ui/text/time.tsx';
import { decidedBy } from './task-items.ts';
import classes from './tasks.module.css';

/** What I decided and what was done by hand, newest first, among the last hundred of each. */
export function DoneList() {
  const { person } = useSession();
  const requests = useQuery(getOptions('/api/v1/requests', { query: { limit: 100 } }));
  const manual = useQuery(getOptions('/api/v1/manual-tasks', { query: { status: 'done', limit: 100 } }));
  const error = requests.error ?? manual.error;
  if (error) return <Failed error={error} what="What is done" />;
  if (!requests.data || !manual.data) return <Loading label="Loading what is done" rows={4} />;
  const rows = [
    ...decidedBy(requests.data.items, person.id).map((request) => {
      const mine = request.steps.flatMap((step) => step.decisions).find((by) => by.person.id === person.id);
      return {
        id: request.id,
        to: `/requests/${request.id}`,
        at: mine?.at ?? request.createdAt,
        isNo: mine?.decision === 'deny',
        title: request.person.name,
        text: request.entitlement.name,
        note: `${mine?.decision === 'deny' ? 'You denied it' : 'You approved it'}${mine?.inSteadOf ? ` for ${mine.inSteadOf.name}` : ''}`,
      };
    }),
    ...manual.data.items.map((task) => ({
      id: task.id,
      to: `/tasks/${task.id}`,
      at: task.doneAt ?? task.createdAt,
      isNo: false,
      title: task.title,
      text: '',
      note: task.verifiedAt
        ? task.instructions.awsCli === null
          ? 'Done, and gone from the uploaded groups'
          : 'Done, and seen in AWS'
        : `Done by ${task.doneBy?.name ?? 'somebody'}, not proven yet`,
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  if (rows.length === 0) return <Empty title="Nothing decided yet">What you decide or carry out shows here.</Empty>;
  return (
    <ul className={classes.group} aria-label="Done">
      {rows.map((row) => (
        <li key={row.id}>
          <Done to={row.to} at={row.at} icon={<StatusIcon sign={row.isNo ? 'fail' : 'pass'} />}>
            <strong>{row.title}</strong>
            {row.text ? <span>{row.text}</span> : null}
            <span className={classes.small}>{row.note}</span>
          </Done>
        </li>
      ))}
    </ul>
  );
}

const Done = ({ to, at, icon, children }: { to: string; at: string; icon: ReactNode; children: ReactNode }) => (
  <Link to={to} className={classes.item}>
    {icon}
    <span className={classes.itemText}>{children}</span>
    <span className={classes.due}>{agoWords(at)}</span>
  </Link>
);
