import { cursorInvalid, decodeCursor, encodeCursor } from '../cursor.ts';

/** A cursor that also says which list and sort it belongs to. */
export const encodeSortedCursor = (sort: string, key: readonly (string | number)[]): string =>
  encodeCursor([sort, ...key]);

/** Refuses `cursor-invalid` for a text that no page of this very list gave out, in this order. */
export function decodeSortedCursor(
  cursor: string | undefined,
  sort: string,
  types: readonly ('string' | 'number')[],
): (string | number)[] | null {
  const decoded = decodeCursor(cursor, ['string', ...types]) as (string | number)[] | null;
  if (decoded === null) return null;
  const [givenSort, ...key] = decoded;
  // What PostgreSQL would not take as int or text is not ours either.
  if (givenSort !== sort || !key.every(fits)) throw cursorInvalid();
  return key;
}

const fits = (value: string | number): boolean =>
  typeof value === 'string' ? !value.includes('\0') : Number.isInteger(value) && Math.abs(value) <= 2_147_483_647;
