import type { Kept } from '../../state/cloudtrail/event-trail.ts';

/** More than there will ever be: the keys of newer events come first. */
const END = 10 ** 15;

/** A history in its order, newest first, as one list to page through: what comes in later moves no page. */
export class NewestFirst {
  readonly #items: readonly Kept[];

  /** The items must be in that order. */
  constructor(items: readonly Kept[]) {
    this.#items = items;
  }

  all(): readonly Kept[] {
    return this.#items;
  }

  keyOf({ number }: Kept): string {
    return String(END - number);
  }

  positionAfter(key: string): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keyOf(this.#items[middle] as Kept) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
