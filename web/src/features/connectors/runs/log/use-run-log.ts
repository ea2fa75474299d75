import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getOptions } from '../../../../api/queries.ts';
import type { RunLogLine } from '../../../../api/types.ts';

const mostLines = 500;

/** The log of one run: live by server-sent events while it reads, then whole from the run itself. */
export function useRunLog(connectorId: string, runId: string, isLive: boolean) {
  const live = useLiveLines(connectorId, runId, isLive);
  const past = useQuery({
    ...getOptions('/api/v1/connectors/:id/runs/:runId', { params: { id: connectorId, runId } }),
    enabled: !isLive,
  });
  const told = past.data?.log ?? [];
  return { lines: !isLive && told.length > 0 ? told : live.lines, isConnected: live.isConnected };
}

function useLiveLines(connectorId: string, runId: string, isLive: boolean) {
  const [lines, setLines] = useState<RunLogLine[]>([]);
  const [isConnected, setConnected] = useState(false);
  useEffect(() => {
    setLines([]);
    if (!isLive) return;
    const source = new EventSource(`/api/v1/connectors/${connectorId}/log`);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const line = JSON.parse(data) as RunLogLine;
      if (line.runId !== runId) return;
      // A stream that was cut begins again from its first line: each line is kept once.
      setLines((before) => (before.some((at) => at.n === line.n) ? before : [...before, line].slice(-mostLines)));
    };
    return () => {
      source.close();
      setConnected(false);
    };
  }, [connectorId, runId, isLive]);
  return { lines, isConnected };
}
