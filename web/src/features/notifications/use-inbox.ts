import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { getOptions, refresh } from '../../api/queries.ts';

const pollMs = 15_000;

/** How many are unread: for the bell. */
export function useUnread(): number {
  const { data } = useQuery({
    ...getOptions('/api/v1/notifications', { query: { limit: 1 } }),
    refetchInterval: pollMs,
  });
  return data?.unread ?? 0;
}

/** The newest messages, for Home. */
export const useLatest = (limit: number) =>
  useQuery({ ...getOptions('/api/v1/notifications', { query: { limit } }), refetchInterval: pollMs });

const again = () => refresh('/api/v1/notifications');
export const useRead = () =>
  useMutation({
    mutationFn: (id: string) => client.post('/api/v1/notifications/:id/read', { params: { id } }),
    onSuccess: again,
  });
export const useReadAll = () =>
  useMutation({ mutationFn: () => client.post('/api/v1/notifications/read-all'), onSuccess: again });
