import { useQuery } from '@tanstack/react-query';
import { getOptions, useList } from '../../api/queries.ts';
import type { Connector } from '../../api/types.ts';
import { isOfMember } from './gaps/gap-words.ts';
import { memberScopes } from './runs/run-words.ts';

/** IAM of how many other AWS accounts is read, and of how many not; null read: no run has tried yet. */
export interface MemberReach {
  read: number | null;
  outOfReach: number;
}

/** As it is now: those that the newest published run tried, less those with a gap. Undefined while not known. */
export function useMemberReach({ id, memberRoleName, gapCount }: Connector): MemberReach | undefined {
  const mayReach = memberRoleName !== null;
  const runs = useList('/api/v1/connectors/:id/runs', { params: { id }, query: { limit: 20 } }, { enabled: mayReach });
  const runId = runs.items.find(({ status }) => status === 'published')?.id;
  const run = useQuery({
    ...getOptions('/api/v1/connectors/:id/runs/:runId', { params: { id, runId: runId ?? '' } }),
    enabled: mayReach && runId !== undefined,
  });
  const gaps = useQuery({
    ...getOptions('/api/v1/connectors/:id/gaps', { params: { id } }),
    enabled: gapCount > 0,
  });
  if ((mayReach && runs.isPending) || (runId !== undefined && mayReach && run.isPending)) return undefined;
  if (gapCount > 0 && gaps.isPending) return undefined;
  const outOfReach = gaps.data?.items.filter(isOfMember).length ?? 0;
  const tried = memberScopes(run.data?.scopes ?? null);
  return { read: tried ? Math.max(0, tried.read + tried.failed - outOfReach) : null, outOfReach };
}
