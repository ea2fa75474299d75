import type { Notifications } from '../../notifications/ports.ts';
import type { Viewer } from '../../security/model/viewer.ts';
import type { SecurityStores } from '../../security/ports.ts';
import type { Ids, PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { Delegation, DelegationId, DelegationStatus, Period } from '../model/delegation.ts';

export interface NewDelegation extends Period {
  id: DelegationId;
  personId: PersonId;
  delegateId: PersonId;
  note: string;
}
/** Delegations inside one transaction. The database's trigger keeps periods of one person apart and history as it was. */
export interface DelegationStore {
  /** Until the end of the transaction nobody else names a delegate of this person. */
  takeTurn(personId: PersonId): Promise<void>;
  /** Until the end of the transaction nobody names a delegate of these people: what is judged by it stays true. */
  holdStill(personIds: readonly PersonId[]): Promise<void>;
  /** One of this person's that is not over and shares time with the period; null: none. */
  overlapping(personId: PersonId, period: Period): Promise<Delegation | null>;
  add(delegation: NewDelegation, by: PersonId, now: Instant): Promise<void>;
  /** Locks the row until the end of the transaction. */
  lock(id: DelegationId): Promise<Delegation | null>;
  end(id: DelegationId, by: PersonId, now: Instant): Promise<void>;
  /**
   * Whose delegate this person is now; only active people are stood in for. Held until the end of the transaction, so
   * that a delegation ends before a decision or after it.
   */
  representedBy(delegateId: PersonId, now: Instant): Promise<PersonId[]>;
  /** The delegates of these people that are in force now; active people only. */
  delegatesOf(
    personIds: readonly string[],
    now: Instant,
  ): Promise<Pick<Delegation, 'personId' | 'delegateId' | 'untilAt'>[]>;
  /** How many requests this person may decide now in the stead of that one. */
  countWaiting(delegateId: PersonId, personId: PersonId): Promise<number>;
}
export interface DelegationStores extends Pick<SecurityStores, 'people' | 'idempotency'> {
  delegations: DelegationStore;
  notifications: Notifications;
}
export interface DelegationPorts {
  transact: Transact<DelegationStores>;
  clock: Clock;
  ids: Ids;
}

interface PersonLink {
  id: PersonId;
  name: string;
}
export interface DelegationView {
  id: DelegationId;
  person: PersonLink;
  delegate: PersonLink;
  from: Instant;
  until: Instant;
  note: string | null;
  status: DelegationStatus;
  createdAt: Instant;
  createdBy: PersonLink;
  endedAt: Instant | null;
  endedBy: PersonLink | null;
  canEnd: boolean;
}
export interface DelegationQuery extends PageRequest {
  /** Only those of the viewer, as who is away or as delegate. */
  isMine?: boolean | undefined;
  /** Only those that are not over. */
  isOpen?: boolean | undefined;
}
/** Own ones, as who is away or as delegate; all for administrators of requests and who sees everything (SEC-2). */
export interface DelegationViews {
  /** Latest start first. */
  list(viewer: Viewer, query: DelegationQuery): Promise<Page<DelegationView>>;
  /** Null for what is not there and what the viewer may not see alike. */
  get(viewer: Viewer, id: DelegationId): Promise<DelegationView | null>;
  /** Active people but the viewer whose name or e-mail holds this text, by name; at most `limit`. */
  candidates(viewer: Viewer, q: string, limit: number): Promise<{ id: PersonId; name: string; email: string | null }[]>;
}
