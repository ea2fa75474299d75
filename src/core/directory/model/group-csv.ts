import { Refusal } from '../../shared/refusal.ts';

/** A row of a CSV file with the line it begins at, as the file's reader gives it. */
export interface CsvRow {
  line: number;
  fields: string[];
}
export interface GroupMember {
  group: string;
  /** In lower case. */
  email: string;
}

const mostRows = 10_000;
const longestGroup = 256;
const longestEmail = 254;
/** As many faults as one wants to read at once. */
const mostFaults = 20;

/**
 * Groups and their members out of the rows of a file with the columns `group` and `email`, in any order and letter case,
 * each pair once. A fault anywhere takes nothing from the file: refuses `csv-invalid` with the line of each.
 */
export function readGroupMembers(rows: readonly CsvRow[]): GroupMember[] {
  const [header, ...lines] = rows;
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const [groupAt, emailAt] = [names.indexOf('group'), names.indexOf('email')];
  if (names.length !== 2 || groupAt < 0 || emailAt < 0)
    throw csvInvalid([{ line: header?.line ?? 1, message: 'the first line must be: group,email' }]);
  if (lines.length === 0)
    throw csvInvalid([{ line: header?.line ?? 1, message: 'there is no member; this would remove everybody' }]);
  if (lines.length > mostRows)
    throw csvInvalid([{ line: lines[mostRows]?.line ?? 0, message: `more than ${mostRows} rows` }]);
  const members = new Map<string, GroupMember>();
  const faults: CsvFault[] = [];
  for (const { line, fields } of lines) {
    const group = (fields[groupAt] ?? '').trim();
    const email = (fields[emailAt] ?? '').trim().toLowerCase();
    const message = faultOf(fields.length, group, email);
    if (message) faults.push({ line, message });
    else members.set(`${group}\n${email}`, { group, email });
  }
  if (faults.length > 0) throw csvInvalid(faults);
  return [...members.values()];
}

interface CsvFault {
  line: number;
  message: string;
}
export const csvInvalid = (faults: readonly CsvFault[]): Refusal => {
  const first = faults[0];
  const more = faults.length > 1 ? ` ${faults.length - 1} more lines are at fault.` : '';
  return new Refusal('invalid', 'csv-invalid', `Line ${first?.line}: ${first?.message}. Nothing was changed.${more}`, {
    field: 'csv',
    facts: { faults: faults.slice(0, mostFaults), faultCount: faults.length },
  });
};

function faultOf(fieldCount: number, group: string, email: string): string | null {
  if (fieldCount !== 2) return `${fieldCount} fields where there should be 2; a comma inside a name needs quotes`;
  if (group === '') return 'the group has no name';
  if (group.length > longestGroup) return `a group's name has at most ${longestGroup} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that no name has
  if (/[\u0000-\u001f\u007f]/.test(group)) return "a group's name is one line of text";
  if (email.length > longestEmail || !/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(email))
    return `not an e-mail address: ${email || 'nothing'}`;
  return null;
}
