import { Collection } from '../collection.ts';
import type {
  IamGroup,
  IamRole,
  IamUser,
  ManagedPolicy,
  OidcProvider,
  SamlProvider,
  VirtualMfaDevice,
} from './iam-entities.ts';
import type { CredentialReport, LastAccessedJob, PasswordPolicy, RootUser } from './iam-reports.ts';

export interface IamAccountData {
  readonly awsAccountId: string;
  readonly users: readonly IamUser[];
  readonly groups: readonly IamGroup[];
  readonly roles: readonly IamRole[];
  readonly policies: readonly ManagedPolicy[];
  readonly samlProviders: readonly SamlProvider[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly aliases: readonly string[];
  readonly virtualMfaDevices?: readonly VirtualMfaDevice[];
  readonly lastAccessedJobs?: readonly LastAccessedJob[];
  readonly credentialReport?: CredentialReport;
  readonly passwordPolicy?: PasswordPolicy;
  readonly root?: RootUser;
}

/** The IAM of one AWS account. Names are unique whatever their case, so keys are lower-cased names. */
export class IamAccount {
  readonly awsAccountId: string;
  readonly users: Collection<IamUser>;
  readonly groups: Collection<IamGroup>;
  readonly roles: Collection<IamRole>;
  readonly policies: Collection<ManagedPolicy>;
  readonly samlProviders: Collection<SamlProvider>;
  readonly oidcProviders: Collection<OidcProvider>;
  readonly aliases: Collection<string>;
  readonly virtualMfaDevices: Collection<VirtualMfaDevice>;
  readonly lastAccessedJobs: Collection<LastAccessedJob>;
  credentialReport: CredentialReport | undefined;
  passwordPolicy: PasswordPolicy | undefined;
  root: RootUser | undefined;
  /** Rises with every change of policies, memberships or principals: what was derived from them is stale then. */
  version = 0;

  constructor(data: Pick<IamAccountData, 'awsAccountId'> & Partial<IamAccountData>) {
    this.awsAccountId = data.awsAccountId;
    this.users = new Collection(byName, data.users);
    this.groups = new Collection(byName, data.groups);
    this.roles = new Collection(byName, data.roles);
    this.policies = new Collection(byName, data.policies);
    this.samlProviders = new Collection((provider) => provider.arn, data.samlProviders);
    this.oidcProviders = new Collection((provider) => provider.arn, data.oidcProviders);
    this.aliases = new Collection((alias) => alias, data.aliases);
    this.virtualMfaDevices = new Collection((device) => device.serialNumber, data.virtualMfaDevices);
    this.lastAccessedJobs = new Collection((job) => job.id, data.lastAccessedJobs);
    this.credentialReport = data.credentialReport;
    this.passwordPolicy = data.passwordPolicy;
    this.root = data.root;
  }

  user(name: string): IamUser | undefined {
    return this.users.get(name.toLowerCase());
  }

  group(name: string): IamGroup | undefined {
    return this.groups.get(name.toLowerCase());
  }

  role(name: string): IamRole | undefined {
    return this.roles.get(name.toLowerCase());
  }

  /** A customer managed policy. Its name is unique in the AWS account, whatever its path. */
  policy(arn: string): ManagedPolicy | undefined {
    const policy = this.policies.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
    return policy?.arn === arn ? policy : undefined;
  }

  arn(kind: 'user' | 'group' | 'role', entity: { path: string; name: string }): string {
    return `arn:aws:iam::${this.awsAccountId}:${kind}${entity.path}${entity.name}`;
  }

  join(user: IamUser, group: IamGroup): void {
    insertSorted(user.groupKeys, byName(group));
    insertSorted(group.memberKeys, byName(user));
    this.version += 1;
  }

  leave(user: IamUser, group: IamGroup): void {
    user.groupKeys = user.groupKeys.filter((key) => key !== byName(group));
    group.memberKeys = group.memberKeys.filter((key) => key !== byName(user));
    this.version += 1;
  }

  /** Gives a user another name or path; groups and MFA devices follow. */
  moveUser(user: IamUser, name: string, path: string): void {
    const before = byName(user);
    this.users.delete(before);
    Object.assign(user, { name, path });
    this.users.add(user);
    for (const key of user.groupKeys) {
      const group = this.groups.get(key);
      if (group) group.memberKeys = replaced(group.memberKeys, before, byName(user));
    }
    for (const { serialNumber } of user.mfaDevices ?? []) {
      const device = this.virtualMfaDevices.get(serialNumber);
      if (device) device.userKey = byName(user);
    }
    this.version += 1;
  }

  moveGroup(group: IamGroup, name: string, path: string): void {
    const before = byName(group);
    this.groups.delete(before);
    Object.assign(group, { name, path });
    this.groups.add(group);
    for (const key of group.memberKeys) {
      const user = this.users.get(key);
      if (user) user.groupKeys = replaced(user.groupKeys, before, byName(group));
    }
    this.version += 1;
  }

  toData(): IamAccountData {
    return {
      awsAccountId: this.awsAccountId,
      users: this.users.all(),
      groups: this.groups.all(),
      roles: this.roles.all(),
      policies: this.policies.all(),
      samlProviders: this.samlProviders.all(),
      oidcProviders: this.oidcProviders.all(),
      aliases: this.aliases.all(),
      virtualMfaDevices: this.virtualMfaDevices.all(),
      lastAccessedJobs: this.lastAccessedJobs.all(),
      ...(this.credentialReport && { credentialReport: this.credentialReport }),
      ...(this.passwordPolicy && { passwordPolicy: this.passwordPolicy }),
      ...(this.root && { root: this.root }),
    };
  }
}

function byName(entity: { name: string }): string {
  return entity.name.toLowerCase();
}

function insertSorted(keys: string[], key: string): void {
  if (keys.includes(key)) return;
  const position = keys.findIndex((other) => other > key);
  keys.splice(position === -1 ? keys.length : position, 0, key);
}

function replaced(keys: readonly string[], before: string, after: string): string[] {
  return [...keys.filter((key) => key !== before), after].sort();
}
