import type { Instant } from '../../../shared/ports.ts';
import type { EntityKind } from '../kinds.ts';
import type { Explained, Named } from './touched.ts';

/** An entity as the last reading of it had it. */
export interface Thing {
  kind: EntityKind;
  nativeId: string;
  name: string | null;
  arn: string | null;
  /** The native id of its parent: of IAM things the AWS account. */
  parentId: string | null;
}
export interface ChangeToExplain {
  op: 'granted' | 'removed' | 'changed' | 'appeared' | 'vanished';
  publishedAt: Instant;
  entity: Thing | null;
  target: Thing | null;
  permissionSetArn: string | null;
  principal: Thing | null;
}
export interface ExplainingEvent {
  id: string;
  at: Instant;
  explained: readonly Explained[];
}

/**
 * The event that a change is the work of: of those before the publication that fit, the one that names it most exactly,
 * and of several such the last. Null when none does: then it stays "outside", for a wrong name is worse than none.
 */
export function explainChange<Event extends ExplainingEvent>(
  change: ChangeToExplain,
  events: readonly Event[],
): Event | null {
  let best: { event: Event; exactness: number } | null = null;
  for (const event of events) {
    if (event.at > change.publishedAt) continue;
    const exactness = Math.max(0, ...event.explained.map((each) => exactnessOf(each, change)));
    if (exactness === 0 || (best && exactness < best.exactness)) continue;
    if (!best || exactness > best.exactness || event.at >= best.event.at) best = { event, exactness };
  }
  return best?.event ?? null;
}

/** How much of the change it names; 0: it is about something else. */
function exactnessOf(explained: Explained, change: ChangeToExplain): number {
  if (explained.op && explained.op !== change.op) return 0;
  if (explained.entity) return change.entity && isThing(explained.entity, change.entity) ? 1 : 0;
  if (change.entity || !change.target || !change.principal) return 0;
  const { target, principal, permissionSetArn } = explained;
  if (target && !isThing(target, change.target)) return 0;
  if (permissionSetArn && permissionSetArn !== change.permissionSetArn) return 0;
  if (principal && !isThing(principal, change.principal)) return 0;
  return (target ? 1 : 0) + (principal ? 1 : 0);
}

function isThing({ kinds, id, name, arn, awsAccountId }: Named, thing: Thing): boolean {
  if (!kinds.includes(thing.kind)) return false;
  if (awsAccountId && thing.parentId !== null && thing.parentId !== awsAccountId) return false;
  if (id) return thing.nativeId === id || thing.nativeId.endsWith(`/${id}`);
  // A managed policy of AWS's own has its ARN as native id; one of an AWS account has a unique id.
  if (arn) return thing.arn === arn || thing.nativeId === arn;
  return name === undefined || name.toLowerCase() === thing.name?.toLowerCase();
}
