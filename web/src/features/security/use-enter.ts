import { useNavigate, useSearch } from '@tanstack/react-router';
import { sessionOptions } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Session } from '../../api/types.ts';

/** Where to go once signed in: back to where one was sent from, but never to another site. */
export const safeNext = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';

/** Keeps the new session and goes on. What an earlier person had read is forgotten first. */
export function useEnter() {
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  return async (session: Session) => {
    queryClient.clear();
    queryClient.setQueryData(sessionOptions.queryKey, session);
    await navigate({ href: safeNext(next), replace: true });
  };
}
