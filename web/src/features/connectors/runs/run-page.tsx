import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Connector, RunDetail } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { type TabItem, Tabs, useTab } from '../../../ui/layout/tabs.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { useConnector } from '../use-connector.ts';
import { ChangesTab, type RunChanges } from './changes-tab.tsx';
import { RunLog } from './log/run-log.tsx';
import { NotReadTab } from './not-read-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunState } from './run-state.tsx';
import { runResult } from './run-words.ts';
import { useRun } from './use-run.ts';

interface RunPageProps {
  /** The table of changes is another feature's, put in by the shell. */
  changes: (of: RunChanges) => ReactNode;
}

/** One sync run: plan against actual, how far it read, what it hides, what it changed, its log (SYN-2, 4, 6, 8). */
export function RunPage({ changes }: RunPageProps) {
  const { id, runId } = useParams({ strict: false }) as { id: string; runId: string };
  const connector = useConnector(id);
  const run = useRun(id, runId);
  const trail = [
    { label: 'Connectors', to: '/connectors' },
    ...(connector.data ? [{ label: connector.data.name, to: `/connectors/${id}` }] : []),
  ];
  if (connector.data && run.data)
    return <Loaded key={runId} connector={connector.data} run={run.data} trail={trail} changes={changes} />;
  const failed = connector.isError ? connector : run.isError ? run : null;
  return (
    <Page title={failed ? 'Not shown' : ''} trail={trail}>
      {failed ? (
        <Failed error={failed.error} retry={() => void failed.refetch()} what="This sync run" />
      ) : (
        <Loading label="Loading the sync run" />
      )}
    </Page>
  );
}

interface LoadedProps extends RunPageProps {
  connector: Connector;
  run: RunDetail;
  trail: { label: string; to: string }[];
}
function Loaded({ connector, run, trail, changes }: LoadedProps) {
  const tabs = tabsOf(run);
  const tab = useTab(tabs);
  const [sign, word] = runResult(run);
  return (
    <Page
      title={`Sync run #${run.number}`}
      here={`Run #${run.number}`}
      trail={trail}
      beside={<Status sign={sign}>{word}</Status>}
      facts={<RunFacts run={run} />}
    >
      <RunState connector={connector} run={run} />
      <Tabs tabs={tabs} current={tab} label="Parts of this run" />
      {tab === 'overview' ? <OverviewTab run={run} /> : null}
      {tab === 'not-read' ? <NotReadTab connectorId={connector.id} run={run} /> : null}
      {tab === 'changes' ? <ChangesTab connectorId={connector.id} run={run} changes={changes} /> : null}
      {tab === 'log' ? (
        <div style={{ marginTop: 14 }}>
          <RunLog connectorId={connector.id} run={run} isLive={run.status === 'reading'} isTall />
        </div>
      ) : null}
    </Page>
  );
}

const tabsOf = (run: RunDetail): TabItem[] => [
  { id: 'overview', label: 'Overview' },
  { id: 'not-read', label: 'Not read', count: run.scopesFailed.toLocaleString('en') },
  {
    id: 'changes',
    label: 'Changes',
    ...(run.status === 'published' &&
      !run.changes.areFirst && { count: (run.opened + run.closed + run.changed).toLocaleString('en') }),
  },
  { id: 'log', label: 'Log' },
];
