import type {
  DecisionRow,
  EvidenceData,
  EvidencePerson,
  ReassignmentRow,
  RemediationRow,
  ReviewerRow,
} from '../../core/reviews/evidence/evidence-data.ts';
import { type CsvRow, packCsv } from './pack-csv.ts';

/** The tables of a pack for spreadsheets: the same rows as the JSON files, flat. */
export const packTables = (data: EvidenceData): { name: string; text: string }[] => [
  table(
    'population.csv',
    data.population.map(({ alsoRemoves, remains, ...row }) => ({
      ...row,
      alsoRemoves: alsoRemoves.join('; '),
      remains: remains.join('; '),
    })),
    populationColumns,
  ),
  table('decisions.csv', data.decisions.map(decision), decisionColumns),
  table('reassignments.csv', data.reassignments.map(reassignment), ['at', 'itemId', 'from', 'to', 'by', 'reason']),
  table('remediation.csv', data.remediation.map(remediation), remediationColumns),
  table('reviewers.csv', data.reviewers.map(reviewer), reviewerColumns),
];

const table = (name: string, rows: readonly CsvRow[], columns: readonly string[]) => ({
  name,
  text: packCsv(columns, rows),
});
const nameOf = (person: EvidencePerson | null): string =>
  person === null ? '' : person.email === null ? person.name : `${person.name} <${person.email}>`;

const populationColumns = [
  'n',
  'itemId',
  'personId',
  'personName',
  'personEmail',
  'personStatus',
  'identityName',
  'identityKind',
  'identityNativeId',
  'identityStatus',
  'matchedBy',
  'entitlementKind',
  'entitlement',
  'awsAccountId',
  'awsAccountName',
  'path',
  'since',
  'leaseUntil',
  'removes',
  'alsoRemoves',
  'remains',
  'factsDigest',
  'identityProvider',
  'identityProviderGroup',
];
const decisionColumns = [
  'n',
  'itemId',
  'path',
  'reviewer',
  'reviewerVia',
  'decision',
  'reason',
  'decidedBy',
  'decidedAt',
  'submittedAt',
  'isBySilence',
  'factsDigest',
];
const decision = (row: DecisionRow): CsvRow => ({
  ...row,
  reviewer: nameOf(row.reviewer),
  decidedBy: nameOf(row.decidedBy),
});
const reassignment = (row: ReassignmentRow): CsvRow => ({
  ...row,
  from: nameOf(row.from),
  to: nameOf(row.to),
  by: nameOf(row.by),
});

const remediationColumns = [
  'n',
  'itemId',
  'removes',
  'state',
  'revocationId',
  'recordedAt',
  'doneAt',
  'awsRequestIds',
  'verifiedAt',
  'verifiedPublication',
  'failure',
  'verifiedUploadAt',
];
const remediation = (row: RemediationRow): CsvRow => ({
  ...row,
  awsRequestIds: row.awsRequestIds.join('; '),
  failure: row.failure === null ? '' : JSON.stringify(row.failure),
});

const reviewerColumns = ['reviewer', 'items', 'submitted', 'certified', 'revoked', 'bySilence', 'medianSeconds'];
const reviewer = (row: ReviewerRow): CsvRow => ({ ...row, reviewer: nameOf(row.reviewer) });
