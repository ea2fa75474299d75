import { Collection, Index } from '../collection.ts';
import type { Tag } from '../iam/iam-entities.ts';
import {
  type AccountRequest,
  type DelegatedAdministrator,
  FULL_AWS_ACCESS,
  type OrganizationAccount,
  type OrganizationalUnit,
  type OrganizationPolicy,
} from './organization-entities.ts';

export type {
  DelegatedAdministrator,
  OrganizationAccount,
  OrganizationalUnit,
} from './organization-entities.ts';

export interface OrganizationData {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly accounts: readonly OrganizationAccount[];
  readonly units: readonly OrganizationalUnit[];
  readonly delegatedAdministrators: readonly DelegatedAdministrator[];
  /** Those of the customer's own. */
  readonly policies?: readonly OrganizationPolicy[];
  /** Policy ids by root, unit or AWS account; what is not named has FullAWSAccess alone. */
  readonly attachments?: Readonly<Record<string, readonly string[]>>;
  /** By root, unit, AWS account or policy. */
  readonly tags?: Readonly<Record<string, readonly Tag[]>>;
  readonly requests?: readonly AccountRequest[];
}

/** An organization: its tree, its AWS accounts, its policies and who administers what on its behalf. */
export class Organization {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly accounts: Collection<OrganizationAccount>;
  readonly units: Collection<OrganizationalUnit>;
  readonly delegatedAdministrators: DelegatedAdministrator[];
  readonly policies: Collection<OrganizationPolicy>;
  readonly requests: Collection<AccountRequest>;
  readonly pending: Set<AccountRequest>;
  /** Rises with every change of policies, attachments or tree: what was derived from them is stale then. */
  version = 0;
  readonly accountsByParent = new Index<OrganizationAccount>(
    (account) => account.parentId,
    (account) => account.id,
  );
  readonly unitsByParent = new Index<OrganizationalUnit>(
    (unit) => unit.parentId,
    (unit) => unit.id,
  );
  readonly #attachments: Map<string, readonly string[]>;
  readonly #tags: Map<string, readonly Tag[]>;

  constructor(data: OrganizationData) {
    this.id = data.id;
    this.rootId = data.rootId;
    this.managementAccountId = data.managementAccountId;
    this.accounts = new Collection((account) => account.id, data.accounts);
    this.units = new Collection((unit) => unit.id, data.units);
    this.delegatedAdministrators = [...data.delegatedAdministrators];
    this.policies = new Collection((policy) => policy.id, [FULL_AWS_ACCESS, ...(data.policies ?? [])]);
    this.requests = new Collection((request) => request.id, data.requests);
    this.pending = new Set(this.requests.all().filter(({ state }) => state === 'IN_PROGRESS'));
    this.#attachments = new Map(Object.entries(data.attachments ?? {}));
    this.#tags = new Map(Object.entries(data.tags ?? {}));
    for (const account of data.accounts) this.accountsByParent.add(account);
    for (const unit of data.units) this.unitsByParent.add(unit);
  }

  addAccount(account: OrganizationAccount): void {
    this.accounts.add(account);
    this.accountsByParent.add(account);
    this.version += 1;
  }

  /** It leaves the organization, with its attachments and tags. */
  removeAccount(account: OrganizationAccount): void {
    this.accounts.delete(account.id);
    this.accountsByParent.delete(account);
    this.#forget(account.id);
  }

  moveAccount(account: OrganizationAccount, parentId: string): void {
    this.accountsByParent.delete(account);
    account.parentId = parentId;
    this.accountsByParent.add(account);
    this.version += 1;
  }

  addUnit(unit: OrganizationalUnit): void {
    this.units.add(unit);
    this.unitsByParent.add(unit);
  }

  removeUnit(unit: OrganizationalUnit): void {
    this.units.delete(unit.id);
    this.unitsByParent.delete(unit);
    this.#forget(unit.id);
  }

  removePolicy(policy: OrganizationPolicy): void {
    this.policies.delete(policy.id);
    this.#forget(policy.id);
  }

  #forget(id: string): void {
    this.#attachments.delete(id);
    this.#tags.delete(id);
    this.version += 1;
  }

  /** Whether the id is one of its root, units or AWS accounts: what policies are attached to. */
  hasTarget(id: string): boolean {
    return id === this.rootId || this.units.has(id) || this.accounts.has(id);
  }

  policyIdsOf(targetId: string): readonly string[] {
    return this.#attachments.get(targetId) ?? [FULL_AWS_ACCESS.id];
  }

  setPolicyIds(targetId: string, policyIds: readonly string[]): void {
    this.#attachments.set(targetId, policyIds);
    this.version += 1;
  }

  /** Everything that a policy is attached to. */
  targetsOf(policyId: string): string[] {
    const targets = [this.rootId, ...this.units.all().map(({ id }) => id), ...this.accounts.all().map(({ id }) => id)];
    return targets.filter((id) => this.policyIdsOf(id).includes(policyId));
  }

  /**
   * The documents of the service control policies in force for an AWS account, level by level from the root down: an
   * action needs an Allow at every level and no Deny at any. None bind the management account, nor who is no member.
   */
  serviceControlPolicies(awsAccountId: string): readonly (readonly string[])[] {
    const account = this.accounts.get(awsAccountId);
    if (!account || awsAccountId === this.managementAccountId) return [];
    return [this.rootId, ...this.unitIdsAbove(account.parentId), awsAccountId].map((targetId) =>
      this.policyIdsOf(targetId).flatMap((id) => this.policies.get(id)?.document ?? []),
    );
  }

  tagsOf(id: string): readonly Tag[] {
    return this.#tags.get(id) ?? [];
  }

  setTags(id: string, tags: readonly Tag[]): void {
    this.#tags.set(id, tags);
  }

  addRequest(request: AccountRequest): void {
    this.requests.add(request);
    this.pending.add(request);
  }

  arn(kind: 'organization' | 'root' | 'ou' | 'account', id?: string): string {
    const base = `arn:aws:organizations::${this.managementAccountId}:${kind}/${this.id}`;
    return id ? `${base}/${id}` : base;
  }

  /** Units from below the root down to a parent, which may be the root. */
  unitIdsAbove(parentId: string): string[] {
    const steps: string[] = [];
    for (let id = parentId; id !== this.rootId; id = this.units.get(id)?.parentId ?? this.rootId) steps.unshift(id);
    return steps;
  }

  /** Where an AWS account hangs: `o-…/r-…/ou-…/`, as aws:PrincipalOrgPaths writes it. */
  pathOf(account: OrganizationAccount): string {
    return `${[this.id, this.rootId, ...this.unitIdsAbove(account.parentId)].join('/')}/`;
  }

  isDelegatedAdministrator(awsAccountId: string, servicePrincipal?: string): boolean {
    return this.delegatedAdministrators.some(
      (entry) =>
        entry.awsAccountId === awsAccountId && (!servicePrincipal || entry.servicePrincipal === servicePrincipal),
    );
  }

  toData(): OrganizationData {
    return {
      id: this.id,
      rootId: this.rootId,
      managementAccountId: this.managementAccountId,
      accounts: this.accounts.all(),
      units: this.units.all(),
      delegatedAdministrators: this.delegatedAdministrators,
      policies: this.policies.all().filter(({ isAwsManaged }) => !isAwsManaged),
      attachments: Object.fromEntries(this.#attachments),
      tags: Object.fromEntries(this.#tags),
      requests: this.requests.all(),
    };
  }
}
