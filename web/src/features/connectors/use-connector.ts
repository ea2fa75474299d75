import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client } from '../../api/client.ts';
import { getOptions, refresh } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Input } from '../../api/routes.ts';
import type { Connector } from '../../api/types.ts';

const connectorOptions = (id: string) => getOptions('/api/v1/connectors/:id', { params: { id } });
const busyMs = 1_000;
const quietMs = 10_000;
/** What a finished run changes on other pages. */
const afterRun = [
  '/api/v1/connectors/:id/runs',
  '/api/v1/connectors/:id/gaps',
  '/api/v1/access/changes',
  '/api/v1/session',
  '/api/v1/audit-entries',
] as const;

/** One connector, asked again every second while it syncs; a run that ends refreshes what it changed. */
export function useConnector(id: string) {
  const connector = useQuery({
    ...connectorOptions(id),
    refetchInterval: ({ state }) => (state.data?.status === 'syncing' || state.data?.currentRun ? busyMs : quietMs),
  });
  const runId = connector.data?.currentRun?.id ?? null;
  const before = useRef(runId);
  useEffect(() => {
    if (before.current !== runId) void refresh(...afterRun);
    before.current = runId;
  }, [runId]);
  return connector;
}

export const keepConnector = (connector: Connector) => {
  queryClient.setQueryData(connectorOptions(connector.id).queryKey, connector);
  // The documents of the set-up name the role and the role name that were saved.
  return refresh(
    '/api/v1/connectors',
    '/api/v1/connectors/:id/setup',
    '/api/v1/connectors/:id/runs',
    '/api/v1/audit-entries',
  );
};

/** Saves some settings of a connector, unless somebody else saved meanwhile. */
export const useSaveConnector = (connector: Connector) =>
  useMutation({
    mutationFn: (body: Input<'PATCH', '/api/v1/connectors/:id'>['body']) =>
      client.patch('/api/v1/connectors/:id', { params: { id: connector.id }, body, ifMatch: connector.version }),
    onSuccess: keepConnector,
  });

type Action = 'sync' | 'pause' | 'resume';
/** Sync now, pause, resume: each answers the connector as it then is. */
export const useConnectorAction = (id: string) =>
  useMutation({
    mutationFn: (action: Action) => {
      const input = { params: { id } };
      if (action === 'sync') return client.post('/api/v1/connectors/:id/sync', input);
      if (action === 'pause') return client.post('/api/v1/connectors/:id/pause', input);
      return client.post('/api/v1/connectors/:id/resume', input);
    },
    onSuccess: keepConnector,
  });
