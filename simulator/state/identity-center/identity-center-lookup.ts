/** Finds things by a further key. Built on first use: a world that nobody asks so pays nothing for it. */
export class Lookup<T> {
  readonly #all: () => Iterable<T>;
  readonly #keysOf: (item: T) => readonly string[];
  #byKey: Map<string, T> | undefined;

  constructor(all: () => Iterable<T>, keysOf: (item: T) => readonly string[]) {
    this.#all = all;
    this.#keysOf = keysOf;
  }

  get(key: string): T | undefined {
    if (!this.#byKey) {
      this.#byKey = new Map();
      for (const item of this.#all()) this.add(item);
    }
    return this.#byKey.get(key);
  }

  add(item: T): void {
    for (const key of this.#byKey ? this.#keysOf(item) : []) this.#byKey?.set(key, item);
  }

  /** Before the thing's keys change, or it goes. */
  delete(item: T): void {
    for (const key of this.#byKey ? this.#keysOf(item) : []) {
      if (this.#byKey?.get(key) === item) this.#byKey.delete(key);
    }
  }
}
