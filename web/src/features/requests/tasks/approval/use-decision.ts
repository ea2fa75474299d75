import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../../../api/client.ts';
import { statusOf } from '../../../../api/problem.ts';
import type { AccessRequest } from '../../../../api/types.ts';
import { refreshRequests } from '../../use-requests.ts';

type Decision = { kind: 'approve'; minutes: number | null; reason: string } | { kind: 'deny'; reason: string };

/** Approves or denies what was read: who decided meanwhile is told by the server, and the list is read again. */
export function useDecision(request: AccessRequest, onDone: (words: string) => void) {
  const navigate = useNavigate();
  const input = { params: { id: request.id }, ifMatch: request.version };
  return useMutation({
    mutationFn: (decision: Decision) => {
      if (decision.kind === 'deny')
        return client.post('/api/v1/requests/:id/deny', { ...input, body: { reason: decision.reason } });
      const { minutes, reason } = decision;
      const body = { ...(minutes ? { minutes } : {}), ...(reason ? { reason } : {}) };
      return client.post('/api/v1/requests/:id/approve', { ...input, body });
    },
    onSuccess: async (_, { kind }) => {
      onDone(`${kind === 'approve' ? 'Approved' : 'Denied'}: ${request.entitlement.name} for ${request.person.name}.`);
      await navigate({ to: '/tasks', replace: true });
      await refreshRequests();
    },
    onError: (error) => {
      if (statusOf(error) === 409) void refreshRequests();
    },
  });
}
