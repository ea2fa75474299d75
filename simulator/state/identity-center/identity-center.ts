import { Collection, Index } from '../collection.ts';
import type {
  Assignment,
  CenterRequest,
  DirectoryGroup,
  DirectoryUser,
  Membership,
  PermissionSet,
} from './identity-center-entities.ts';
import { Lookup } from './identity-center-lookup.ts';
import type { ScimTenant } from './identity-center-scim.ts';
import { SignIns, type SignInsData } from './identity-center-sign-ins.ts';

export interface IdentityCenterData {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly region: string;
  readonly ownerAccountId: string;
  name: string;
  readonly createdAt: number;
  tags?: { readonly Key: string; readonly Value: string }[];
  /** Where its users come from; without it, from itself. */
  identitySource?: 'EXTERNAL_IDP';
  scim?: ScimTenant;
  readonly users: readonly DirectoryUser[];
  readonly groups: readonly DirectoryGroup[];
  readonly memberships: readonly Membership[];
  readonly permissionSets: readonly PermissionSet[];
  readonly assignments: readonly Assignment[];
  readonly requests: readonly CenterRequest[];
  /** Pairs whose role is older than the set, by pairKey. */
  readonly outdated: readonly string[];
  readonly signIns: SignInsData;
}

type Facts =
  | 'users'
  | 'groups'
  | 'memberships'
  | 'permissionSets'
  | 'assignments'
  | 'requests'
  | 'outdated'
  | 'signIns';
export type IdentityCenterBase = Omit<IdentityCenterData, Facts> & Partial<Pick<IdentityCenterData, Facts>>;

export function principalKey(assignment: Pick<Assignment, 'principalType' | 'principalId'>): string {
  return `${assignment.principalType}/${assignment.principalId}`;
}

export function pairKey(awsAccountId: string, permissionSetArn: string): string {
  return `${awsAccountId}|${permissionSetArn}`;
}

export function assignmentKey(assignment: Assignment): string {
  return `${pairKey(assignment.awsAccountId, assignment.permissionSetArn)}|${principalKey(assignment)}`;
}

/** An Identity Center instance with its identity store, permission sets and assignments, indexed for its listings. */
export class IdentityCenter {
  readonly base: Omit<IdentityCenterData, Facts>;
  readonly users: Collection<DirectoryUser>;
  readonly usersByName = new Map<string, DirectoryUser>();
  readonly usersByEmail = new Lookup<DirectoryUser>(
    () => this.users.all(),
    ({ email }) => (email ? [email.toLowerCase()] : []),
  );
  readonly usersByExternalId = new Lookup<DirectoryUser>(() => this.users.all(), externalKeys);
  readonly groups: Collection<DirectoryGroup>;
  readonly groupsByName = new Map<string, DirectoryGroup>();
  readonly groupsByExternalId = new Lookup<DirectoryGroup>(() => this.groups.all(), externalKeys);
  readonly memberships = new Collection<Membership>((membership) => membership.id);
  readonly membershipsByGroup = new Index<Membership>((membership) => membership.groupId, byId);
  readonly membershipsByUser = new Index<Membership>((membership) => membership.userId, byId);
  readonly permissionSets: Collection<PermissionSet>;
  readonly assignments = new Collection<Assignment>(assignmentKey);
  readonly assignmentsByPair = new Index<Assignment>((a) => pairKey(a.awsAccountId, a.permissionSetArn), assignmentKey);
  readonly assignmentsByPrincipal = new Index<Assignment>(principalKey, assignmentKey);
  /** One assignment per pair stands for "this set is provisioned to this AWS account". */
  readonly setsByAccount = new Index<Assignment>(
    (a) => a.awsAccountId,
    (a) => a.permissionSetArn,
  );
  readonly accountsBySet = new Index<Assignment>(
    (a) => a.permissionSetArn,
    (a) => a.awsAccountId,
  );
  readonly requests = new Collection<CenterRequest>((request) => request.id);
  readonly signIns: SignIns;
  readonly #pending = new Set<CenterRequest>();
  readonly #outdated: Set<string>;

  constructor(data: IdentityCenterBase) {
    const { users, groups, memberships, permissionSets, assignments, requests, outdated, signIns, ...base } = data;
    this.base = base;
    this.#outdated = new Set(outdated);
    this.signIns = new SignIns(signIns);
    this.users = new Collection<DirectoryUser>(byId);
    this.groups = new Collection<DirectoryGroup>(byId);
    this.permissionSets = new Collection((set) => set.arn, permissionSets);
    for (const user of users ?? []) this.addUser(user);
    for (const group of groups ?? []) this.addGroup(group);
    for (const membership of memberships ?? []) this.addMembership(membership);
    for (const assignment of assignments ?? []) this.addAssignment(assignment);
    for (const request of requests ?? []) this.addRequest(request);
  }

  /** The `ins-…` part that permission set ARNs repeat. */
  get instanceId(): string {
    return this.base.instanceArn.split('/').at(-1) ?? '';
  }

  addUser(user: DirectoryUser): void {
    this.users.add(user);
    this.usersByName.set(user.userName.toLowerCase(), user);
    this.usersByEmail.add(user);
    this.usersByExternalId.add(user);
  }

