import { createHash } from 'node:crypto';

/** Fast random numbers out of a seed (sfc32): the same seed, the same world. Ids come from the world's IdSource. */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
  }

  /** A whole number from 0 up to (not including) the limit. */
  below(limit: number): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) % limit;
  }

  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  shuffled<T>(items: Iterable<T>): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) this.#swap(result, this.below(last + 1), last);
    return result;
  }

  /** Takes that many items out of an array, at random; the rest stays in some order. */
  take<T>(items: T[], count: number): T[] {
    for (let index = 0; index < count; index += 1) {
      this.#swap(items, index + this.below(items.length - index), index);
    }
    return items.splice(0, count);
  }

  #swap<T>(items: T[], a: number, b: number): void {
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  }
}
