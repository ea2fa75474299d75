import { useNavigate, useSearch } from '@tanstack/react-router';
import { isOwnPath } from '../../../../src/contract/own-path.ts';
import { sessionOptions } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Session } from '../../api/types.ts';

/** Where to go once signed in: back to where one was sent from, but never to another site. */
export const safeNext = (next: string | undefined): string => (next !== undefined && isOwnPath(next) ? next : '/');

/** Of the sign-in page's address. */
export const useNext = (): string => safeNext((useSearch({ strict: false }) as { next?: string }).next);

/** Keeps the new session and goes on. What an earlier person had read is forgotten first. */
export function useEnter() {
  const navigate = useNavigate();
  const next = useNext();
  return async (session: Session, to: string = next) => {
    queryClient.clear();
    queryClient.setQueryData(sessionOptions.queryKey, session);
    await navigate({ href: safeNext(to), replace: true });
  };
}
