/**
 * Things by key, listed in the order of their keys. The ordered list is made when it is first asked for and kept in
 * order from then on, so that a page of a long list costs a binary search and a slice, also after a change.
 */
export class Collection<T> {
  readonly #items = new Map<string, T>();
  readonly #keyOf: (item: T) => string;
  #ordered: T[] | undefined;
  /** Whether anybody looked since the last change: many changes in a row cost one sorting, not a copy each. */
  #isRead = false;

  constructor(keyOf: (item: T) => string, items: Iterable<T> = []) {
    this.#keyOf = keyOf;
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.size;
  }

  keyOf(item: T): string {
    return this.#keyOf(item);
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  add(item: T): T {
    const key = this.#keyOf(item);
    const replaced = this.#items.get(key);
    this.#items.set(key, item);
    this.#reorder(key, replaced, item);
    return item;
  }

  delete(key: string): T | undefined {
    const item = this.#items.get(key);
    if (item !== undefined) {
      this.#items.delete(key);
      this.#reorder(key, item, undefined);
    }
    return item;
  }

  /** A new array each time: whoever goes through the old one sees what was there when it began. */
  #reorder(key: string, before: T | undefined, after: T | undefined): void {
    if (!this.#ordered || before === after) return;
    if (!this.#isRead) {
      this.#ordered = undefined;
      return;
    }
    const end = this.positionAfter(key);
    const start = before === undefined ? end : end - 1;
    const isMisplaced = before !== undefined && this.#ordered[start] !== before;
    const added = after === undefined ? [] : [after];
    this.#ordered = isMisplaced ? undefined : this.#ordered.toSpliced(start, end - start, ...added);
    this.#isRead = false;
  }

  /** All things in key order. The caller must not change the array. */
  all(): readonly T[] {
    this.#isRead = true;
    this.#ordered ??= [...this.#items.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
    return this.#ordered;
  }

  /** Position of the first thing whose key comes after the given one. */
  positionAfter(key: string): number {
    const items = this.all();
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#keyOf(items[middle] as T) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  toJSON(): readonly T[] {
    return this.all();
  }
}

/** Collections under a second key: the memberships of a group, the assignments of a principal. */
export class Index<T> {
  readonly #byKey = new Map<string, Collection<T>>();
  readonly #indexKeyOf: (item: T) => string;
  readonly #keyOf: (item: T) => string;
  readonly #empty: Collection<T>;

  constructor(indexKeyOf: (item: T) => string, keyOf: (item: T) => string) {
    this.#indexKeyOf = indexKeyOf;
    this.#keyOf = keyOf;
    this.#empty = new Collection(keyOf);
  }

  of(indexKey: string): Collection<T> {
    return this.#byKey.get(indexKey) ?? this.#empty;
  }

  add(item: T): void {
    const indexKey = this.#indexKeyOf(item);
    const collection = this.#byKey.get(indexKey) ?? new Collection(this.#keyOf);
    collection.add(item);
    this.#byKey.set(indexKey, collection);
  }

  delete(item: T): void {
    const indexKey = this.#indexKeyOf(item);
    const collection = this.#byKey.get(indexKey);
    collection?.delete(this.#keyOf(item));
    if (collection?.size === 0) this.#byKey.delete(indexKey);
  }
}
