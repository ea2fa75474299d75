import { cursorInvalid, decodeCursor, encodeCursor, type KeyPart } from '../cursor.ts';

/** A cursor that also says which list and sort it belongs to. */
export const encodeSortedCursor = (sort: string, key: readonly (string | number)[]): string =>
  encodeCursor([sort, ...key]);

/** Refuses `cursor-invalid` for a text that no page of this very list gave out, in this order. */
export function decodeSortedCursor(
  cursor: string | undefined,
  sort: string,
  parts: readonly KeyPart[],
): (string | number)[] | null {
  const decoded = decodeCursor(cursor, ['string', ...parts]) as (string | number)[] | null;
  if (decoded === null) return null;
  const [givenSort, ...key] = decoded;
  if (givenSort !== sort) throw cursorInvalid();
  return key;
}
