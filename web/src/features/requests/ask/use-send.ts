import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import type { AccessRequest, CatalogItem } from '../../../api/types.ts';
import { refreshRequests } from '../use-requests.ts';
import { keyOf } from '../words/entitlement.tsx';
import type { Basket } from './use-basket.ts';

interface Sent {
  requests: AccessRequest[];
  refused: { item: CatalogItem; error: unknown; sentence: string }[];
}

/** Sends one request for each thing in the basket. What is refused stays there, with the server's words. */
export function useSend(basket: Basket) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => sendAll(basket),
    onSuccess: async ({ requests, refused }) => {
      basket.remove(new Set(requests.map(({ entitlement }) => keyOf(entitlement))));
      await refreshRequests();
      const [only] = requests;
      if (refused.length > 0 || !only) return;
      await navigate(requests.length === 1 ? { to: `/requests/${only.id}` } : { to: '/requests' });
    },
  });
}

async function sendAll({ items, wish, forPersonId }: Basket): Promise<Sent> {
  const sent: Sent = { requests: [], refused: [] };
  const common = {
    durationMinutes: wish.minutes ?? 0,
    reason: wish.reason.trim(),
    ...(wish.startsAt ? { startsAt: new Date(wish.startsAt).toISOString() } : {}),
    ...(wish.ticket.trim() ? { ticket: wish.ticket.trim() } : {}),
    ...(forPersonId ? { forPersonId } : {}),
  };
  for (const item of items) {
    try {
      sent.requests.push(await client.post('/api/v1/requests', { body: { entitlement: item.ref, ...common } }));
    } catch (error) {
      sent.refused.push({ item, error, sentence: sentenceOf(error) });
    }
  }
  return sent;
}
