import { stringify } from 'csv-stringify/sync';

type Cell = string | number | boolean | null | undefined;
export type CsvRow = Record<string, Cell>;

/**
 * CSV as of RFC 4180 for spreadsheets. Texts that a spreadsheet would take for a formula get an apostrophe in front
 * (names come from AWS and from people). The JSON beside it has every text as it is.
 */
export const packCsv = (columns: readonly string[], rows: readonly CsvRow[]): string =>
  stringify(
    rows.map((row) => columns.map((column) => row[column] ?? '')),
    {
      header: true,
      columns: [...columns],
      escape_formulas: true,
      record_delimiter: 'windows',
      cast: { boolean: (value) => (value ? 'yes' : 'no') },
    },
  );
