import type { AwsConnection } from '../connectors/model/aws-connection.ts';
import type { ConnectorId, Id, PersonId } from '../shared/ids.ts';
import type { Instant } from '../shared/ports.ts';
import type { FederatedRight } from './model/federated-right.ts';
import type { Lease, LeaseEnd } from './model/lease.ts';
import type { ManualInstructions } from './model/manual-instructions.ts';
import type { ProvisioningProblem } from './model/provisioning-problem.ts';
import type { Change, Observed } from './model/reconcile-plan.ts';
import type { AwsRight, Right, RightFacts, RightPlace } from './model/right.ts';

export type LeaseId = Id<'lse'>;
export type RevocationId = Id<'rvk'>;
export type ManualTaskId = Id<'tsk'>;
export type Place = RightPlace<ConnectorId>;

export interface NewRevocation {
  id: RevocationId;
  right: Right;
  reason: string;
  decidedBy: PersonId;
  source: { kind: 'review-item' | 'owner'; id: string };
}
export interface RevocationStore {
  /**
   * Which connector writes this right, and in which unit; null when no connector of the product reads it (so that
   * nobody can write it either).
   */
  placeOf(right: Right): Promise<Place | null>;
  add(revocation: NewRevocation & Place, now: Instant): Promise<void>;
  /** What became of the open revocations of a right. `failed` is final: AWS holds nothing that could be removed so. */
  settle(right: Right, status: 'done' | 'task' | 'pending' | 'failed', now: Instant): Promise<RevocationId[]>;
  setFailure(right: Right, failure: Failure | null): Promise<void>;
}

/** What stands in the way, as leases, revocations and the ledger keep it. */
export interface Failure {
  code: string;
  message: string;
  awsError: string | null;
  since: Instant;
}

/** Leases inside one transaction. Every change wakes the right's reconciliation at once (next_attempt_at). */
export interface LeaseStore {
  /** Locks the row; null when there is none. */
  lock(id: LeaseId): Promise<Lease | null>;
  /**
   * What time alone decides in one unit: scheduled leases begin (or are over before they began), begun ones end.
   * A lease that has begun stays begun when the clock is set back. Leases of people who have left end (DIR-5).
   */
  advance(unitKey: string, now: Instant): Promise<Lease[]>;
  /** Ends one lease now: one that has not begun is over at once, one that has is `ending` until AWS confirms. */
  end(id: LeaseId, end: LeaseEnd, now: Instant): Promise<Lease>;
  /** Ends every open lease of a right; see record-revocation.ts. */
  endAllOf(right: Right, end: LeaseEnd, now: Instant): Promise<Lease[]>;
  /** Begun and not over: activating, active, ending. */
  openOf(right: Right): Promise<Lease[]>;
  activate(ids: readonly LeaseId[], now: Instant): Promise<void>;
  finish(ids: readonly LeaseId[], note: string | null, now: Instant): Promise<void>;
  /** Never to be: nothing of it is in AWS, and nothing will be. */
  fail(ids: readonly LeaseId[], failure: Failure, now: Instant): Promise<void>;
  setFailure(ids: readonly LeaseId[], failure: Failure | null): Promise<void>;
}

/** A unit of work, taken: every write of state is guarded by `fence` (PRV-4). */
export interface Claim {
  unitKey: string;
  holder: string;
  fence: number;
}
/** The unit was taken over: somebody held this worker for dead, and it must not write any more. */
export class UnitLost extends Error {}

export interface UnitStore {
  /** Takes the unit for `forMs` of real time; null while another holds it or nothing in it was ever to be done. */
  claim(unitKey: string, holder: string, forMs: number): Promise<Claim | null>;
  /** To begin each transaction with: throws UnitLost unless the claim still holds, and keeps it until the commit. */
  hold(claim: Claim): Promise<void>;
  /** False when the unit was lost. */
  renew(claim: Claim, forMs: number): Promise<boolean>;
  release(claim: Claim): Promise<void>;
  /** Units in which something is due, by the clock or by what was left undone; for the sweep. */
  due(now: Instant): Promise<string[]>;
  /** How long until something in this unit is due; null when nothing waits. */
  nextDueInMs(unitKey: string, now: Instant): Promise<number | null>;
}

export type Baseline = 'unknown' | 'absent' | 'present';
export type AwsCall = 'create-assignment' | 'delete-assignment' | 'add-member' | 'remove-member';
/** One right in the ledger. */
export interface LedgerRow {
  id: number;
  unitKey: string;
  connectorId: ConnectorId;
  right: Right;
  baseline: Baseline;
  isOurs: boolean;
  intent: 'none' | Change;
  awsCall: AwsCall | null;
  awsRequestId: string | null;
  awsStatus: 'in-progress' | 'succeeded' | 'failed' | null;
  observed: Observed | null;
  failure: (Failure & { isStuck: boolean }) | null;
  /** Tries of the present step: polls, or refusals in a row. */
  attempts: number;
}
/** A right with something to do. */
export interface RightWork {
  ledger: LedgerRow;
  leases: Lease[];
  revocations: { id: RevocationId; status: 'pending' | 'task' }[];
  facts: RightFacts;
  isProvisioningOn: boolean;
  connection: AwsConnection | null;
}
export type LedgerPatch = Partial<
  Pick<
    LedgerRow,
    'baseline' | 'isOurs' | 'intent' | 'awsCall' | 'awsRequestId' | 'awsStatus' | 'observed' | 'failure' | 'attempts'
  >
