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
 * The event that a change is the work of: the last one before the publication that fits. Null when none does: then it
 * stays "outside", for a wrong name is worse than none.
 */
export function explainChange<Event extends ExplainingEvent>(
  change: ChangeToExplain,
  events: readonly Event[],
): Event | null {
  let found: Event | null = null;
  for (const event of events) {
    if (event.at > change.publishedAt || (found && found.at >= event.at)) continue;
    if (event.explained.some((each) => fits(each, change))) found = event;
  }
  return found;
}

function fits(explained: Explained, change: ChangeToExplain): boolean {
  if (explained.op && explained.op !== change.op) return false;
  if (explained.entity) return change.entity !== null && isThing(explained.entity, change.entity);
  if (!explained.target && !explained.principal) return false;
  if (change.entity || !change.target || !change.principal) return false;
  return (
    (!explained.target || isThing(explained.target, change.target)) &&
    (!explained.permissionSetArn || explained.permissionSetArn === change.permissionSetArn) &&
    (!explained.principal || isThing(explained.principal, change.principal))
  );
}

function isThing({ kinds, id, name, arn, awsAccountId }: Named, thing: Thing): boolean {
  if (!kinds.includes(thing.kind)) return false;
  if (awsAccountId && thing.parentId !== null && thing.parentId !== awsAccountId) return false;
  if (id) return thing.nativeId === id || thing.nativeId.endsWith(`/${id}`);
  // A managed policy of AWS's own has its ARN as native id; one of an AWS account has a unique id.
  if (arn) return thing.arn === arn || thing.nativeId === arn;
  return name === undefined || name.toLowerCase() === thing.name?.toLowerCase();
}
