interface Timed {
  readonly at: number;
  readonly requestId: string;
}

/** Later than any event: the keys of newer ones come first. */
const END = 10 ** 15;

/** A history in its order, newest first, as one list to page through: what comes in later moves no page. */
export class NewestFirst<T extends Timed> {
  readonly #items: readonly T[];

  /** The items must be in that order, those of one instant by their requests' ids. */
  constructor(items: readonly T[]) {
    this.#items = items;
  }

  all(): readonly T[] {
    return this.#items;
  }

  keyOf({ at, requestId }: T): string {
    return `${END - at} ${requestId}`;
  }

  positionAfter(key: string): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keyOf(this.#items[middle] as T) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
