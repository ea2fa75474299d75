import { Refusal } from '../../../core/shared/refusal.ts';

/** Where a page ended: the sort it belongs to and the key of its last row. Opaque to callers, checked when it returns. */
export const encodeCursor = (sort: string, key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([sort, ...key])).toString('base64url');

/** Throws Refusal `cursor-invalid` for a text that no page of this very list gave out. */
export function decodeCursor(
  cursor: string | undefined,
  sort: string,
  types: readonly ('string' | 'number')[],
): (string | number)[] | null {
  if (cursor === undefined) return null;
  const [givenSort, ...key] = parse(cursor);
  const fits =
    givenSort === sort &&
    key.length === types.length &&
    key.every((value, index) => typeof value === types[index] && (typeof value !== 'number' || isInt4(value)));
  if (!fits || key.some((value) => typeof value === 'string' && value.includes('\0'))) throw cursorInvalid();
  return key as (string | number)[];
}

const isInt4 = (value: number) => Number.isInteger(value) && Math.abs(value) <= 2_147_483_647;

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value)) return value;
  } catch {
    // Not ours.
  }
  throw cursorInvalid();
}

const cursorInvalid = () =>
  new Refusal('invalid', 'cursor-invalid', 'The cursor is not one that this list gave out. Start again without it.', {
    field: 'cursor',
  });
