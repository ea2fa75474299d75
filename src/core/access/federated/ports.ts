import type { ConnectorId, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { FederatedRight, IdpMembership } from '../model/federated-right.ts';
import type { ManualInstructions } from '../model/manual-instructions.ts';
import type { ManualTaskId, RevocationId } from '../provisioning-ports.ts';

export interface MembershipPlace {
  /** Who reads the AWS account of the role: its owners see to it that the task is done. */
  connectorId: ConnectorId;
  identityProvider: string;
  group: string;
  /** By the newest upload. */
  isMember: boolean;
}
export interface FederatedRevocation {
  id: RevocationId;
  right: FederatedRight;
  connectorId: ConnectorId;
  reason: string;
  decidedBy: PersonId;
  sourceId: string;
}
/** Whom a removal is asked for once more: by the address that the newest upload has. */
export interface Member {
  identityProvider: string;
  group: string;
  email: string;
}
export interface ReopenedTask {
  id: ManualTaskId;
  member: Member;
  connectorIds: ConnectorId[];
}
export interface FederatedRightStore {
  /** Null when no connector reads the AWS account of the role. */
  placeOf(right: FederatedRight): Promise<MembershipPlace | null>;
  /** As a task from the beginning. */
  addRevocation(revocation: FederatedRevocation, now: Instant): Promise<void>;
  /** The one that is open for this membership, whichever revocation asked for it. */
  openTaskOf(membership: IdpMembership): Promise<ManualTaskId | null>;
  /** Connectors whose owners a task is for: those of each role that the membership is to be revoked for. */
  connectorsOf(membership: IdpMembership): Promise<ConnectorId[]>;
  /** A person says that it is done: its revocations wait for an upload that shows it. */
  sayDone(membership: IdpMembership, now: Instant): Promise<void>;
  /** Opens tasks again that are said to be done and that a later upload does not show; which. */
  reopenTasks(): Promise<ReopenedTask[]>;
  /** Says anew what is to be done: the member may go by another address since. */
  rewriteTask(id: ManualTaskId, task: { title: string; instructions: ManualInstructions }): Promise<void>;
  /** Revocations that are proven are done, and tasks of memberships with nothing left to prove are no longer needed. */
  settleProven(now: Instant): Promise<void>;
}
export interface FederatedRightStores {
  federatedRights: FederatedRightStore;
}
