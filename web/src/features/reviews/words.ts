import type { Campaign, ReviewItem } from '../../api/types.ts';
import type { Sign } from '../../ui/status/status.tsx';

type Silence = Campaign['silence'];

/** What happens at the close to what nobody decided, for reviewers (REV-5). */
export const silenceForReviewers: Record<Silence, string> = {
  keep: 'What you leave undecided is kept when it closes.',
  revoke: 'What you leave undecided is revoked when it closes.',
  escalate: 'What you leave undecided goes to the owner of the campaign.',
};
/** The same for who runs the campaign. */
export const silenceWords: Record<Silence, string> = {
  keep: 'is kept, and marked as kept by silence',
  revoke: 'is revoked, and marked as revoked by silence',
  escalate: 'goes to the owner, and the campaign stays open until it is decided',
};
export const silenceShort: Record<Silence, string> = { keep: 'keep', revoke: 'revoke', escalate: 'ask the owner' };

export const reviewerRuleWords: Record<Campaign['reviewerRule'], string> = {
  manager: 'the manager of the person',
  'application-owner': 'the owner of the application',
};

export const campaignStatus: Record<Campaign['status'], [Sign, string]> = {
  draft: ['off', 'Draft'],
  active: ['waiting', 'Running'],
  closed: ['waiting', 'Closed'],
  'signed-off': ['pass', 'Signed off'],
  cancelled: ['not-granted', 'Cancelled'],
};

/** Due dates with their weekday: "Fri 27 Nov, 18:00". */
const due = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
export const dueWords = (instant: string): string => due.format(new Date(instant));

/** "AdministratorAccess on network-hub": how an item is called where only text fits. */
export const accessWords = ({ entitlement }: Pick<ReviewItem, 'entitlement'>): string =>
  entitlement.awsAccount
    ? `${entitlement.name} ${placeWord(entitlement)} ${entitlement.awsAccount.name}`
    : entitlement.name;
/** Permission sets are on an AWS account; groups and roles are in one. */
export const placeWord = ({ kind }: ReviewItem['entitlement']): 'in' | 'on' =>
  kind === 'permission-set-assignment' ? 'on' : 'in';
/** Whose access it is; an identity that belongs to nobody known goes by its own name. */
export const holderWords = ({ person, identity }: Pick<ReviewItem, 'person' | 'identity'>): string =>
  person?.name ?? identity.name;

/** Decisions can be drafted while the campaign runs, and again for access that came back after the close. */
export const isOpen = ({ campaign, remediation }: Pick<ReviewItem, 'campaign' | 'remediation'>): boolean =>
  campaign.status === 'active' || (campaign.status === 'closed' && remediation === 'reopened');
/** Decided, but not handed in yet. */
export const isDraft = (item: Pick<ReviewItem, 'decision' | 'submittedAt'>): boolean =>
  item.decision !== null && item.submittedAt === null;

/** By which way: the group that gives it, or the assignment itself. */
export function throughWords(item: ReviewItem): string {
  const group = item.path.find((step) => step.kind === 'group');
  if (item.entitlement.kind === 'group-member') return 'member of the group';
  return group ? group.name : 'assigned directly';
}
