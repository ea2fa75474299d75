import { checkTrustPolicy } from '../policies/trust-document.ts';
import { provisionSet } from '../services/sso-admin/reserved-role.ts';
import { IamAccount } from '../state/iam/iam-account.ts';
import type { IamGroup, IamRole, IamUser } from '../state/iam/iam-entities.ts';
import { IdentityCenter } from '../state/identity-center/identity-center.ts';
import type {
  Assignment,
  DirectoryGroup,
  DirectoryUser,
  PermissionSet,
} from '../state/identity-center/identity-center-entities.ts';
import { World } from '../state/world.ts';
import { FIRST, IamBuilder, LAST } from './iam-builder.ts';
import { managedArn, type RoleWish, type SetWish, tagList, type UserWish } from './wishes.ts';

const BUILT_BY = 'arn:aws:sts::000000000000:assumed-role/simulator/world';

/** Builds worlds out of wishes: fills in ids, dates and everything else that follows from a seed. */
export class WorldBuilder {
  readonly world: World;
  readonly #iam: IamBuilder;

  constructor(name: string, seed: string) {
    this.world = new World({ name, seed });
    this.#iam = new IamBuilder(this.world.ids, (trustPolicy) => checkTrustPolicy(this.world, trustPolicy));
  }

  awsAccount(awsAccountId: string): IamAccount {
    return this.world.awsAccounts.get(awsAccountId) ?? this.world.addAwsAccount(new IamAccount({ awsAccountId }));
  }

  /** When the company came to AWS: before everything else. */
  get firstTime(): number {
    return FIRST;
  }

  /** The world's last day: what happened "days ago" counts from it. */
  get lastTime(): number {
    return LAST;
  }

  someTime(): number {
    return this.#iam.someTime();
  }

  iamGroup(account: IamAccount, name: string, attached: readonly string[] = []): IamGroup {
    return this.#iam.group(account, name, attached);
  }

  iamUser(account: IamAccount, wish: UserWish): IamUser {
    const user = this.#iam.user(account, wish);
    for (const key of user.accessKeys) this.world.addAccessKey(account.awsAccountId, user, key);
    return user;
  }

  iamRole(account: IamAccount, wish: RoleWish): IamRole {
    return this.#iam.role(account, wish);
  }

  identityCenter(base: IdentityCenter['base']): IdentityCenter {
    const center = new IdentityCenter(base);
    this.world.identityCenters.push(center);
    return center;
  }

  /** An id as newer identity stores give it, or, with the store's ten digits, as older ones do. */
  directoryId(center: IdentityCenter, isOldForm = false): string {
    const uuid = this.world.ids.uuid();
    return isOldForm ? `${center.base.identityStoreId.slice(2)}-${uuid}` : uuid;
  }

  directoryUser(
    center: IdentityCenter,
    wish: Pick<DirectoryUser, 'userName' | 'givenName' | 'familyName'> &
      Partial<Pick<DirectoryUser, 'email' | 'title' | 'status'>> & { isOldForm?: boolean },
  ): DirectoryUser {
    const { isOldForm, ...rest } = wish;
    const createdAt = this.someTime();
    const user: DirectoryUser = {
      id: this.directoryId(center, isOldForm),
      displayName: `${wish.givenName} ${wish.familyName}`,
      status: 'ENABLED',
      externalIds: [],
      createdAt,
      createdBy: BUILT_BY,
      updatedAt: createdAt,
      updatedBy: BUILT_BY,
      ...rest,
    };
    center.addUser(user);
    return user;
  }

  directoryGroup(center: IdentityCenter, displayName: string, description: string, isOldForm = false): DirectoryGroup {
    const createdAt = this.someTime();
    const group: DirectoryGroup = {
      id: this.directoryId(center, isOldForm),
      displayName,
      description,
      externalIds: [],
      createdAt,
      createdBy: BUILT_BY,
      updatedAt: createdAt,
      updatedBy: BUILT_BY,
    };
    center.addGroup(group);
    return group;
  }

  member(center: IdentityCenter, group: DirectoryGroup, user: DirectoryUser, isOldForm = false): void {
    const createdAt = Math.max(group.createdAt, user.createdAt);
    const id = this.directoryId(center, isOldForm);
    center.addMembership({ id, groupId: group.id, userId: user.id, createdAt, createdBy: BUILT_BY });
  }

  permissionSet(center: IdentityCenter, wish: SetWish): PermissionSet {
    return center.permissionSets.add({
      arn: `arn:aws:sso:::permissionSet/${center.instanceId}/ps-${this.world.ids.hex(16)}`,
      name: wish.name,
      description: wish.description,
      sessionDuration: wish.session,
      createdAt: this.someTime(),
      managedPolicies: (wish.managed ?? []).map((path) => ({
        Name: path.split('/').at(-1) ?? path,
        Arn: managedArn(path),
      })),
      ...(wish.inline ? { inlinePolicy: JSON.stringify({ Version: '2012-10-17', Statement: wish.inline }) } : {}),
      tags: tagList(wish.tags),
    });
  }

  /** An assignment with what it leaves in the AWS account's IAM. */
  assign(center: IdentityCenter, assignment: Assignment): void {
    const set = center.permissionSets.get(assignment.permissionSetArn);
    if (!set) throw new Error(`no permission set ${assignment.permissionSetArn}`);
    center.addAssignment(assignment);
    provisionSet(this.world, center, set, assignment.awsAccountId, this.someTime());
  }
}
