const mostWidth = 78;
const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** JSON as people write policies: what holds one plain value stays on its line, a list of one object hugs it. */
export function compactJson(text: string): string {
  try {
    return written(JSON.parse(text), '');
  } catch {
    return text;
  }
}

function written(value: unknown, indent: string): string {
  if (isPlain(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const [only] = value;
    if (value.length === 1 && !isPlain(only)) return `[${written(only, indent)}]`;
    if (value.length <= 1) return `[${value.map((item) => written(item, inner)).join('')}]`;
    return `[\n${value.map((item) => inner + written(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as object).map(
    ([key, item]) => `${JSON.stringify(key)}: ${written(item, inner)}`,
  );
  const line = `{ ${entries.join(', ')} }`;
  if (
    entries.length === 1 &&
    !line.includes('\n') &&
    isPlain(Object.values(value as object)[0]) &&
    line.length <= mostWidth
  )
    return line;
  return `{\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}}`;
}