  addGroup(group: DirectoryGroup): void {
    this.groups.add(group);
    this.groupsByName.set(group.displayName.toLowerCase(), group);
    this.groupsByExternalId.add(group);
  }

  /** Changes a user in place; names and other keys it was found by follow. */
  changeUser(user: DirectoryUser, change: (user: DirectoryUser) => void): void {
    this.#forgetUser(user);
    change(user);
    this.addUser(user);
  }

  changeGroup(group: DirectoryGroup, change: (group: DirectoryGroup) => void): void {
    this.#forgetGroup(group);
    change(group);
    this.addGroup(group);
  }

  /** Assignments of a deleted principal stay behind, as in AWS. */
  deleteUser(user: DirectoryUser): void {
    this.users.delete(user.id);
    this.#forgetUser(user);
    for (const membership of [...this.membershipsByUser.of(user.id).all()]) this.deleteMembership(membership);
  }

  deleteGroup(group: DirectoryGroup): void {
    this.groups.delete(group.id);
    this.#forgetGroup(group);
    for (const membership of [...this.membershipsByGroup.of(group.id).all()]) this.deleteMembership(membership);
  }

  #forgetUser(user: DirectoryUser): void {
    this.usersByName.delete(user.userName.toLowerCase());
    this.usersByEmail.delete(user);
    this.usersByExternalId.delete(user);
  }

  #forgetGroup(group: DirectoryGroup): void {
    this.groupsByName.delete(group.displayName.toLowerCase());
    this.groupsByExternalId.delete(group);
  }

  addMembership(membership: Membership): void {
    this.memberships.add(membership);
    this.membershipsByGroup.add(membership);
    this.membershipsByUser.add(membership);
  }

  deleteMembership(membership: Membership): void {
    this.memberships.delete(membership.id);
    this.membershipsByGroup.delete(membership);
    this.membershipsByUser.delete(membership);
  }

  /** The membership of a user in a group, looked up on the side that usually has fewer rows. */
  membershipOf(groupId: string, userId: string): Membership | undefined {
    return this.membershipsByUser
      .of(userId)
      .all()
      .find((membership) => membership.groupId === groupId);
  }

  addAssignment(assignment: Assignment): void {
    this.assignments.add(assignment);
    this.assignmentsByPair.add(assignment);
    this.assignmentsByPrincipal.add(assignment);
    this.setsByAccount.add(assignment);
    this.accountsBySet.add(assignment);
  }

  deleteAssignment(assignment: Assignment): void {
    this.assignments.delete(assignmentKey(assignment));
    this.assignmentsByPair.delete(assignment);
    this.assignmentsByPrincipal.delete(assignment);
    if (!this.isProvisioned(assignment.awsAccountId, assignment.permissionSetArn)) {
      this.setsByAccount.delete(assignment);
      this.accountsBySet.delete(assignment);
      this.#outdated.delete(pairKey(assignment.awsAccountId, assignment.permissionSetArn));
    }
  }

  isProvisioned(awsAccountId: string, permissionSetArn: string): boolean {
    return this.assignmentsByPair.of(pairKey(awsAccountId, permissionSetArn)).size > 0;
  }

  /** A set changed: the roles made of it stay as they are until it is provisioned again. */
  setChanged(permissionSetArn: string): void {
    for (const { awsAccountId } of this.accountsBySet.of(permissionSetArn).all()) {
      this.#outdated.add(pairKey(awsAccountId, permissionSetArn));
    }
  }

  setProvisioned(awsAccountId: string, permissionSetArn: string): void {
    this.#outdated.delete(pairKey(awsAccountId, permissionSetArn));
  }

  /** Whether an AWS account has the set in its latest form. */
  isLatest(awsAccountId: string, permissionSetArn: string): boolean {
    return !this.#outdated.has(pairKey(awsAccountId, permissionSetArn));
  }

  addRequest(request: CenterRequest): void {
    this.requests.add(request);
    if (request.status === 'IN_PROGRESS') this.#pending.add(request);
  }

  get pending(): ReadonlySet<CenterRequest> {
    return this.#pending;
  }

  endRequest(request: CenterRequest, status: 'SUCCEEDED' | 'FAILED', failureReason?: string): void {
    request.status = status;
    if (failureReason) request.failureReason = failureReason;
    this.#pending.delete(request);
  }

  toData(): IdentityCenterData {
    return {
      ...this.base,
      users: this.users.all(),
      groups: this.groups.all(),
      memberships: this.memberships.all(),
      permissionSets: this.permissionSets.all(),
      assignments: this.assignments.all(),
      requests: this.requests.all(),
      outdated: [...this.#outdated],
      signIns: this.signIns.toData(),
    };
  }
}

function byId(entity: { id: string }): string {
  return entity.id;
}

export function externalKey(id: { readonly Issuer: string; readonly Id: string }): string {
  return `${id.Issuer}\n${id.Id}`;
}

function externalKeys({ externalIds }: Pick<DirectoryUser, 'externalIds'>): readonly string[] {
  return externalIds.map(externalKey);
}
