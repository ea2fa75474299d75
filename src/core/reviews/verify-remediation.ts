import { reopenMembershipTasks } from '../access/federated/reopen-membership-tasks.ts';
import type { PersonId } from '../shared/ids.ts';
import type { ReopenedItem, ReviewPorts } from './ports.ts';

/**
 * After each publish, and each upload of an identity provider's groups (REV-6): revoked access that the newest publication
 * or upload no longer has is proven gone; what a person said to be done and is still there is asked for again; what came back
 * while its campaign is not signed off waits for its reviewer again, and the owner is told. Facts that could not be
 * read still stand and prove nothing.
 */
export const verifyRemediation = (
  ports: Pick<ReviewPorts, 'transact' | 'clock'>,
): Promise<{ verified: number; reopened: number }> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    await reopenMembershipTasks(unit, now);
    const verified = await unit.remediation.verify(now);
    await unit.federatedRights.settleProven(now);
    const reopened = await unit.remediation.reopen(now);
    for (const item of reopened)
      await unit.audit({
        at: now,
        actor: { kind: 'system' },
        action: 'review.reopened',
        objectKind: 'review-item',
        objectId: item.id,
        detail: { campaignId: item.campaignId },
      });
    await unit.notifications.tell(
      reopened.flatMap((item) => told(item).map((personId) => message(item, personId, now))),
      now,
    );
    return { verified, reopened: reopened.length };
  });

const told = ({ ownerId, reviewerId }: ReopenedItem): PersonId[] => [
  ...new Set([ownerId, ...(reviewerId === null ? [] : [reviewerId])]),
];

const message = (item: ReopenedItem, personId: PersonId, now: string) => ({
  personId,
  kind: 'review-waiting' as const,
  objectKind: 'campaign',
  objectId: item.campaignId,
  title: `Access came back: ${item.campaignName}`,
  body: `${item.sentence} was revoked, was gone, and is there again. It waits for a decision.`,
  link: `/reviews/${item.campaignId}`,
  dedupeKey: `review-reopened:${item.id}:${now}`,
});
