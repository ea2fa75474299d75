import { Collection, Index } from './collection.ts';

export type AwsAccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export interface OrganizationAccount {
  readonly id: string;
  name: string;
  email: string;
  state: AwsAccountState;
  parentId: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  readonly joinedAt: number;
}

export interface OrganizationalUnit {
  readonly id: string;
  name: string;
  readonly parentId: string;
}

export interface DelegatedAdministrator {
  readonly awsAccountId: string;
  readonly servicePrincipal: string;
  readonly enabledAt: number;
}

export interface OrganizationData {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly accounts: readonly OrganizationAccount[];
  readonly units: readonly OrganizationalUnit[];
  readonly delegatedAdministrators: readonly DelegatedAdministrator[];
}

/** An organization: its tree, its AWS accounts and who administers what on its behalf. */
export class Organization {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly accounts: Collection<OrganizationAccount>;
  readonly units: Collection<OrganizationalUnit>;
  readonly delegatedAdministrators: DelegatedAdministrator[];
  readonly accountsByParent = new Index<OrganizationAccount>(
    (account) => account.parentId,
    (account) => account.id,
  );
  readonly unitsByParent = new Index<OrganizationalUnit>(
    (unit) => unit.parentId,
    (unit) => unit.id,
  );

  constructor(data: OrganizationData) {
    this.id = data.id;
    this.rootId = data.rootId;
    this.managementAccountId = data.managementAccountId;
    this.accounts = new Collection((account) => account.id, data.accounts);
    this.units = new Collection((unit) => unit.id, data.units);
    this.delegatedAdministrators = [...data.delegatedAdministrators];
    for (const account of data.accounts) this.accountsByParent.add(account);
    for (const unit of data.units) this.unitsByParent.add(unit);
  }

  addAccount(account: OrganizationAccount): void {
    this.accounts.add(account);
    this.accountsByParent.add(account);
  }

  addUnit(unit: OrganizationalUnit): void {
    this.units.add(unit);
    this.unitsByParent.add(unit);
  }

  arn(kind: 'organization' | 'root' | 'ou' | 'account', id?: string): string {
    const base = `arn:aws:organizations::${this.managementAccountId}:${kind}/${this.id}`;
    return id ? `${base}/${id}` : base;
  }

  /** Where an AWS account hangs: `o-…/r-…/ou-…/`, as aws:PrincipalOrgPaths writes it. */
  pathOf(account: OrganizationAccount): string {
    const steps: string[] = [];
    let parentId = account.parentId;
    while (parentId !== this.rootId) {
      steps.unshift(parentId);
      parentId = this.units.get(parentId)?.parentId ?? this.rootId;
    }
    return `${[this.id, this.rootId, ...steps].join('/')}/`;
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
    };
  }
}
