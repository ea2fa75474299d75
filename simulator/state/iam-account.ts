import { Collection } from './collection.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy, OidcProvider, SamlProvider } from './iam-entities.ts';

export interface IamAccountData {
  readonly awsAccountId: string;
  readonly users: readonly IamUser[];
  readonly groups: readonly IamGroup[];
  readonly roles: readonly IamRole[];
  readonly policies: readonly ManagedPolicy[];
  readonly samlProviders: readonly SamlProvider[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly aliases: readonly string[];
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
  /** Rises with every change of policies, memberships or principals: what was derived from them is stale then. */
  version = 0;

  constructor(data: Pick<IamAccountData, 'awsAccountId'> & Partial<IamAccountData>) {
    this.awsAccountId = data.awsAccountId;
    this.users = new Collection(byName, data.users);
    this.groups = new Collection(byName, data.groups);
    this.roles = new Collection(byName, data.roles);
    this.policies = new Collection((policy) => policy.arn, data.policies);
    this.samlProviders = new Collection((provider) => provider.arn, data.samlProviders);
    this.oidcProviders = new Collection((provider) => provider.arn, data.oidcProviders);
    this.aliases = new Collection((alias) => alias, data.aliases);
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
