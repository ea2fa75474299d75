/** Inputs hold dates and bytes, which JSON does not: they are written as objects of one member. */
const DATE = '$date';
const BYTES = '$bytes';

/** An entry of the journal as one line of JSON. */
export function writtenEntry(entry: object): string {
  return JSON.stringify(entry, function (this: Record<string, unknown>, name, value: unknown) {
    // A date has turned itself into text by now; its holder still has it.
    const original = this[name];
    if (original instanceof Date) return { [DATE]: original.getTime() };
    if (original instanceof Uint8Array) return { [BYTES]: Buffer.from(original).toString('base64') };
    return value;
  });
}

export function parseEntry(line: string): unknown {
  return JSON.parse(line, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { [DATE]: date, [BYTES]: bytes } = value as Record<string, unknown>;
    if (typeof date === 'number') return new Date(date);
    return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : value;
  });
}
