import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getOptions, usePermission } from '../../api/queries.ts';

/**
 * Who is offered: everybody, to those who may look names up (others are offered whom they see); whom the viewer sees; who
 * could take over a review item; or any colleague but oneself. The last two the server tells by two letters of the name.
 */
export type Among = 'everybody' | 'seen' | 'reviewers' | 'colleagues';
interface Offered {
  id: string;
  name: string;
  email: string | null;
}
const fewestLetters = 2;

interface People {
  people: Offered[];
  isTooShort: boolean;
  /** What is offered is still that of an earlier text, or nothing. */
  isLooking: boolean;
}

export function usePeople(q: string, among: Among): People {
  const mayLookUp = usePermission('directory.look-up');
  const source = sourceOf(among, mayLookUp);
  const isTooShort = (source === 'reviewers' || source === 'colleagues') && q.length < fewestLetters;
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
  const colleagues = useQuery({
    ...getOptions('/api/v1/delegations/candidates', { query: { q } }),
    placeholderData: keepPreviousData,
    enabled: source === 'colleagues' && !isTooShort,
  });
  const { data, isPlaceholderData, isLoading } = { everybody, seen, reviewers, colleagues }[source];
  const found = isTooShort ? [] : (data?.items ?? []);
  return {
    people: found.map(({ id, name, email }) => ({ id, name, email })),
    isTooShort,
    isLooking: isPlaceholderData || isLoading,
  };
}

function sourceOf(among: Among, mayLookUp: boolean): Among {
  if (among === 'seen' || among === 'colleagues') return among;
  if (mayLookUp) return 'everybody';
  return among === 'reviewers' ? 'reviewers' : 'seen';
}
