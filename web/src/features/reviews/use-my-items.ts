import { useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import type { ReviewItem } from '../../api/types.ts';

const path = '/api/v1/reviews/items';
const pageSize = 200;
const keyOf = (campaignId: string | undefined) => [path, { campaignId }, 'all'] as const;

/** All items that wait for me: a reviewer groups and counts them, so every page is read. */
export const useMyItems = (campaignId?: string) =>
  useQuery({
    queryKey: keyOf(campaignId),
    queryFn: async ({ signal }) => {
      const items: ReviewItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.get(path, { query: { campaignId, limit: pageSize, cursor }, signal });
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return items;
    },
  });

/** Keeps the server's answer to one decision, without asking for the whole list again. */
export function keepItem(item: ReviewItem): void {
  queryClient.setQueryData<ReviewItem[]>(keyOf(item.campaignId), (before) =>
    before?.map((each) => (each.id === item.id ? item : each)),
  );
}
/** An item that somebody else reviews now. */
export function dropItem({ id, campaignId }: ReviewItem): void {
  queryClient.setQueryData<ReviewItem[]>(keyOf(campaignId), (before) => before?.filter((each) => each.id !== id));
}
