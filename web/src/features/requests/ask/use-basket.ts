import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { client } from '../../../api/client.ts';
import type { CatalogItem, PersonLink, PolicyAnswer } from '../../../api/types.ts';
import { keyOf } from '../words/entitlement.tsx';

export interface Wish {
  minutes: number | null;
  /** Null: now. Otherwise what the field holds, in the viewer's zone. */
  startsAt: string | null;
  reason: string;
  ticket: string;
}
const usualMinutes = 60;

/** The basket: one wish for several entitlements, for oneself or somebody else. */
export function useBasket() {
  const [items, setItems] = useState<CatalogItem[]>([]);
  const [person, setPerson] = useState<PersonLink | null>(null);
  const [wish, setWish] = useState<Wish>({ minutes: usualMinutes, startsAt: null, reason: '', ticket: '' });
  const forPersonId = person?.id;
  const minutes = wish.minutes ?? usualMinutes;
  const answers = useAnswers(items, minutes, forPersonId);
  const limits = items.flatMap((item) => answers.get(keyOf(item))?.maxMinutes ?? item.answer.maxMinutes ?? []);
  const maxMinutes = limits.length > 0 ? Math.min(...limits) : null;
  const toggle = (item: CatalogItem) =>
    setItems((before) => {
      const without = before.filter((at) => keyOf(at) !== keyOf(item));
      return without.length < before.length ? without : [...before, item];
    });
  return {
    items,
    toggle,
    remove: (keys: ReadonlySet<string>) => setItems((before) => before.filter((at) => !keys.has(keyOf(at)))),
    has: (item: CatalogItem) => items.some((at) => keyOf(at) === keyOf(item)),
    person,
    /** What may be asked for depends on whom it is for, so the basket starts anew. */
    choosePerson: (next: PersonLink | null) => {
      setPerson(next);
      setItems([]);
    },
    forPersonId,
    wish: { ...wish, minutes: wish.minutes === null ? null : Math.min(wish.minutes, maxMinutes ?? wish.minutes) },
    change: (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part })),
    answers,
    maxMinutes,
  };
}
export type Basket = ReturnType<typeof useBasket>;

/** What the policies say about each thing for that long: asked anew whenever the time changes. */
function useAnswers(items: CatalogItem[], minutes: number, forPersonId: string | undefined): Map<string, PolicyAnswer> {
  const asked = useQueries({
    queries: items.map((item) => {
      const durationMinutes = Math.min(minutes, item.answer.maxMinutes ?? minutes);
      return {
        queryKey: ['/api/v1/requests/preview', item.ref, durationMinutes, forPersonId ?? null],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.post('/api/v1/requests/preview', {
            body: { entitlement: item.ref, durationMinutes, ...(forPersonId ? { forPersonId } : {}) },
            signal,
          }),
        staleTime: 30_000,
      };
    }),
  });
  return useMemo(() => {
    const known = asked.map(({ data }, index) => [items[index], data] as const);
    return new Map(known.flatMap(([item, data]) => (item && data ? [[keyOf(item), data] as const] : [])));
  }, [asked, items]);
}
