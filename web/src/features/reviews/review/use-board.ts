import { useMemo, useRef, useState } from 'react';
import type { ReviewItem } from '../../../api/types.ts';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import { isDraft, isOpen } from '../words.ts';
import { findIn, type Grouping, groupItems } from './grouping.ts';
import { useDecisions, useSubmit, type Wish } from './use-decisions.ts';

export const groupings: { id: Grouping; label: string }[] = [
  { id: 'person', label: 'By person' },
  { id: 'entitlement', label: 'By entitlement' },
  { id: 'aws-account', label: 'By AWS account' },
];
export type Asked = { kind: 'revoke' | 'reassign'; items: ReviewItem[] } | { kind: 'help' } | null;

const toggled = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
};

/** What is shown and in which order; grouping and filters live in the address. */
function useShown(items: ReviewItem[]) {
  const [{ q, filters }, change] = useTableState();
  const by = groupings.find((each) => each.id === filters.by)?.id ?? 'person';
  const isUndecidedOnly = filters.show === 'undecided';
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(
    () =>
      groupItems(
        findIn(items, q).filter((item) => !isUndecidedOnly || item.decision === null),
        by,
      ),
    [items, q, by, isUndecidedOnly],
  );
  const toggleGroup = (key: string) => setClosed((before) => toggled(before, key));
  const visible = useMemo(
    () => groups.flatMap((group) => (closed.has(group.key) ? [] : group.items)),
    [groups, closed],
  );
  return { q, by, isUndecidedOnly, groups, closed, toggleGroup, visible, change };
}

/** The current item is kept by id; when a filter takes it away, its neighbour in the list is current. */
function useCurrent(visible: ReviewItem[]) {
  const [currentId, setCurrentId] = useState<string | null>(null);
  const place = useRef(0);
  const found = visible.findIndex((item) => item.id === currentId);
  if (found >= 0) place.current = found;
  const index = found >= 0 ? found : Math.min(place.current, visible.length - 1);
  return { current: visible[index], index, setCurrentId };
}

/** All that the review page knows and does: shared by the keys, the rows, the pane and the dialogs. */
export function useBoard(campaignId: string, items: ReviewItem[]) {
  const shown = useShown(items);
  const { current, index, setCurrentId } = useCurrent(shown.visible);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked>(null);
  const [comments, setComments] = useState<Record<string, string>>({});
  const decisions = useDecisions(setCurrentId);
  const submit = useSubmit(campaignId);
  const chosen = items.filter((item) => selected.has(item.id));
  const comment = current ? (comments[current.id] ?? current.reason ?? '') : '';
  const move = (by: number) => setCurrentId(shown.visible[Math.max(0, index + by)]?.id ?? current?.id ?? null);
  const decide = (targets: ReviewItem[], wish: Wish) => {
    const next = chosen.length === 0 ? shown.visible[index + 1] : undefined;
    decisions.decide(targets.filter(isOpen), wish);
    setSelected(new Set());
    if (next) setCurrentId(next.id);
  };
  /** The selection, or the current item alone. */
  const targets = (chosen.length > 0 ? chosen : current ? [current] : []).filter(isOpen);
  const reason = chosen.length === 0 ? comment.trim() : '';
  return {
    ...shown,
    items,
    current,
    setCurrentId,
    move,
    selected,
    chosen,
    toggle: (id: string) => setSelected((before) => toggled(before, id)),
    clear: () => setSelected(new Set()),
    asked,
    ask: setAsked,
    comment,
    setComment: (text: string) => current && setComments((before) => ({ ...before, [current.id]: text })),
    decisions,
    submit,
    drafts: items.filter(isDraft).length,
    certify: () => decide(targets, { decision: 'certify', reason }),
    /** Nobody loses access without being told why: without a comment the reason is asked for (REV-4). */
    revoke: () => {
      if (targets.length === 0) return;
      if (reason) decide(targets, { decision: 'revoke', reason });
      else setAsked({ kind: 'revoke', items: targets });
    },
    revokeFor: (given: string, of: ReviewItem[]) => decide(of, { decision: 'revoke', reason: given }),
    takeBack: (item: ReviewItem) => decisions.decide([item], { decision: null }),
    undo: () => decisions.undo(current),
  };
}
export type Board = ReturnType<typeof useBoard>;
