import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import { useOpenTasks } from '../use-requests.ts';
import { ApprovalPane } from './approval/approval-pane.tsx';
import { DoneList } from './done-list.tsx';
import { ManualPane } from './manual-pane.tsx';
import { OtherTask } from './other-task.tsx';
import { neighbourOf, type TaskItem, taskItems } from './task-items.ts';
import { TaskList } from './task-list.tsx';
import classes from './tasks.module.css';
import { useTaskKeys } from './use-task-keys.ts';

/** What waits for me: the list, and beside it what a decision needs (REQ-3). */
export function TasksPage() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNarrow = useMediaQuery('(max-width: 1000px)', false, { getInitialValueInEffect: false }) ?? false;
  const [{ filters }] = useTableState();
  const { items, total, isPending, error, retry } = useItems();
  const [said, setSaid] = useState('');
  const isDone = filters.show === 'done';
  const current = id ? items.find((item) => item.id === id) : isNarrow || isDone ? undefined : items[0];
  const move = useMove(items, current?.id ?? id);
  useTaskKeys({ j: () => move(1), k: () => move(-1) });
  const isPaneOnly = isNarrow && id !== undefined;
  return (
    <div className={classes.split} data-narrow={isNarrow || undefined}>
      {isPaneOnly ? null : (
        <div className={classes.listSide}>
          <Page title="Tasks" actions={<Show isDone={isDone} open={total} />}>
            <p className={classes.said} role="status">
              {said}
            </p>
            {isPending ? <Loading label="Loading tasks" rows={6} /> : null}
            {error ? <Failed error={error} retry={retry} what="Your tasks" /> : null}
            {isDone ? (
              <DoneList />
            ) : !isPending && !error ? (
              <TaskList items={items} total={total} currentId={current?.id} />
            ) : null}
          </Page>
        </div>
      )}
      {isNarrow && !id ? null : (
        <section className={classes.pane} aria-label="Task">
          {isPaneOnly ? (
            <>
              <h1 className="cs-sr">Tasks</h1>
              <Link to="/tasks" className={classes.back}>
                All tasks
              </Link>
            </>
          ) : null}
          <Pane item={current} id={id} isPending={isPending} onDone={setSaid} onNext={() => move(1)} />
        </section>
      )}
    </div>
  );
}

function useItems() {
  const { approvals, manual, total } = useOpenTasks();
  const items = useMemo(
    () => taskItems(approvals.data?.items ?? [], manual.data?.items ?? []),
    [approvals.data, manual.data],
  );
  return {
    items,
    total,
    isPending: approvals.isPending || manual.isPending,
    error: approvals.error ?? manual.error,
    retry: () => {
      void approvals.refetch();
      void manual.refetch();
    },
  };
}

function useMove(items: TaskItem[], currentId: string | undefined) {
  const navigate = useNavigate();
  return (by: 1 | -1) => {
    const next = currentId ? neighbourOf(items, currentId, by) : items[0];
    if (next) void navigate({ to: `/tasks/${next.id}`, replace: true, resetScroll: false });
  };
}

interface PaneProps {
  item: TaskItem | undefined;
  id: string | undefined;
  isPending: boolean;
  onDone: (words: string) => void;
  onNext: () => void;
}
function Pane({ item, id, isPending, onDone, onNext }: PaneProps) {
  if (item?.kind === 'approval')
    return <ApprovalPane key={item.id} approval={item.approval} onDone={onDone} onNext={onNext} />;
  if (item?.kind === 'manual') return <ManualPane key={item.id} task={item.task} onDone={onDone} onNext={onNext} />;
  if (id && !isPending) return <OtherTask key={id} id={id} onDone={onDone} onNext={onNext} />;
  if (isPending) return null;
  return (
    <div className={classes.body}>
      <Empty title="Nothing waits for you">
        Requests that you may decide, and changes to make by hand on connectors that you own, show here. You are told by
        e-mail as well.
      </Empty>
    </div>
  );
}

function Show({ isDone, open }: { isDone: boolean; open: number }) {
  return (
    <nav className={classes.show} aria-label="Which tasks">
      <Link to="/tasks" search={{}} activeProps={{}} {...(isDone ? {} : { 'aria-current': 'true' })}>
        Open <span>{open}</span>
      </Link>
      <Link
        to="/tasks"
        search={{ show: 'done' } as never}
        activeProps={{}}
        {...(isDone ? { 'aria-current': 'true' } : {})}
      >
        Done
      </Link>
    </nav>
  );
}
