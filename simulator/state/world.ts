import { createHmac } from 'node:crypto';
import { awsAccountIdOf } from './access-key-id.ts';
import { AwsAccounts, type UnbuiltAccount } from './aws-accounts.ts';
import { Clock } from './clock.ts';
import { EventTrail } from './cloudtrail/event-trail.ts';
import type { TrailEvent } from './cloudtrail/trail-event.ts';
import { IamAccount, type IamAccountData } from './iam/iam-account.ts';
import type { AccessKey, IamUser } from './iam/iam-entities.ts';
import { IdSource } from './id-source.ts';
import { IdentityCenter, type IdentityCenterData } from './identity-center/identity-center.ts';
import { Organization, type OrganizationData } from './organization/organization.ts';

/** A role session that never expires, for whoever must exist before anybody can assume anything. */
export interface StandingSession {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  readonly awsAccountId: string;
  readonly roleName: string;
  readonly sessionName: string;
}

/** Rises when older snapshots can no longer be read. */
export const SNAPSHOT_FORMAT = 1;

export interface WorldData {
  readonly format: number;
  readonly name: string;
  readonly seed: string;
  readonly idsDrawn: number;
  readonly clockOffsetMs: number;
  readonly awsAccounts: readonly IamAccountData[];
  readonly organizations: readonly OrganizationData[];
  readonly identityCenters: readonly IdentityCenterData[];
  readonly standingSessions: readonly StandingSession[];
  readonly events: readonly TrailEvent[];
}

/** Everything that exists in the simulated AWS. Its JSON is its snapshot. */
export class World {
  readonly name: string;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly awsAccounts = new AwsAccounts((account) => this.#addAccessKeys(account));
  readonly organizations: Organization[] = [];
  readonly identityCenters: IdentityCenter[] = [];
  readonly standingSessions = new Map<string, StandingSession>();
  readonly trail: EventTrail;
  readonly #accessKeys = new Map<string, { awsAccountId: string; user: IamUser; key: AccessKey }>();
  readonly #secret: Buffer;
  /** Rises with every change worth a snapshot. */
  revision = 0;

  /** From its data; AWS accounts that it does not hold may be told to be built when they are looked at. */
  constructor(
    data: Pick<WorldData, 'name' | 'seed'> & Partial<WorldData>,
    unbuilt: Iterable<readonly [awsAccountId: string, account: UnbuiltAccount]> = [],
  ) {
    this.name = data.name;
    this.ids = new IdSource(data.seed, data.idsDrawn);
    this.clock = new Clock(data.clockOffsetMs);
    this.trail = new EventTrail(data.events);
    this.#secret = createHmac('sha256', 'simulated-aws').update(data.seed).digest();
    for (const [awsAccountId, account] of unbuilt) this.awsAccounts.addUnbuilt(awsAccountId, account);
    for (const account of data.awsAccounts ?? []) this.addAwsAccount(new IamAccount(account));
    for (const organization of data.organizations ?? []) this.addOrganization(new Organization(organization));
    for (const center of data.identityCenters ?? []) this.identityCenters.push(new IdentityCenter(center));
    for (const session of data.standingSessions ?? []) this.standingSessions.set(session.accessKeyId, session);
  }

  addAwsAccount(account: IamAccount): IamAccount {
    return this.awsAccounts.set(account.awsAccountId, account);
  }

  #addAccessKeys(account: IamAccount): void {
    for (const user of account.users.all()) {
      for (const key of user.accessKeys) this.addAccessKey(account.awsAccountId, user, key);
    }
  }

  addOrganization(organization: Organization): Organization {
    this.organizations.push(organization);
    return organization;
  }

  organizationOf(awsAccountId: string): Organization | undefined {
    return this.organizations.find(({ accounts }) => accounts.has(awsAccountId));
  }

  /** Whether anybody may act in it: a member that is suspended, closed or being closed lets nobody in. */
  isOpen(awsAccountId: string): boolean {
    const member = this.organizationOf(awsAccountId)?.accounts.get(awsAccountId);
    return member === undefined || member.state === 'ACTIVE';
  }

  addAccessKey(awsAccountId: string, user: IamUser, key: AccessKey): void {
    this.#accessKeys.set(key.id, { awsAccountId, user, key });
  }

  removeAccessKey(accessKeyId: string): void {
    this.#accessKeys.delete(accessKeyId);
  }

  accessKey(accessKeyId: string): { awsAccountId: string; user: IamUser; key: AccessKey } | undefined {
    const found = this.#accessKeys.get(accessKeyId);
    // The AWS account it belongs to may not be built yet.
    if (!found) this.awsAccounts.get(awsAccountIdOf(accessKeyId) ?? '');
    return found ?? this.#accessKeys.get(accessKeyId);
  }

  /** Keyed by the world's seed: session tokens and page tokens survive a restart and cannot be made up. */
  mac(text: string): Buffer {
    return createHmac('sha256', this.#secret).update(text).digest();
  }

  changed(): void {
    this.revision += 1;
  }

  /** All there is, or without the AWS accounts that nobody looked at. */
  toData(which: 'all' | 'built' = 'all'): WorldData {
    const accounts = [...(which === 'all' ? this.awsAccounts.values() : this.awsAccounts.built())];
    accounts.sort((a, b) => (a.awsAccountId < b.awsAccountId ? -1 : 1));
    return {
      format: SNAPSHOT_FORMAT,
      name: this.name,
      seed: this.ids.seed,
      idsDrawn: this.ids.drawn,
      clockOffsetMs: this.clock.offsetMs,
      awsAccounts: accounts.map((account) => account.toData()),
      organizations: this.organizations.map((organization) => organization.toData()),
      identityCenters: this.identityCenters.map((center) => center.toData()),
      standingSessions: [...this.standingSessions.values()],
      events: this.trail.toData(),
    };
  }
}
