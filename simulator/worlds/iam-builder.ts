import { accessKeyId } from '../state/access-key-id.ts';
import type { IamAccount } from '../state/iam/iam-account.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy } from '../state/iam/iam-entities.ts';
import type { IdSource } from '../state/id-source.ts';
import { addCredentials, userCreatedAt } from './user-credentials.ts';
import {
  documents,
  type KeyPair,
  managedArn,
  type PolicyWish,
  type RoleWish,
  tagList,
  type UserWish,
} from './wishes.ts';

/** Worlds are made between these instants, so that two starts show the same dates. */
export const FIRST = Date.UTC(2023, 1, 6, 8);
export const LAST = Date.UTC(2026, 9, 30, 17);

/** Builds the IAM of AWS accounts out of wishes: ids, dates and the rest follow from the id source. */
export class IamBuilder {
  readonly ids: IdSource;
  readonly #pinned: (trustPolicy: string) => Record<string, string>;

  /** `pinned` gives the unique ids that the principals of a trust policy stand for. */
  constructor(ids: IdSource, pinned: (trustPolicy: string) => Record<string, string>) {
    this.ids = ids;
    this.#pinned = pinned;
  }

  /** Some working moment between the world's first and last day. */
  someTime(): number {
    return FIRST + this.ids.below(Math.floor((LAST - FIRST) / 60_000)) * 60_000;
  }

  group(account: IamAccount, name: string, attached: readonly string[] = []): IamGroup {
    return account.groups.add({
      name,
      path: '/',
      id: this.ids.unique('AGPA'),
      createdAt: this.someTime(),
      inlinePolicies: {},
      attachedPolicyArns: attached.map(managedArn),
      memberKeys: [],
    });
  }

  user(account: IamAccount, wish: UserWish): IamUser {
    const createdAt = userCreatedAt(this.someTime(), wish, LAST);
    const user: IamUser = {
      name: wish.name,
      path: wish.path ?? '/',
      id: this.ids.unique('AIDA'),
      createdAt,
      inlinePolicies: documents(wish.inline),
      attachedPolicyArns: (wish.attached ?? []).map(managedArn),
      tags: tagList(wish.tags),
      accessKeys: [],
      groupKeys: [],
    };
    account.users.add(user);
    const key = wish.key === true ? this.#newKey(account) : wish.key || undefined;
    addCredentials(account, user, wish, key, LAST);
    for (const name of wish.groups ?? []) {
      const group = account.group(name);
      if (!group) throw new Error(`no IAM group ${name}`);
      account.join(user, group);
    }
    return user;
  }

  #newKey({ awsAccountId }: IamAccount): KeyPair {
    return { accessKeyId: accessKeyId('AKIA', awsAccountId, this.ids.hex(10)), secret: this.ids.secret() };
  }

  role(account: IamAccount, wish: RoleWish): IamRole {
    const trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: wish.trust });
    return account.roles.add({
      name: wish.name,
      path: wish.path ?? '/',
      id: this.ids.unique('AROA'),
      createdAt: this.someTime(),
      inlinePolicies: documents(wish.inline),
      attachedPolicyArns: (wish.attached ?? []).map(managedArn),
      maxSessionDurationSeconds: wish.maxSessionSeconds ?? 3600,
      trustPolicy,
      trustedIds: this.#pinned(trustPolicy),
      tags: tagList(wish.tags),
      ...(wish.description ? { description: wish.description } : {}),
      ...(wish.used && { lastUsed: { at: LAST - wish.used.daysAgo * 86_400_000, region: wish.used.region } }),
    });
  }

  policy(account: IamAccount, wish: PolicyWish): ManagedPolicy {
    const path = wish.path ?? '/';
    const id = this.ids.unique('ANPA');
    const createdAt = this.someTime();
    return account.policies.add({
      name: wish.name,
      path,
      id,
      arn: `arn:aws:iam::${account.awsAccountId}:policy${path}${wish.name}`,
      createdAt,
      updatedAt: createdAt,
      versions: [{ id: 'v1', document: JSON.stringify(wish.document), createdAt }],
      defaultVersionId: 'v1',
      versionsMade: 1,
      tags: [],
    });
  }
}
