import { revokeMembership } from '../../access/federated/revoke-membership.ts';
import { type RecordRevocation, recordRevocation } from '../../access/record-revocation.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { ReviewPorts, RevokedRight } from '../ports.ts';
import type { CampaignCommand, ReviewUnit } from './managed-campaign.ts';

/**
 * Records one revocation for each held fact that a submitted decision revokes, in the caller's transaction, and returns
 * how many. Of a membership in an identity provider's group, one for each role. A right that no connector reaches any more stays pending: the next reading tells what became of it.
 */
export const recordRevocations = async (
  ports: Pick<ReviewPorts, 'ids'>,
  unit: ReviewUnit,
  { actor, id, viewer }: Pick<CampaignCommand, 'actor' | 'id' | 'viewer'>,
  now: Instant,
): Promise<number> => {
  const rights = await unit.reviewItems.revokedRights(id, now);
  let recorded = 0;
  for (const right of rights) {
    const revocationId = ports.ids.next('rvk');
    try {
      const decidedBy = right.decidedBy ?? viewer.personId;
      await recordOne(ports, unit, { ...right, id: revocationId, decidedBy, actor, now });
      await unit.reviewItems.setRemediation(right.itemIds, 'pending', revocationId);
      recorded += 1;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'right-out-of-reach') throw error;
      await unit.reviewItems.setRemediation(right.itemIds, 'pending', null);
      await noteOutOfReach(unit, id, right, viewer.personId, now);
    }
  }
  return recorded;
};

type OneRevocation = Pick<RevokedRight, 'itemIds' | 'right'> &
  Pick<RecordRevocation, 'id' | 'reason' | 'decidedBy' | 'actor' | 'now'>;

/** AWS is changed by the reconciler; a group of an identity provider by the people who administer it. */
const recordOne = async (
  ports: Pick<ReviewPorts, 'ids'>,
  unit: ReviewUnit,
  { itemIds, right, ...rest }: OneRevocation,
): Promise<void> => {
  const sourceId = firstOf({ itemIds });
  if (right.kind === 'federated') await revokeMembership(ports, unit, { ...rest, right, sourceId });
  else await recordRevocation(unit, { ...rest, right, source: { kind: 'review-item', id: sourceId } });
};

const firstOf = ({ itemIds }: Pick<RevokedRight, 'itemIds'>) => itemIds[0] as RevokedRight['itemIds'][number];

const noteOutOfReach = async (
  unit: ReviewUnit,
  campaignId: CampaignCommand['id'],
  right: RevokedRight,
  actorId: PersonId,
  now: Instant,
): Promise<void> => {
  for (const itemId of right.itemIds)
    await unit.reviewItems.addEvent({ campaignId, itemId, at: now, actorId, event: 'right-out-of-reach' });
};
