/**
 * Text as PostgreSQL can hold it. What AWS answers may contain NUL or half of a surrogate pair (the JSON of a policy can
 * escape both), and neither text nor jsonb takes them: U+FFFD stands in, so that one odd character fails no sync.
 * https://www.postgresql.org/docs/current/datatype-json.html (on \u0000 and surrogate pairs).
 */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** The same for every text of a value that becomes JSON, keys too. */
export function storable<T>(value: T): T;
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((each) => storable(each));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storableText(key), storable(each)]));
}
