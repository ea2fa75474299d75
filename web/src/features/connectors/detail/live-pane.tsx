import type { ReactNode } from 'react';
import { useList } from '../../../api/queries.ts';
import type { Connector } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { RunLog } from '../runs/log/run-log.tsx';
import { RunProgress } from '../runs/log/run-progress.tsx';

/** Beside the runs: the log of the newest one, live while it reads, and what changed lately. */
export function LivePane({ connector, lately }: { connector: Connector; lately: ReactNode }) {
  const runs = useList('/api/v1/connectors/:id/runs', { params: { id: connector.id }, query: { limit: 20 } });
  const { currentRun } = connector;
  const run = currentRun ?? runs.items[0] ?? null;
  return (
    <>
      {run ? (
        <RunLog
          connectorId={connector.id}
          run={run}
          isLive={currentRun !== null}
          foot={currentRun ? <RunProgress run={currentRun} /> : null}
        />
      ) : null}
      <div style={{ marginTop: run ? 24 : 0 }}>
        <Section title="Changes">{lately}</Section>
      </div>
    </>
  );
}
