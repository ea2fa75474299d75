import { IamAccount } from './iam/iam-account.ts';

/** How the IAM of an AWS account begins, in worlds too large to build it before somebody looks. */
export interface UnbuiltAccount {
  /** Aliases are unique in all of AWS, so this one is known before the rest. */
  readonly alias?: string;
  /** The same IAM whenever it is called: it may depend on nothing that can change. */
  build(): IamAccount;
}

/** The AWS accounts of a world by id, in a fixed order. One that nobody looked at yet is built when somebody does. */
export class AwsAccounts {
  readonly #accounts = new Map<string, IamAccount | UnbuiltAccount>();
  readonly #whenBuilt: (account: IamAccount) => void;

  constructor(whenBuilt: (account: IamAccount) => void) {
    this.#whenBuilt = whenBuilt;
  }

  get size(): number {
    return this.#accounts.size;
  }

  has(awsAccountId: string): boolean {
    return this.#accounts.has(awsAccountId);
  }

  get(awsAccountId: string): IamAccount | undefined {
    const account = this.#accounts.get(awsAccountId);
    return account === undefined || account instanceof IamAccount ? account : this.set(awsAccountId, account.build());
  }

  set(awsAccountId: string, account: IamAccount): IamAccount {
    this.#accounts.set(awsAccountId, account);
    this.#whenBuilt(account);
    return account;
  }

  addUnbuilt(awsAccountId: string, account: UnbuiltAccount): void {
    this.#accounts.set(awsAccountId, account);
  }

  keys(): Iterable<string> {
    return this.#accounts.keys();
  }

  /** Every AWS account; builds those that are not. */
  *values(): Iterable<IamAccount> {
    for (const awsAccountId of this.#accounts.keys()) yield this.get(awsAccountId) as IamAccount;
  }

  /** Those that somebody looked at: only they can have changed. */
  *built(): Iterable<IamAccount> {
    for (const account of this.#accounts.values()) if (account instanceof IamAccount) yield account;
  }

  *unbuilt(): Iterable<readonly [awsAccountId: string, account: UnbuiltAccount]> {
    for (const [id, account] of this.#accounts) if (!(account instanceof IamAccount)) yield [id, account];
  }

  hasAlias(alias: string): boolean {
    for (const account of this.#accounts.values()) {
      if (account instanceof IamAccount ? account.aliases.has(alias) : account.alias === alias) return true;
    }
    return false;
  }
}
