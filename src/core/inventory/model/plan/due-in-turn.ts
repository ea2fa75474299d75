import type { ScopeKind } from '../scope.ts';

/** What changes seldom and takes a call a thing: it is kept, and read again in turn (SYN-1, SYN-2). */
export const detailKinds = [
  'permission-set-details',
  'organizational-units',
  'aws-account-tags',
  'iam-role-settings',
] as const;
export type DetailKind = (typeof detailKinds)[number];

/** What earlier runs read of these, and which of their scopes have a gap now. */
export interface DetailHistory {
  /** From the run that plans by this to the next one. */
  intervalMs: number;
  /** kind → native id → how long ago it was read whole; nothing where the last reading failed. */
  agesMs: Record<DetailKind, Record<string, number>>;
  /** Kinds of scopes with a gap about the whole instance or organization. */
  missed: ScopeKind[];
}

const dayMs = 24 * 3600 * 1000;
/** A run reads so many at least: where there are few, they are seldom older than an hour or two. */
const leastInTurn = 5;

/**
 * Which of these a run reads, the most urgent first: what was never read whole, what would be older than a day at the next
 * run, and of the others the oldest, so many that everything has its turn within a day.
 */
export function dueInTurn(ids: Iterable<string>, kind: DetailKind, history: DetailHistory | undefined): string[] {
  const ages = history?.agesMs[kind] ?? {};
  const ageOf = (id: string) => ages[id] ?? Number.POSITIVE_INFINITY;
  const oldestFirst = [...new Set(ids)].sort((a, b) => ageOf(b) - ageOf(a) || (a < b ? -1 : 1));
  const intervalMs = history?.intervalMs ?? dayMs;
  const turn = Math.max(leastInTurn, Math.ceil((oldestFirst.length * intervalMs) / dayMs));
  const overdue = oldestFirst.findIndex((id) => ageOf(id) + intervalMs <= dayMs);
  return oldestFirst.slice(0, Math.max(turn, overdue === -1 ? oldestFirst.length : overdue));
}
