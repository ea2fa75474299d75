import { entryText } from '../model/audit-chain.ts';
import type { AuditExportRow, AuditFilter } from './audit-views.ts';

export const auditFormat = 'countersign-audit-1';

/**
 * An export as JSON lines, piece by piece (docs/audit-format.md). Entries stand in it as the very text that was hashed. The
 * last line counts them: an export without it was cut off on its way.
 */
export async function* exportLines(
  pieces: AsyncIterable<AuditExportRow[]>,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const isWhole = Object.values(filter).every((value) => value === undefined);
  const counts = { sealed: 0, waiting: 0 };
  for await (const rows of pieces) {
    if (rows.length > 0) yield rows.map((row) => `${lineOf(row, isWhole ? null : filter)}\n`).join('');
    for (const { kind } of rows) if (kind === 'sealed' || kind === 'waiting') counts[kind] += 1;
  }
  yield `${JSON.stringify({ end: counts })}\n`;
}

const lineOf = (row: AuditExportRow, filter: AuditFilter | null): string => {
  if (row.kind === 'start') return JSON.stringify({ format: auditFormat, at: row.at, filter, keys: row.keys });
  if (row.kind === 'checkpoint') return JSON.stringify({ checkpoint: row.checkpoint });
  if (row.kind === 'waiting') return `{"n":null,"hash":null,"entry":${entryText(row.entry)}}`;
  return `{"n":${row.position},"hash":"${row.hash}","entry":${row.entry === null ? 'null' : entryText(row.entry)}}`;
};
