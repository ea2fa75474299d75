import { createHash } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What each chain starts from: the hash of nothing that ever was. */
export const chainStart = '0'.repeat(64);

/**
 * Rows as a JSON array with one row a line, and beside it their chain: the hash of each row, and the hash of that row
 * together with all before it. Whoever holds count and head can tell a changed, moved, added or missing row.
 */
export const chainRows = (rows: readonly object[]): { json: string; chain: string; count: number; head: string } => {
  let head = chainStart;
  const lines = rows.map((row) => JSON.stringify(row));
  const links = lines.map((line, index) => {
    head = sha256(`${head}\n${line}\n`);
    return `${index + 1} ${sha256(line)} ${head}\n`;
  });
  return { json: jsonLines(lines), chain: links.join(''), count: rows.length, head };
};

/** A JSON array with one element a line. */
export const jsonArray = (rows: readonly object[]): string => jsonLines(rows.map((row) => JSON.stringify(row)));

const jsonLines = (lines: readonly string[]): string => (lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
