import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { client } from '../../../api/client.ts';
import { refresh } from '../../../api/queries.ts';
import type { ReviewItem } from '../../../api/types.ts';
import { keepItem } from '../use-my-items.ts';

export interface Wish {
  decision: 'certify' | 'revoke' | null;
  reason?: string | undefined;
}
type Before = Pick<ReviewItem, 'id' | 'decision' | 'reason'>;
/** Quick enough for "select all, certify", few enough to leave the server to others. */
const atOnce = 4;

async function saveAll(wishes: (Wish & { id: string })[]): Promise<void> {
  const waiting = [...wishes];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { id, decision, reason } = next;
      const body = { decision, ...(reason ? { reason } : {}) };
      keepItem(await client.post('/api/v1/reviews/items/:id/decision', { params: { id }, body }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/**
 * Drafts are saved at once, each by its own request; what the server answers is what is shown. `undo` takes back the
 * last step, of however many items it was. A failure stays on the page until it is put away: the next key would hide it.
 */
export function useDecisions(onUndone: (id: string) => void) {
  const steps = useRef<Before[][]>([]);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const save = useMutation({
    mutationFn: saveAll,
    onSuccess: () => setSavedAt(new Date().toISOString()),
    onError: setError,
  });
  const decide = (items: ReviewItem[], wish: Wish) => {
    if (items.length === 0) return;
    steps.current.push(items.map(({ id, decision, reason }) => ({ id, decision, reason })));
    save.mutate(items.map(({ id }) => ({ id, ...wish })));
  };
  const undo = (current: ReviewItem | undefined) => {
    const last = steps.current.pop();
    if (last) save.mutate(last.map(({ id, decision, reason }) => ({ id, decision, reason: reason ?? undefined })));
    else if (current?.decision) save.mutate([{ id: current.id, decision: null }]);
    const id = last?.[0]?.id;
    if (id) onUndone(id);
  };
  return { decide, undo, savedAt, error, putAway: () => setError(null), isSaving: save.isPending };
}

/** Hands in the drafts of a campaign; afterwards what is left is asked for again. */
export const useSubmit = (campaignId: string) =>
  useMutation({
    mutationFn: () => client.post('/api/v1/reviews/submit', { body: { campaignId } }),
    onSuccess: () => refresh('/api/v1/reviews/items', '/api/v1/campaigns', '/api/v1/campaigns/:id'),
  });
