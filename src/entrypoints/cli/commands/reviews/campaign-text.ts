import type { z } from 'zod';
import type { Campaign, CampaignPreview, campaignRoutes, ReviewItem } from '../../../../contract/campaigns.ts';
import { counted, moment } from '../../output/printable.ts';
import { type Column, tableOf } from '../../output/table.ts';

type PreviewedProvider = CampaignPreview['identityProviders'][number];
type Progress = z.output<typeof campaignRoutes.progress.response>['items'];

const scopeOf = ({ scope }: Campaign): string =>
  `${scope.awsAccountIds === 'all' ? 'all AWS accounts' : scope.awsAccountIds.join(', ')}${scope.includesGroups ? ', with the groups that reach them' : ''}`;

const remediationOf = ({ counts }: Campaign): string =>
  [
    `${counts.remediationVerified} proven gone`,
    `${counts.remediationPending} under way`,
    ...(counts.reopened > 0 ? [`${counts.reopened} came back and wait for a decision`] : []),
  ].join(', ');

/** One campaign as a few lines: state first, then how far it is. */
export const campaignText = (campaign: Campaign): string =>
  [
    `${campaign.name} (${campaign.id}): ${campaign.status}`,
    ...(campaign.description ? [`  ${campaign.description}`] : []),
    `  Owner        ${campaign.owner.name}`,
    `  Scope        ${scopeOf(campaign)}`,
    `  Reviewers    ${campaign.reviewerRule}, otherwise ${campaign.fallbackReviewer.name}`,
    `  Silence      ${campaign.silence}`,
    `  Due          ${moment(campaign.dueAt)} UTC`,
    ...(campaign.asOf ? [`  As of        ${moment(campaign.asOf)} UTC`] : []),
    ...(campaign.staleReason ? [`  Not fresh    started all the same: ${campaign.staleReason}`] : []),
    ...(campaign.status === 'draft'
      ? []
      : [
          `  Items        ${campaign.counts.items}: ${campaign.counts.decided} decided, ${campaign.counts.submitted} submitted; ${campaign.counts.certified} certified, ${campaign.counts.revoked} revoked${campaign.counts.bySilence > 0 ? `, ${campaign.counts.bySilence} by silence` : ''}`,
        ]),
    ...(campaign.counts.revoked > 0 && campaign.closedAt ? [`  Revocations  ${remediationOf(campaign)}`] : []),
    ...(campaign.closedAt ? [`  Closed       ${moment(campaign.closedAt)} UTC`] : []),
    ...(campaign.signedOffAt
      ? [`  Signed off   ${moment(campaign.signedOffAt)} UTC by ${campaign.signedOffBy?.name ?? '–'}`]
      : []),
  ].join('\n');

export const progressTable = (rows: Progress, width: number | undefined): string =>
  tableOf(
    [
      { name: 'Reviewer', of: (row) => row.reviewer.name },
      { name: 'Items', of: (row) => row.items },
      { name: 'Decided', of: (row) => row.decided },
      { name: 'Submitted', of: (row) => row.submitted },
      {
        name: 'Median per item',
        of: (row) => (row.medianSeconds === null ? null : `${Math.round(row.medianSeconds)} s`),
      },
    ],
    rows,
    width,
  );

const providerText = ({ name, items, unmatched, uploadedAt, isChangedSince }: PreviewedProvider): string =>
  [
    `${name}: ${counted(items, 'item')} by its groups, ${uploadedAt ? `uploaded ${moment(uploadedAt)} UTC` : 'not uploaded by then: its members are not known'}`,
    ...(unmatched > 0 ? [`${counted(unmatched, 'member')} not in the directory`] : []),
    ...(isChangedSince ? ['changed since AWS was last read: sync first to take that in'] : []),
  ].join('; ');

/** What a start would freeze, and who would be asked. */
export const previewText = (preview: CampaignPreview): string =>
  [
    `${counted(preview.items, 'item')} of ${counted(preview.people, 'person', 'people')}: ${preview.withReviewer} with a reviewer, ${preview.onFallback} fall back`,
    ...preview.reviewers.map(({ person, items }) => `  ${person.name}: ${counted(items, 'item')}`),
    ...preview.identityProviders.map(providerText),
    ...(preview.gaps.length > 0 ? ['Not read, and would not be covered:'] : []),
    ...preview.gaps.map((gap) => `  ${gap.what} since ${moment(gap.since)}: ${gap.message}`),
    ...(preview.isStartable ? [] : ['A start is refused while that is so, unless signed for with --stale-reason.']),
  ].join('\n');

const decisionOf = (item: ReviewItem): string =>
  item.decision === null
    ? 'none'
    : `${item.decision}${item.isBySilence ? ' by silence' : item.submittedAt ? '' : ' (draft)'}`;

export const itemColumns: readonly Column<ReviewItem>[] = [
  { name: 'Id', of: (row) => row.id },
  { name: 'Who', of: (row) => row.person?.name ?? `${row.identity.name} (${row.identity.kind}, no person)` },
  { name: 'Since', of: (row) => row.since.slice(0, 10) },
  { name: 'Decision', of: decisionOf },
  { name: 'Reviewer', of: (row) => row.reviewer?.name },
  { name: 'Revocation', of: (row) => (row.remediation === 'none' ? '' : row.remediation) },
  { name: 'Path', of: (row) => row.sentence },
];

const within = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];

export const itemText = (item: ReviewItem): string =>
  [
    `${item.sentence} (${item.id}): ${decisionOf(item)}${item.reason ? `, ${item.reason}` : ''}`,
    ...(item.decision === 'revoke' ? [`  Removes      ${item.removes}`] : []),
    ...(item.decision === 'revoke' && item.federation
      ? [
          `  By hand      AWS cannot do this: it becomes a task for the administrators of ${item.federation.identityProvider}`,
        ]
      : []),
    ...(item.decision === 'revoke' ? within('Takes away as well', item.alsoRemoves) : []),
    ...(item.decision === 'revoke' ? within('Stays all the same', item.remains) : []),
  ].join('\n');
