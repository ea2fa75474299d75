import { type RefObject, useCallback, useEffect, useState } from 'react';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const isElsewhere = () => document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;

/** j and k (and the arrows, inside the table) move through the rows; focus follows, so that Enter opens. */
export function useRowKeys(count: number, scrollTo: (index: number) => void, box: RefObject<HTMLElement | null>) {
  const [active, setActive] = useState(0);
  const move = useCallback(
    (to: number) => {
      const index = Math.max(0, Math.min(count - 1, to));
      setActive(index);
      scrollTo(index);
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
    },
    [count, scrollTo, box],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || isElsewhere()) return;
      const isInside = box.current?.contains(document.activeElement) ?? false;
      const isFirst = !isInside && (event.key === 'j' || event.key === 'k');
      if (isFirst) move(active);
      else if (event.key === 'j' || (isInside && event.key === 'ArrowDown')) move(active + 1);
      else if (event.key === 'k' || (isInside && event.key === 'ArrowUp')) move(active - 1);
      else if (isInside && event.key === 'Home') move(0);
      else if (isInside && event.key === 'End') move(count - 1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [active, count, move, box]);
  return { active, setActive };
}
