import { Refusal } from '../../core/shared/refusal.ts';

/** The sort key of the last row of a page: the next page starts after it, whatever came or went in between. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** What a part of a key is to PostgreSQL: a text, an instant, an int, or a bigint as far as numbers of ours go. */
export type KeyPart = 'string' | 'instant' | 'int' | 'bigint';

const largestInt = 2_147_483_647;
const instant = /^(?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;
/** PostgreSQL refuses what does not fit, and that would look like a fault of ours. */
const fits: Record<KeyPart, (part: unknown) => boolean> = {
  string: (part) => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'),
  instant: (part) => typeof part === 'string' && instant.test(part) && isOnCalendar(part),
  int: (part) => Number.isInteger(part) && Math.abs(part as number) <= largestInt,
  bigint: (part) => Number.isSafeInteger(part),
};
/** JavaScript moves 30 February to March, which PostgreSQL refuses. */
const isOnCalendar = (text: string): boolean => {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
};

/** Refuses `cursor-invalid` for anything encodeCursor did not make of such parts. */
export const decodeCursor = (cursor: string | undefined, parts: readonly KeyPart[]): unknown[] | null => {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, n) => fits[part](key[n]))) return key;
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
