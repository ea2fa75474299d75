import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { getOptions, refresh } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Campaign, CampaignDraft } from '../../api/types.ts';

const campaignOptions = (id: string) => getOptions('/api/v1/campaigns/:id', { params: { id } });
const quietMs = 10_000;
const previewKey = '/api/v1/campaigns/preview';

/** One campaign; while it runs, or its revocations are on their way, it is asked again. */
export const useCampaign = (id: string) =>
  useQuery({
    ...campaignOptions(id),
    refetchInterval: ({ state }) => (['active', 'closed'].includes(state.data?.status ?? '') ? quietMs : false),
  });
export const useProgress = (id: string) =>
  useQuery({ ...getOptions('/api/v1/campaigns/:id/progress', { params: { id } }), refetchInterval: quietMs });

const keepCampaign = (campaign: Campaign) => {
  queryClient.setQueryData(campaignOptions(campaign.id).queryKey, campaign);
  return refresh(
    '/api/v1/campaigns',
    '/api/v1/campaigns/:id/progress',
    '/api/v1/campaigns/:id/items',
    '/api/v1/reviews/items',
  );
};

export type CampaignStep =
  | { kind: 'start'; staleReason?: string }
  | { kind: 'close' }
  | { kind: 'sign-off'; note: string }
  | { kind: 'cancel' };
/** Start, close, sign off, cancel: each answers the campaign as it then is. */
export const useCampaignStep = (id: string) =>
  useMutation({
    mutationFn: (step: CampaignStep) => {
      const params = { id };
      if (step.kind === 'start') {
        const body = step.staleReason ? { staleReason: step.staleReason } : {};
        return client.post('/api/v1/campaigns/:id/start', { params, body });
      }
      if (step.kind === 'close') return client.post('/api/v1/campaigns/:id/close', { params });
      if (step.kind === 'sign-off')
        return client.post('/api/v1/campaigns/:id/sign-off', { params, body: { note: step.note } });
      return client.post('/api/v1/campaigns/:id/cancel', { params });
    },
    onSuccess: keepCampaign,
    // A refused close has still handed the undecided items to the owner; a refused start may be one that needs a reason.
    onError: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: [previewKey] }),
        refresh('/api/v1/campaigns/:id', '/api/v1/campaigns/:id/progress', '/api/v1/reviews/items'),
      ]),
  });

export type Scoped = Pick<CampaignDraft, 'scope' | 'reviewerRule' | 'fallbackReviewerId'>;
/** What a start would freeze now; changes nothing, so it is asked on every change of the form. */
export const usePreview = (draft: Scoped | null) =>
  useQuery({
    queryKey: [previewKey, draft] as const,
    queryFn: () => client.post('/api/v1/campaigns/preview', { body: draft as Scoped }),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
  });
