import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import type { Lease } from '../../../api/types.ts';
import { refreshRequests } from '../use-requests.ts';

type Action =
  | { kind: 'give-back' }
  | { kind: 'revoke'; reason: string }
  | { kind: 'extend'; durationMinutes: number; reason: string };
export type LeaseDialog = Action['kind'];

async function act({ id }: Lease, action: Action): Promise<{ requestId: string }> {
  const input = { params: { id } };
  switch (action.kind) {
    case 'give-back':
      return client.post('/api/v1/leases/:id/give-back', input);
    case 'revoke':
      return client.post('/api/v1/leases/:id/revoke', { ...input, body: { reason: action.reason } });
    case 'extend': {
      const { durationMinutes, reason } = action;
      const asked = await client.post('/api/v1/leases/:id/extend', { ...input, body: { durationMinutes, reason } });
      return { requestId: asked.id };
    }
  }
}

/** Give back, revoke, ask for more time; answers the request that it is about. */
export const useLeaseAction = (lease: Lease, onDone: (requestId: string) => void) =>
  useMutation({
    mutationFn: (action: Action) => act(lease, action),
    onSuccess: async ({ requestId }) => {
      await refreshRequests();
      onDone(requestId);
    },
  });
