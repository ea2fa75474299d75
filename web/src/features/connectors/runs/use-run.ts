import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { getOptions, refresh } from '../../../api/queries.ts';
import type { RunDetail } from '../../../api/types.ts';

const readingMs = 1_000;
const waitingMs = 5_000;
const isSettled = ({ status }: RunDetail) => status !== 'reading' && status !== 'held' && status !== 'confirmed';

/** One run, asked again while it reads or waits; what it could not read is asked again when it ends. */
export function useRun(connectorId: string, runId: string) {
  const run = useQuery({
    ...getOptions('/api/v1/connectors/:id/runs/:runId', { params: { id: connectorId, runId } }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || isSettled(data) ? false : data.status === 'held' ? waitingMs : readingMs,
  });
  const status = run.data?.status;
  const before = useRef(status);
  useEffect(() => {
    if (before.current !== undefined && before.current !== status)
      void refresh('/api/v1/connectors/:id/runs/:runId/gaps', '/api/v1/access/changes', '/api/v1/connectors/:id');
    before.current = status;
  }, [status]);
  return run;
}
