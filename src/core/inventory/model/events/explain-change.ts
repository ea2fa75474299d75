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

interface Naming<Event> {
  event: Event;
  explained: Explained;
  /** Later events have the higher one. */
  position: number;
}
/** Events by what they name: thousands of changes are each compared with those few that may be about them. */
export type EventsByName<Event> = ReadonlyMap<string, readonly Naming<Event>[]>;

export function byWhatTheyName<Event extends ExplainingEvent>(events: readonly Event[]): EventsByName<Event> {
  const index = new Map<string, Naming<Event>[]>();
  const inOrder = [...events].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
  for (const [position, event] of inOrder.entries())
    for (const explained of event.explained)
      for (const key of keysOfExplained(explained)) {
        const namings = index.get(key);
        if (namings) namings.push({ event, explained, position });
        else index.set(key, [{ event, explained, position }]);
      }
  return index;
}

/**
 * The event that a change is the work of: of those before the publication that fit, the one that names it most exactly,
 * and of several such the last. Null when none does: then it stays "outside", for a wrong name is worse than none.
 */
export function explainChange<Event extends ExplainingEvent>(
  change: ChangeToExplain,
  events: EventsByName<Event>,
): Event | null {
  let best: { event: Event; exactness: number; position: number } | null = null;
  for (const key of keysOfChange(change))
    for (const { event, explained, position } of events.get(key) ?? []) {
      if (event.at > change.publishedAt) continue;
      const exactness = exactnessOf(explained, change);
      if (exactness === 0 || (best && exactness < best.exactness)) continue;
      if (!best || exactness > best.exactness || position > best.position) best = { event, exactness, position };
    }
  return best?.event ?? null;
}

const entityKey = (name: string) => `entity ${name}`;
/** Of what an event leaves open, the empty name. */
const grantKey = (target: string, principal: string) => `grant ${target} ${principal}`;

/** None where nothing is named that could be compared. */
function keysOfExplained({ entity, target, principal }: Explained): string[] {
  if (entity) return namesOf(entity).map(entityKey);
  if (!target && !principal) return [];
  const principals = principal ? namesOf(principal) : [''];
  return (target ? namesOf(target) : ['']).flatMap((name) => principals.map((other) => grantKey(name, other)));
}

function keysOfChange({ entity, target, principal }: ChangeToExplain): string[] {
  if (entity) return allNamesOf(entity).map(entityKey);
  if (!target || !principal) return [];
  const principals = ['', ...allNamesOf(principal)];
  return ['', ...allNamesOf(target)].flatMap((name) => principals.map((other) => grantKey(name, other)));
}

/** What isThing compares by, one of the names of every thing that fits; of one that is not named its kinds. */
function namesOf({ kinds, id, name, arn }: Named): string[] {
  if (id) return [`id:${id}`];
  if (arn) return [`arn:${arn}`];
  return name === undefined ? kinds.map((kind) => `kind:${kind}`) : [`name:${name.toLowerCase()}`];
}

function allNamesOf({ kind, nativeId, name, arn }: Thing): string[] {
  const parts = nativeId.split('/');
  return [
    ...parts.map((_, n) => `id:${parts.slice(n).join('/')}`),
    ...new Set([nativeId, arn ?? nativeId].map((each) => `arn:${each}`)),
    ...(name === null ? [] : [`name:${name.toLowerCase()}`]),
    `kind:${kind}`,
  ];
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