>;
export interface LedgerStore {
  /**
   * Not guarded by the fence, and the only such write: a worker that was taken for dead finds that it made this call all
   * the same. The right is in doubt again, whatever was settled meanwhile, and whoever has the unit sees to it. A late removal of
   * what nobody is at work on any more changes nothing here: it shows as drift.
   */
  confess(id: number, intent: { change: Change; call: AwsCall }): Promise<void>;
  /** What waits is due at once: something about the right was decided. */
  wake(right: Right): Promise<void>;
  /** Makes the rows of rights that leases and revocations of the unit name for the first time. */
  open(unitKey: string): Promise<void>;
  /** Rights with something to do now; those that wait for their next attempt are left out. */
  work(unitKey: string): Promise<RightWork[]>;
  /** `waitMs` undefined: due at once. An `observed` is stamped with the time. */
  save(id: number, patch: LedgerPatch, waitMs?: number): Promise<void>;
  /**
   * Commits the intent before AWS is called (PRV-2). False when so many asynchronous writes of this connector are
   * outstanding already that this one has to wait.
   */
  intend(
    id: number,
    intent: { change: Change; call: AwsCall; cause: string | null },
    maxOutstanding: number,
  ): Promise<boolean>;
  /** AWS's answer to the call that was intended last: it made the change, or AWS had nothing to change (SYN-8). */
  answered(id: number, didChange: boolean): Promise<void>;
  /** What is known of that call by now is all that will be; to be called before the ledger forgets it. */
  conclude(id: number): Promise<void>;
}

export interface NewManualTask {
  id: ManualTaskId;
  connectorId: ConnectorId;
  change: Change;
  leaseId: LeaseId | null;
  revocationId: RevocationId | null;
  title: string;
  instructions: ManualInstructions;
}
export interface ManualTask extends NewManualTask {
  status: 'open' | 'done' | 'cancelled';
}
export type TaskObject = { unitKey: string; right: Right } | { unitKey: null; right: FederatedRight };
export interface ManualTaskStore {
  add(task: NewManualTask, now: Instant): Promise<void>;
  /** The newest task for a change of this lease or revocation. */
  newestOf(of: { leaseId: LeaseId } | { revocationId: RevocationId }, change: Change): Promise<ManualTask | null>;
  /** With the right it is about; one of an identity provider's group is in no unit. */
  lock(id: ManualTaskId): Promise<(ManualTask & TaskObject) | null>;
  setStatus(id: ManualTaskId, status: ManualTask['status'], by: PersonId | null, now: Instant): Promise<void>;
  /** Open tasks of the right are no longer needed. */
  cancelOf(right: Right, now: Instant): Promise<void>;
}

/** Who is told when something is stuck or to be done by hand: owners of the connector and of its application. */
export interface OwnerStore {
  ownersOf(connectorId: ConnectorId): Promise<PersonId[]>;
}

export interface ProvisioningStores {
  leases: LeaseStore;
  revocations: RevocationStore;
  units: UnitStore;
  ledger: LedgerStore;
  manualTasks: ManualTaskStore;
  owners: OwnerStore;
}

/** `was-so`: what was to be removed was not there. */
export type Followed = 'in-progress' | 'succeeded' | 'was-so' | 'forgotten';

/** AWS, for reading and writing rights. Every method throws ProvisioningRefused for what AWS says. */
export interface Provisioner {
  open(connection: AwsConnection): ProvisioningSession;
}
export interface ProvisioningSession {
  /** As AWS says it now, read to the end of the listing. */
  observe(right: AwsRight): Promise<Observed>;
  /**
   * Asks AWS for the change, once. Asynchronous where AWS is: then its request id is what to follow. `was-so`: AWS had
   * nothing to change, so it was not this call that made it so.
   */
  start(
    right: AwsRight,
    change: Change,
  ): Promise<{ status: 'done' | 'was-so' } | { status: 'in-progress'; requestId: string }>;
  /**
   * What became of an asynchronous change. That it failed is thrown as ProvisioningRefused with `isRequestOver`. AWS
   * keeps requests for a while only: `forgotten` says nothing about the outcome.
   */
  follow(right: AwsRight, change: Change, requestId: string): Promise<Followed>;
  close(): void;
}
export class ProvisioningRefused extends Error {
  readonly problem: ProvisioningProblem;
  constructor(problem: ProvisioningProblem) {
    super(problem.message);
    this.name = 'ProvisioningRefused';
    this.problem = problem;
  }
}

/** Named places where a test may kill the process; does nothing unless configuration asks for it. */
export type Failpoint =
  | 'after-intent'
  | 'after-aws-call'
  | 'while-polling'
  | 'before-read-back'
  | 'after-read-back'
  | 'after-release';
export interface Failpoints {
  reach(point: Failpoint): Promise<void>;
}
