import type { Notifications } from '../../notifications/ports.ts';
import type { SecurityStores } from '../../security/ports.ts';
import type { ConnectorId, Ids, PersonId } from '../../shared/ids.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { DelegationStore } from '../delegations/ports.ts';
import type {
  AccessRequest,
  DecisionSnapshot,
  EntitlementKey,
  LeaseId,
  RequestId,
  Seat,
  StepStatus,
} from '../model/request/access-request.ts';
import type { FederatedRole, FederatedRoleRef } from '../model/request/federated-role.ts';
import type { EntitlementRef, Requestable, Subject } from '../model/request/requestable.ts';
import type { Approvers, ResolvedStep } from '../model/request/resolve-approvers.ts';
import type { PolicyFacts } from '../policies/ground-of-judgement.ts';
import type { PolicyEngine } from '../policies/policy-engine.ts';
import type { PolicyStore } from '../policies/ports.ts';
import type { LeaseStore } from '../provisioning-ports.ts';

/** What requests are judged by, as the newest publication and the directory say it now. */
export interface AccessFacts extends PolicyFacts {
  /** Null: nobody of that id. */
  subject(id: PersonId): Promise<Subject | null>;
  /** In the order of the references; null where there is no such thing, or no connector reads it. */
  requestables(refs: readonly EntitlementRef[]): Promise<(Requestable | null)[]>;
  /**
   * In the order of the references, as this person has them; null where no group of an identity provider gives such a
   * role, or no connector reads it.
   */
  federatedRoles(refs: readonly FederatedRoleRef[], personId: PersonId): Promise<(FederatedRole | null)[]>;
  /** What a request or lease is about, from its numbers. */
  refOf(key: EntitlementKey): Promise<EntitlementRef | null>;
  /**
   * How the identity holds these already, in their order: `standing` where AWS has it, directly or through a group, and
   * not because of a lease of ours.
   */
  held(what: readonly { key: EntitlementKey; identityId: number }[]): Promise<('standing' | 'lease' | null)[]>;
  approvers(of: { connectorId: ConnectorId; personId: PersonId; namedIds: readonly string[] }): Promise<Approvers>;
  /** Whoever is the delegate of one of these people at one of these instants (REQ-8). */
  actingFor(personIds: readonly PersonId[], at: readonly Instant[]): Promise<PersonId[]>;
  /** Directly or through other managers. */
  isManagerOf(managerId: PersonId, personId: PersonId): Promise<boolean>;
  people(ids: readonly string[]): Promise<{ id: PersonId; name: string }[]>;
  /** Median minutes from request to decision of such requests in the last 90 days; null when nobody decided any. */
  usualMinutes(of: { kind: EntitlementKey['kind']; connectorId: ConnectorId }, now: Instant): Promise<number | null>;
}

export interface NewRequest {
  id: RequestId;
  requesterId: PersonId;
  personId: PersonId;
  identityId: number;
  entitlement: EntitlementKey;
  connectorId: ConnectorId;
  durationMinutes: number;
  startsAt: Instant | null;
  reason: string;
  ticket: string | null;
  extendsLeaseId: LeaseId | null;
  policyRevision: number;
  decision: DecisionSnapshot;
  createdAt: Instant;
  expiresAt: Instant;
}
export interface NewLease {
  id: LeaseId;
  requestId: RequestId;
  personId: PersonId;
  identityId: number;
  entitlement: EntitlementKey;
  connectorId: ConnectorId;
  unitKey: string;
  startsAt: Instant;
  endsAt: Instant;
}
export interface RequestToRemind {
  id: RequestId;
  number: number;
  step: number;
  /** Of what is asked for. */
  name: string;
  requesterName: string;
  expiresAt: Instant;
  personIds: PersonId[];
}
/** Requests inside one transaction. The database's own triggers hold what approve and resolveApprovers promise. */
export interface RequestStore {
  /** Null while an equal request of this person waits; its number otherwise. Steps are waiting, the first one open. */
  add(request: NewRequest, steps: readonly ResolvedStep[]): Promise<number | null>;
  /** Locks the row until the end of the transaction, so that two approvers at the same instant take turns. */
  lock(id: RequestId): Promise<AccessRequest | null>;
  addDecision(
    id: RequestId,
    decision: {
      step: number;
      personId: PersonId;
      inSteadOf: PersonId | null;
      decision: 'approve' | 'deny';
      reason: string | null;
      minutes: number | null;
    },
    now: Instant,
  ): Promise<void>;
  /** Everybody who was ever asked for a step, also who handed it over since. */
  everAsked(id: RequestId): Promise<{ step: number; personId: PersonId }[]>;
  /** The seat is the other's from now on, in the same capacity. */
  handOver(
    id: RequestId,
    of: { step: number; seat: Seat; toId: PersonId; reason: string },
    now: Instant,
  ): Promise<void>;
  setStep(id: RequestId, step: number, status: StepStatus): Promise<void>;
  /** Raises the version of a request that stays pending. */
  touch(id: RequestId): Promise<void>;
  /** Steps that nobody decided become `not-needed`. */
  close(
    id: RequestId,
    as: { status: 'approved' | 'denied' | 'cancelled' | 'expired'; grantedMinutes: number | null },
    now: Instant,
  ): Promise<void>;
  /** The one that waits for this person and entitlement; null: none. */
  pendingOf(personId: PersonId, key: EntitlementKey): Promise<RequestId | null>;
  /** Pending ones whose time, or that of the lease they are to extend, is over, oldest first. */
  overdue(now: Instant, limit: number): Promise<RequestId[]>;
  /**
   * Pending ones whose open step has been open for half of the time it has, with those who may decide it now and are to
   * be reminded: not yet, and not told of it lately. Nobody decides on them until the end of the transaction.
   */
  toRemind(now: Instant, limit: number): Promise<RequestToRemind[]>;
  openLease(lease: NewLease, now: Instant): Promise<void>;
  moveLeaseEnd(id: LeaseId, endsAt: Instant): Promise<void>;
}

export interface RequestStores extends Pick<SecurityStores, 'idempotency'> {
  policies: Pick<PolicyStore, 'current' | 'revision'>;
  requests: RequestStore;
  accessFacts: AccessFacts;
  leases: Pick<LeaseStore, 'lock'>;
  delegations: DelegationStore;
  notifications: Notifications;
}
export interface RequestPorts {
  transact: Transact<RequestStores>;
  clock: Clock;
  ids: Ids;
  engine: PolicyEngine;
}
