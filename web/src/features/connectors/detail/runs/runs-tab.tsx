import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useList } from '../../../../api/queries.ts';
import type { Connector, SyncRun } from '../../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../../ui/feedback/states.tsx';
import { Status } from '../../../../ui/status/status.tsx';
import { ListFoot } from '../../../../ui/table/list-foot.tsx';
import { PlainTable, right } from '../../../../ui/table/plain-table.tsx';
import { durationWords, Time } from '../../../../ui/text/time.tsx';
import { runResult, scopeWords } from '../../runs/run-words.ts';
import classes from '../detail.module.css';
import { RunDetails } from './run-details.tsx';

const heads = ['Run', 'Started', right('Took'), right('Calls planned'), right('Actual'), 'Scopes', 'Grants', 'Result'];

/** Past and current sync runs; each opens to its calls, planned and made (SYN-2). */
export function RunsTab({ connector }: { connector: Connector }) {
  const list = useList('/api/v1/connectors/:id/runs', { params: { id: connector.id }, query: { limit: 20 } });
  const [open, setOpen] = useState<string | null>(null);
  if (list.isPending) return <Loading label="Loading the runs" />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} what="The list of runs" />;
  if (list.total === 0) return <NoRuns connector={connector} />;
  const current = connector.currentRun;
  const runs = list.items.map((run) => (run.id === current?.id ? current : run));
  return (
    <>
      <PlainTable label="Sync runs" heads={heads}>
        {runs.map((run) => (
          <Fragment key={run.id}>
            <RunRow
              connectorId={connector.id}
              run={run}
              isOpen={open === run.id}
              onToggle={() => setOpen(open === run.id ? null : run.id)}
            />
            {open === run.id ? (
              <tr className={classes.opened}>
                <td colSpan={heads.length}>
                  <RunDetails connectorId={connector.id} run={run} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </PlainTable>
      <ListFoot list={list} what="runs" more="Older runs" />
    </>
  );
}

function NoRuns({ connector }: { connector: Connector }) {
  return connector.status === 'syncing' ? (
    <Empty title="The first sync is about to begin">
      A worker takes it within seconds; this page follows by itself.
    </Empty>
  ) : (
    <Empty title="No sync run yet">
      {connector.roleArn
        ? 'Sync now starts one.'
        : 'Create the role and save it in the set-up; the first sync then starts by itself.'}
    </Empty>
  );
}

interface RunRowProps {
  connectorId: string;
  run: SyncRun;
  isOpen: boolean;
  onToggle: () => void;
}
function RunRow({ connectorId, run, isOpen, onToggle }: RunRowProps) {
  const [sign, word] = runResult(run);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr data-open={isOpen || undefined} className={classes.run} data-arriving={run.status === 'reading' || undefined}>
      <td>
        <span className={classes.runCell}>
          <button
            type="button"
            className={classes.expand}
            aria-expanded={isOpen}
            onClick={onToggle}
            aria-label={`Run #${run.number}`}
          >
            <Icon size={13} stroke={1.75} aria-hidden />
          </button>
          <Link to={`/connectors/${connectorId}/runs/${run.id}`} className={classes.runLink}>
            #{run.number}
          </Link>
        </span>
      </td>
      <td>
        <Time at={run.startedAt} />
      </td>
      <td data-align="right">
        {run.finishedAt ? durationWords(run.startedAt, run.finishedAt) : <span className={classes.grey}>…</span>}
      </td>
      <td data-align="right">{run.callsPlanned.toLocaleString('en')}</td>
      <td data-align="right">{run.callsMade.toLocaleString('en')}</td>
      <td>{scopeWords(run)}</td>
      <td>
        <Grants run={run} />
      </td>
      <td>
        <Status sign={sign}>{word}</Status>
      </td>
    </tr>
  );
}

function Grants({ run }: { run: SyncRun }) {
  if (run.status !== 'published') return <span className={classes.grey}>not published</span>;
  if (run.opened + run.closed + run.changed === 0) return <>no change</>;
  return (
    <span className={classes.grants}>
      {run.opened > 0 ? <span className={classes.plus}>+{run.opened.toLocaleString('en')}</span> : null}
      {run.closed > 0 ? <span className={classes.minus}>−{run.closed.toLocaleString('en')}</span> : null}
      {run.changed > 0 ? <span className={classes.grey}>{run.changed.toLocaleString('en')} changed</span> : null}
    </span>
  );
}
