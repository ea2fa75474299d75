import { describe, expect, it } from 'vitest';
import { Collection } from './collection.ts';

interface Thing {
  key: string;
  version: number;
}

const things = (...keys: string[]) => {
  const collection = new Collection<Thing>(({ key }) => key);
  for (const key of keys) collection.add({ key, version: 1 });
  return collection;
};
const keys = (collection: Collection<Thing>) => collection.all().map(({ key }) => key);

describe('a collection that was listed', () => {
  it('stays in order through every change', () => {
    const collection = things('d', 'b');
    expect(keys(collection)).toEqual(['b', 'd']);
    for (const key of ['c', 'a', 'e']) collection.add({ key, version: 1 });
    expect(keys(collection)).toEqual(['a', 'b', 'c', 'd', 'e']);
    collection.add({ key: 'c', version: 2 });
    expect(collection.all()[2]).toEqual({ key: 'c', version: 2 });
    for (const key of ['a', 'e', 'c', 'none']) collection.delete(key);
    expect(keys(collection)).toEqual(['b', 'd']);
    expect(collection.size).toBe(2);
  });

  it('does not change under whoever goes through it', () => {
    const collection = things('a', 'b', 'c');
    const seen: string[] = [];
    for (const { key } of collection.all()) {
      seen.push(key);
      collection.delete(key);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(collection.all()).toEqual([]);
  });

  it('finds its order again when a key changed under it', () => {
    const collection = things('a', 'b', 'c');
    const [first] = collection.all();
    if (!first) throw new Error('there are things');
    first.key = 'z';
    collection.delete('a');
    collection.add(first);
    expect(keys(collection)).toEqual(['b', 'c', 'z']);
  });
});
