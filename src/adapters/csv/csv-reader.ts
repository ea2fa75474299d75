import { CsvError, parse } from 'csv-parse/sync';
import type { CsvReader } from '../../core/directory/federation/ports.ts';
import { csvInvalid } from '../../core/directory/model/group-csv.ts';

/** RFC 4180 with what spreadsheets do to it: a byte order mark, any line ending, blank lines. */
export const csvReader: CsvReader = {
  rows(text) {
    try {
      const records = parse(text, {
        bom: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        record_delimiter: ['\r\n', '\n', '\r'],
        max_record_size: 2_000,
      }) as unknown as { record: string[]; info: { lines: number } }[];
      return records.map(({ record, info }) => ({ line: info.lines, fields: record }));
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const line = typeof error.lines === 'number' ? error.lines : 1;
      throw csvInvalid([{ line, message: reasons[error.code] ?? 'this is not CSV' }]);
    }
  },
};

const reasons: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a field; the whole field needs quotes, and quotes in it doubled',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  CSV_MAX_RECORD_SIZE: 'more than 2,000 characters',
};
