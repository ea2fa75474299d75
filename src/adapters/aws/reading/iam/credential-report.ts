import type { AccessKeyUse, UseFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';

type Row = (column: string) => string | undefined;

/**
 * What a credential report says, one fact a user and one for the root user, which is the AWS account's. Null when it is
 * no such report. AWS's words for "nothing" (N/A, no_information, not_supported) become nothing; columns are found by
 * name, since AWS adds some (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html).
 */
export function readReport(text: string, awsAccount: EntityRef): UseFact[] | null {
  const [header = [], ...lines] = text.split(/\r?\n/).filter(Boolean).map(cellsOf);
  if (!['user', 'arn', 'user_creation_time', 'mfa_active'].every((column) => header.includes(column))) return null;
  return lines.map((cells) => {
    const row: Row = (column) => {
      const cell = cells[header.indexOf(column)];
      return cell === undefined || nothing.has(cell.toLowerCase()) ? undefined : cell;
    };
    return useOf(row, awsAccount);
  });
}

const nothing = new Set(['', 'n/a', 'no_information', 'not_supported']);

function useOf(row: Row, awsAccount: EntityRef): UseFact {
  const accessKeys = [1, 2].flatMap((slot) => accessKey(row, slot) ?? []);
  const passwordUsedAt = instant(row('password_last_used'));
  const uses = [{ usedAt: passwordUsedAt, region: undefined }, ...accessKeys];
  const newest = uses.reduce((a, b) => ((b.usedAt ?? '') > (a.usedAt ?? '') ? b : a));
  const isRoot = row('user') === '<root_account>';
  return {
    of: isRoot
      ? awsAccount
      : { kind: 'iam-user', arn: row('arn') ?? '', createdAt: instant(row('user_creation_time')) ?? '' },
    ...(newest.usedAt && { lastUsedAt: newest.usedAt }),
    ...(newest.usedAt && newest.region && { lastUsedRegion: newest.region }),
    ...optional('hasPassword', flag(row('password_enabled'))),
    ...optional('hasMfa', flag(row('mfa_active'))),
    ...optional('passwordUsedAt', passwordUsedAt),
    ...optional('passwordChangedAt', instant(row('password_last_changed'))),
    accessKeys,
  };
}

/** A slot that never held a key has no date; an inactive key keeps its dates. */
function accessKey(row: Row, slot: number): AccessKeyUse | null {
  const column = (name: string) => row(`access_key_${slot}_${name}`);
  const isActive = flag(column('active')) ?? false;
  const rotatedAt = instant(column('last_rotated'));
  if (!isActive && rotatedAt === undefined) return null;
  return {
    isActive,
    ...optional('rotatedAt', rotatedAt),
    ...optional('usedAt', instant(column('last_used_date'))),
    ...optional('region', column('last_used_region')),
    ...optional('service', column('last_used_service')),
  };
}

const flag = (cell: string | undefined) => (cell === undefined ? undefined : cell.toLowerCase() === 'true');

function instant(cell: string | undefined): string | undefined {
  const at = Date.parse(cell ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };

/** One line of RFC 4180, whose cells hold no line breaks: AWS's names have none. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
