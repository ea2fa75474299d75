import { useEffect, useRef } from 'react';
import type { Board } from './use-board.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.getAttribute('type') !== 'checkbox'));
const isElsewhere = () => document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
/** Enter and Space belong to a focused button or link. */
const isControl = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('button, a, input') !== null;

export const keyHelp: [keys: string[], does: string][] = [
  [['J', 'K'], 'next and previous item'],
  [['C'], 'certify: the access stays'],
  [['R'], 'revoke: asks for the reason unless one is written'],
  [['U'], 'undo the last decision'],
  [['Space'], 'select, to decide several at once'],
  [['Esc'], 'give the selection up'],
  [['/'], 'find'],
  [['Ctrl', '↵'], 'submit the decisions'],
  [['?'], 'this help'],
];

/** One key each, as long as nobody types and no dialog is open. Focus follows the current item. */
export function useReviewKeys(board: Board, submit: () => void) {
  const latest = useRef({ board, submit });
  latest.current = { board, submit };
  const isByKey = useRef(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog that has just closed on this key has used it up.
      if (event.defaultPrevented || isElsewhere()) return;
      const { board: now, submit: handIn } = latest.current;
      if ((event.metaKey || event.ctrlKey) && event.key === 'Enter') {
        event.preventDefault();
        handIn();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const act = actionFor(event, now);
      if (!act) return;
      event.preventDefault();
      isByKey.current = true;
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const id = board.current?.id;
  useEffect(() => {
    if (!id || !isByKey.current) return;
    isByKey.current = false;
    const row = document.querySelector<HTMLElement>(`[data-item="${id}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [id]);
}

function actionFor(event: KeyboardEvent, board: Board): (() => void) | null {
  const isInGrid = event.target instanceof HTMLElement && event.target.closest('[role="grid"]') !== null;
  switch (event.key) {
    case 'j':
      return () => board.move(1);
    case 'k':
      return () => board.move(-1);
    case 'ArrowDown':
      return isInGrid ? () => board.move(1) : null;
    case 'ArrowUp':
      return isInGrid ? () => board.move(-1) : null;
    case 'c':
      return board.certify;
    case 'r':
      return board.revoke;
    case 'u':
      return board.undo;
    case ' ':
      return isControl(event.target) ? null : () => board.current && board.toggle(board.current.id);
    case 'Escape':
      return board.selected.size > 0 ? board.clear : null;
    case '?':
      return () => board.ask({ kind: 'help' });
    default:
      return null;
  }
}
