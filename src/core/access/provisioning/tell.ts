import type { NewNotification } from '../../notifications/ports.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { type Lease, sessionsMayLastUntil } from '../model/lease.ts';
import { entitlementName, isElsewhere, type RightFacts } from '../model/right.ts';
import type { Failure, ManualTaskId } from '../provisioning-ports.ts';

const dayMs = 24 * 3_600_000;
/** `2026-11-24 13:30 UTC`: instants in messages name their zone. */
const inWords = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

const about = (lease: Lease) => ({
  personId: lease.personId,
  objectKind: 'lease',
  objectId: lease.id,
  link: `/requests/${lease.requestId}`,
});

export const leaseActive = (lease: Lease, facts: RightFacts): NewNotification => ({
  ...about(lease),
  kind: 'lease-active',
  title: `You have ${entitlementName(facts)}`,
  body: `AWS confirms it. It ends ${inWords(lease.endsAt)}.`,
  dedupeKey: `active/${lease.id}`,
});

/** The end is part of the key: a lease that was given more time is told about again. */
export const leaseEndingSoon = (lease: Lease, name: string): NewNotification => ({
  ...about(lease),
  kind: 'lease-ending-soon',
  title: `${name} ends soon`,
  body: `It ends ${inWords(lease.endsAt)}. Ask for more time if you need it.`,
  dedupeKey: endingSoonKey(lease),
});
export const endingSoonKey = ({ id, endsAt }: Pick<Lease, 'id' | 'endsAt'>): string => `ending-soon/${id}/${endsAt}`;

export const leaseEnded = (lease: Lease, facts: RightFacts, note: string | null): NewNotification => {
  const open = sessionsMayLastUntil(lease.endsAt, facts.permissionSet?.attrs.sessionDuration);
  const sentences = [
    lease.endReason === 'revoked'
      ? `It was taken away before its time${lease.endNote ? `: ${lease.endNote}` : '.'}`
      : null,
    note ?? 'AWS confirms that it is gone.',
    open && !note ? `A session that is still open may work until ${inWords(open)}.` : null,
  ];
  return {
    ...about(lease),
    kind: 'lease-ended',
    title: `${entitlementName(facts)} has ended`,
    body: sentences.filter(Boolean).join(' '),
    dedupeKey: `ended/${lease.id}`,
  };
};

export const leaseMissed = (lease: Lease): NewNotification => ({
  ...about(lease),
  kind: 'lease-ended',
  title: 'Your access was over before it could begin',
  body: `It was meant to end ${inWords(lease.endsAt)}. Ask again if you still need it.`,
  dedupeKey: `ended/${lease.id}`,
});

export const leaseWithdrawn = (lease: Lease): NewNotification => ({
  ...about(lease),
  kind: 'lease-ended',
  title: 'Access you were to have was withdrawn before it began',
  body: lease.endNote ?? '',
  dedupeKey: `ended/${lease.id}`,
});

export const leaseFailed = (lease: Lease, facts: RightFacts, failure: Failure): NewNotification => ({
  ...about(lease),
  kind: 'lease-ended',
  title: `${entitlementName(facts)} could not be given to you`,
  body: failure.message,
  dedupeKey: `failed/${lease.id}`,
});

/** Told again each day until somebody resolves it (PRV-6). */
export const stuck = (
  owners: readonly PersonId[],
  right: { ledgerId: number; connectorId: string; facts: RightFacts; isRemoval: boolean },
  failure: Failure,
  now: Instant,
): NewNotification[] => {
  const days = Math.floor((Date.parse(now) - Date.parse(failure.since)) / dayMs);
  const what = `${entitlementName(right.facts)} ${right.isRemoval ? 'from' : 'for'} ${right.facts.principal.name}`;
  return owners.map((personId) => ({
    personId,
    kind: 'provisioning-stuck',
    objectKind: 'connector',
    objectId: right.connectorId,
    title: right.isRemoval ? `Access could not be taken away: ${what}` : `Access could not be given: ${what}`,
    body: [failure.message, failure.awsError && `AWS says: ${failure.awsError}`, 'Countersign keeps trying.']
      .filter(Boolean)
      .join(' '),
    link: `/connectors/${right.connectorId}`,
    dedupeKey: `stuck/${right.ledgerId}/${failure.since}/${days}`,
  }));
};

export const manualTaskNeeded = (
  owners: readonly PersonId[],
  { id, title, facts }: { id: ManualTaskId; title: string; facts: RightFacts },
): NewNotification[] =>
  owners.map((personId) => ({
    personId,
    kind: 'manual-task',
    objectKind: 'manual-task',
    objectId: id,
    title,
    body: isElsewhere(facts)
      ? `The group is in AWS account ${facts.awsAccountId}, where Countersign only reads, so somebody has to do it there. The task says how.`
      : 'Provisioning is off for this connector, so somebody has to do it in AWS. The task says how.',
    link: `/tasks/${id}`,
    dedupeKey: `manual/${id}`,
  }));
