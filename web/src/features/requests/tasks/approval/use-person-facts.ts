import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../../api/queries.ts';

/** Title, department and manager, for who may see the person; an owner decides without them. */
export function usePersonFacts(id: string) {
  const { data } = useQuery({ ...getOptions('/api/v1/people/:id', { params: { id } }), retry: false });
  return data ?? null;
}
