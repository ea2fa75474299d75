import { Refusal } from '../../core/shared/refusal.ts';

/** The sort key of the last row of a page: the next page starts after it, whatever came or went in between. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Refuses `cursor-invalid` for anything encodeCursor did not make with as many parts. */
export const decodeCursor = (cursor: string | undefined, types: readonly ('string' | 'number')[]): unknown[] | null => {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === types.length && key.every((part, n) => typeof part === types[n]))
      return key;
  } catch {
    // Not JSON: refused below.
  }
  throw cursorInvalid();
};

export const cursorInvalid = (): Refusal =>
  new Refusal('invalid', 'cursor-invalid', 'This cursor is not one that this list gave out.', { field: 'cursor' });

/** Of `limit + 1` rows read, those of the page, and the cursor if there was one more. */
export const cutPage = <Row, T>(
  rows: Row[],
  limit: number,
  item: (row: Row) => T,
  key: (row: Row) => (string | number)[],
): { items: T[]; nextCursor: string | null } => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(item), nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null };
};
