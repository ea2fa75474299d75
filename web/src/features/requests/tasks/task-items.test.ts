import { describe, expect, it } from 'vitest';
import type { Approval, ManualTask } from '../../../api/types.ts';
import { isDueToday, neighbourOf, taskItems } from './task-items.ts';

const approval = (id: string, expiresAt: string) => ({ request: { id, expiresAt } }) as Approval;
const manual = (id: string, createdAt: string) => ({ id, createdAt }) as ManualTask;
const items = taskItems(
  [approval('req_b', '2026-11-26T10:00:00Z'), approval('req_a', '2026-11-24T15:00:00Z')],
  [manual('tsk_c', '2026-11-24T09:00:00Z')],
);

describe('the list of tasks', () => {
  it('has what is due first at its head, of whatever kind', () => {
    expect(items.map(({ id }) => id)).toEqual(['tsk_c', 'req_a', 'req_b']);
  });

  it('stays at its ends', () => {
    expect(neighbourOf(items, 'tsk_c', 1)?.id).toBe('req_a');
    expect(neighbourOf(items, 'tsk_c', -1)?.id).toBe('tsk_c');
    expect(neighbourOf(items, 'req_b', 1)?.id).toBe('req_b');
    expect(neighbourOf(items, 'unknown', 1)?.id).toBe('tsk_c');
  });

  it('calls what is overdue, and the rest of the day, today', () => {
    const now = new Date(2026, 10, 24, 14, 0);
    expect(isDueToday({ dueAt: new Date(2026, 10, 23).toISOString() }, now)).toBe(true);
    expect(isDueToday({ dueAt: new Date(2026, 10, 24, 23, 30).toISOString() }, now)).toBe(true);
    expect(isDueToday({ dueAt: new Date(2026, 10, 25, 0, 1).toISOString() }, now)).toBe(false);
  });
});
