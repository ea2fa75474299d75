import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Session } from '../../../src/contract/session.ts';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';
import type { Input, ItemOf, ListPath, Output, PathFor } from './routes.ts';

type GetInput<P extends PathFor<'GET'>> = Omit<Input<'GET', P>, 'signal' | 'ifMatch'>;

/** One GET as a query; its key begins with the path, so that `refresh` finds it. */
export const getOptions = <P extends PathFor<'GET'>>(path: P, input: GetInput<P>) =>
  queryOptions({
    queryKey: [path, input] as const,
    queryFn: ({ signal }) =>
      (client.get as (path: P, input: unknown) => Promise<Output<'GET', P>>)(path, { ...input, signal }),
  });

export const sessionOptions = queryOptions({
  ...getOptions('/api/v1/session', {}),
  staleTime: 60_000,
});

/** The signed-in person. Only inside the shell, which loads the session before anything else. */
export function useSession(): Session {
  const { data } = useQuery(sessionOptions);
  if (!data) throw new Error('The session is used outside the signed-in pages');
  return data;
}
export const usePermission = (permission: string): boolean => useSession().permissions.includes(permission);

/** A list of the API, page after page by its cursor, with the total that the server counted. */
export function useList<P extends ListPath>(path: P, input: GetInput<P>, options: { enabled?: boolean } = {}) {
  const query = useInfiniteQuery({
    queryKey: [path, input, 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const { query: asked, ...rest } = input as { query?: Record<string, unknown> };
      return (client.get as (path: P, input: unknown) => Promise<Output<'GET', P>>)(path, {
        ...rest,
        query: { ...asked, cursor: pageParam },
        signal,
      });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last as { nextCursor: string | null }).nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const pages = (query.data?.pages ?? []) as { items: ItemOf<P>[]; total: number }[];
  const first = pages[0] as Output<'GET', P> | undefined;
  return { ...query, first, items: pages.flatMap((page) => page.items), total: pages[0]?.total ?? 0 };
}

/** Asks again for everything that was read from this path (and, given params, of that one thing). */
export const refresh = (...paths: PathFor<'GET'>[]) =>
  Promise.all(paths.map((path) => queryClient.invalidateQueries({ queryKey: [path] })));
