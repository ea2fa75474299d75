import type { AccessRequest, Approval, ManualTask } from '../../../api/types.ts';

export type TaskItem =
  | { kind: 'approval'; id: string; dueAt: string; approval: Approval }
  | { kind: 'manual'; id: string; dueAt: string; task: ManualTask };

/** Approvals and changes by hand in one list, due first. What is to do by hand is due since it came. */
export function taskItems(approvals: readonly Approval[], manual: readonly ManualTask[]): TaskItem[] {
  const items: TaskItem[] = [
    ...approvals.map(
      (approval): TaskItem => ({
        kind: 'approval',
        id: approval.request.id,
        dueAt: approval.request.expiresAt,
        approval,
      }),
    ),
    ...manual.map((task): TaskItem => ({ kind: 'manual', id: task.id, dueAt: task.createdAt, task })),
  ];
  return items.sort((a, b) => a.dueAt.localeCompare(b.dueAt));
}

/** Under which heading: before the end of this day, or later. */
export function isDueToday({ dueAt }: Pick<TaskItem, 'dueAt'>, now: Date): boolean {
  return Date.parse(dueAt) <= new Date(now).setHours(23, 59, 59, 999);
}

/** The item before or after, staying at the ends. */
export function neighbourOf(items: readonly TaskItem[], id: string, by: 1 | -1): TaskItem | undefined {
  const index = items.findIndex((item) => item.id === id);
  return items[Math.max(0, Math.min(items.length - 1, index + by))];
}

/** Which requests of these the person has decided a step of. */
export const decidedBy = (requests: readonly AccessRequest[], personId: string): AccessRequest[] =>
  requests.filter((request) =>
    request.steps.some((step) => step.decisions.some(({ person }) => person.id === personId)),
  );
