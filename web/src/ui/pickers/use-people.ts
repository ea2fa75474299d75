import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getOptions, usePermission } from '../../api/queries.ts';

/**
 * Who is offered: everybody, to those who may look names up (others are offered whom they see); whom the viewer sees; or
 * who could take over a review item, which the server tells by two letters of the name.
 */
export type Among = 'everybody' | 'seen' | 'reviewers';
interface Offered {
  id: string;
  name: string;
  email: string | null;
}
const lettersForReviewers = 2;

export function usePeople(q: string, among: Among): { people: Offered[]; isTooShort: boolean } {
  const mayLookUp = usePermission('directory.look-up');
  const source = mayLookUp && among !== 'seen' ? 'everybody' : among === 'reviewers' ? 'reviewers' : 'seen';
  const isTooShort = source === 'reviewers' && q.length < lettersForReviewers;
  const everybody = useQuery({
    ...getOptions('/api/v1/look-up/people', { query: { q, status: 'active' } }),
    placeholderData: keepPreviousData,
    enabled: source === 'everybody',
  });
  const seen = useQuery({
    ...getOptions('/api/v1/people', { query: { q, status: 'active', limit: 20, sort: 'name' } }),
    placeholderData: keepPreviousData,
    enabled: source === 'seen',
  });
  const reviewers = useQuery({
    ...getOptions('/api/v1/look-up/reviewers', { query: { q } }),
    placeholderData: keepPreviousData,
    enabled: source === 'reviewers' && !isTooShort,
  });
  const found = { everybody, seen, reviewers }[source].data?.items ?? [];
  return { people: isTooShort ? [] : found.map(({ id, name, email }) => ({ id, name, email })), isTooShort };
}
