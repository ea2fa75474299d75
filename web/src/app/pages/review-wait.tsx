import { IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getOptions, usePermission } from '../../api/queries.ts';
import type { OtherWait } from '../../features/requests/home/waiting.tsx';
import { counted } from '../../ui/text/words.ts';

/** Review items that wait for the person, as one row of what waits: the campaign that is due first, and how many. */
export function useReviewWait(): OtherWait[] {
  const mayReview = usePermission('reviews.decide');
  const { data } = useQuery({
    ...getOptions('/api/v1/reviews/items', { query: { isSubmitted: 'false', limit: 200 } }),
    enabled: mayReview,
    retry: false,
  });
  const byCampaign = new Map<string, { name: string; dueAt: string; items: number; decided: number }>();
  for (const { campaign, decision } of data?.items ?? []) {
    const known = byCampaign.get(campaign.id) ?? { name: campaign.name, dueAt: campaign.dueAt, items: 0, decided: 0 };
    known.items += 1;
    known.decided += decision ? 1 : 0;
    byCampaign.set(campaign.id, known);
  }
  return [...byCampaign].map(([id, { name, dueAt, items, decided }]) => ({
    id,
    to: `/reviews/${id}`,
    dueAt,
    icon: <IconListCheck size={18} stroke={1.75} aria-hidden />,
    sentence: (
      <>
        <strong>{name}</strong>, {counted(items, 'item', 'items')} to submit
        {decided > 0 ? `, ${decided} decided` : ''}
      </>
    ),
    verb: decided > 0 ? 'Continue' : 'Review',
    dueVerb: 'Submit by',
  }));
}
