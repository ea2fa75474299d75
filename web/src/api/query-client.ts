import { QueryClient } from '@tanstack/react-query';
import { statusOf } from './problem.ts';

/** A refusal does not become right by asking again; only silence is retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => statusOf(error) === null && count < 2,
      refetchOnWindowFocus: true,
    },
  },
});
