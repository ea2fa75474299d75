import { Collection } from '../../state/collection.ts';
import type { Call } from '../call.ts';
import { type ScimAnswer, type ScimInput, URN } from './scim-request.ts';

/**
 * A page of things. With a cursor the answer tells how to go on; without one, as ever, it tells nothing: its total is
 * what it shows, whether there are more or not.
 */
export function listAnswer<T>(
  call: Call,
  { isPaged }: ScimInput,
  things: Collection<T>,
  written: (thing: T) => object,
): ScimAnswer {
  const { items, nextToken } = call.page(things);
  const count = items.length;
  const head = isPaged
    ? { itemsPerPage: count, ...(nextToken === undefined ? {} : { nextCursor: nextToken }) }
    : { totalResults: count, itemsPerPage: count, startIndex: 1 };
  return { status: 200, body: { ...head, schemas: [URN.list], Resources: items.map(written) } };
}

/** Of those found by a filter. */
export function found<T extends { readonly id: string }>(things: Iterable<T | undefined>): Collection<T> {
  return new Collection(
    ({ id }) => id,
    [...things].filter((thing) => thing !== undefined),
  );
}

/** When a thing came and changed last, as its `meta` says. */
export function meta(resourceType: string, thing: { readonly createdAt: number; readonly updatedAt: number }): object {
  return { resourceType, created: seconds(thing.createdAt), lastModified: seconds(thing.updatedAt) };
}

function seconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
