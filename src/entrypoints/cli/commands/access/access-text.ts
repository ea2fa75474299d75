import type { AccessPage, AccessRow } from '../../../../contract/access.ts';
import type { Gap } from '../../../../contract/shared.ts';
import { counted, moment } from '../../output/printable.ts';
import { type Column, tableOf } from '../../output/table.ts';
import { pageFoot } from '../list-command.ts';

export interface Question {
  title(page: AccessPage): string;
  /** Answers about one person name them in the title, not in each row. */
  isAboutOne: boolean;
}

const noteOf = (row: AccessRow): string =>
  [
    row.identity.status === 'disabled' ? 'user disabled in AWS' : '',
    row.isStale ? 'stale' : '',
    row.qualifier?.text ?? '',
  ]
    .filter(Boolean)
    .join('; ');
const whoOf = (row: AccessRow): string => row.person?.name ?? `${row.identity.name} (${row.identity.kind}, no person)`;

/** What could not be read is said with every answer: an empty list is not "nobody". */
const gapLines = (gaps: readonly Gap[]): string[] =>
  gaps.length === 0
    ? []
    : [
        '',
        'Not read, and may hide access here:',
        ...gaps.map(
          (gap) =>
            `  ${gap.what} since ${moment(gap.since)}: ${gap.message}${gap.action ? ` (add ${gap.action})` : ''}`,
        ),
      ];

function columnsFor({ isAboutOne }: Question, rows: readonly AccessRow[]): Column<AccessRow>[] {
  return [
    ...(isAboutOne ? [] : [{ name: 'Who', of: whoOf }]),
    { name: 'Since', of: (row) => moment(row.since) },
    ...(rows.some((row) => noteOf(row) !== '') ? [{ name: 'Note', of: noteOf }] : []),
    { name: 'Path', of: (row) => row.sentence },
  ];
}

const countsOf = (page: AccessPage): string =>
  [
    counted(page.peopleCount, 'person', 'people'),
    counted(page.otherIdentityCount, 'identity without a person', 'identities without a person'),
  ].join(', ');

/** The answer to a question about access, as a person reads it. */
export function accessText(question: Question, page: AccessPage, width: number | undefined): string {
  if (page.asOf === null)
    return 'Nothing was read from AWS at that time: `countersign connectors list` says what there is.';
  const body =
    page.items.length === 0
      ? ['No access was found in what was read and you may see.']
      : [
          ...(question.isAboutOne ? [] : [countsOf(page)]),
          '',
          tableOf(columnsFor(question, page.items), page.items, width),
          '',
          pageFoot(page),
        ];
  return [`${question.title(page)}, as of ${moment(page.asOf)} UTC`, ...body, ...gapLines(page.gaps)].join('\n');
}
