import { addReservedRole } from '../../services/sso-admin/reserved-role.ts';
import type { UnbuiltAccount } from '../../state/aws-accounts.ts';
import { IamAccount } from '../../state/iam/iam-account.ts';
import { IdSource } from '../../state/id-source.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { PermissionSet } from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';
import { IamBuilder } from '../iam-builder.ts';
import type { RoleWish } from '../wishes.ts';
import { Dice } from './dice.ts';
import { AUTOMATION, AUTOMATION_ROLE, COMMON_ROLES, GITHUB, ownRoleWish, policyWish } from './iam-wishes.ts';
import { EMAIL_DOMAIN, personName } from './names.ts';

export interface IamCounts {
  readonly users: number;
  readonly groups: number;
  readonly roles: number;
  readonly policies: number;
}

interface IamPlan extends IamCounts {
  readonly seed: string;
  readonly awsAccountId: string;
  readonly alias: string;
  /** The instance, without what is in it: that changes. */
  readonly center: Pick<IdentityCenter, 'base'>;
  /** The sets provisioned to it when the world began, as they were then. */
  readonly sets: readonly PermissionSet[];
}

/** The IAM of a member AWS account: of its own seed, so that it is the same whenever somebody looks first. */
export function unbuiltAccount(plan: IamPlan & { readonly automationId: string }): UnbuiltAccount {
  return { alias: plan.alias, build: () => buildAccount(plan, COMMON_ROLES, plan.automationId) };
}

/** The management account with its automation; returns the automation's unique id. */
export function addManagementAccount(world: World, plan: IamPlan): string {
  const account = world.addAwsAccount(buildAccount(plan, [AUTOMATION]));
  return account.role(AUTOMATION.name)?.id ?? '';
}

function buildAccount(plan: IamPlan, common: readonly RoleWish[], automationId?: string): IamAccount {
  const { awsAccountId } = plan;
  const account = new IamAccount({ awsAccountId, aliases: [plan.alias] });
  const seed = `${plan.seed}/${awsAccountId}`;
  const iam = new IamBuilder(new IdSource(seed), (trustPolicy): Record<string, string> => {
    const id = automationId ?? account.role(AUTOMATION.name)?.id;
    return id && trustPolicy.includes(`"${AUTOMATION_ROLE}"`) ? { [AUTOMATION_ROLE]: id } : {};
  });
  account.oidcProviders.add({
    arn: `arn:aws:iam::${awsAccountId}:oidc-provider/${GITHUB}`,
    clientIds: ['sts.amazonaws.com'],
    createdAt: iam.someTime(),
  });
  for (const wish of common) iam.role(account, wish);
  addOwn(iam, account, plan, new Dice(seed));
  for (const set of plan.sets) addReservedRole(account, plan.center, set, iam.ids, iam.someTime());
  return account;
}

/** Policies, groups, users and roles of an AWS account's own. */
function addOwn(iam: IamBuilder, account: IamAccount, counts: IamCounts, dice: Dice): void {
  const policies = times(counts.policies, (index) => iam.policy(account, policyWish(index, dice)).arn);
  const attached = ['ReadOnlyAccess', 'PowerUserAccess', 'IAMReadOnlyAccess', ...policies.slice(0, 3)];
  const groups = times(counts.groups, (index) => iam.group(account, `team-${index + 1}`, [dice.of(attached)]).name);
  for (let index = 0; index < counts.users; index += 1) addUser(iam, account, index, groups, attached, dice);
  for (let index = 0; index < counts.roles; index += 1) {
    iam.role(account, ownRoleWish(index, account.awsAccountId, policies, dice));
  }
}

/** A third are machines with a key, the others people from before Identity Center. */
function addUser(
  iam: IamBuilder,
  account: IamAccount,
  index: number,
  groups: readonly string[],
  attached: readonly string[],
  dice: Dice,
): void {
  if (index % 3 === 2) {
    iam.user(account, { name: `machine-${index + 1}`, path: '/service/', attached: [dice.of(attached)], key: true });
    return;
  }
  const { userName } = personName(dice.below(3_000));
  // Who comes a second time gets a number: two users of one name would be one, in the groups of both.
  const isNumbered = index % 2 === 1 || account.user(userName) !== undefined;
  iam.user(account, {
    name: isNumbered ? `${userName.split('@')[0]}-${index + 1}` : userName,
    groups: groups.length > 0 ? [dice.of(groups)] : [],
    ...(groups.length === 0 ? { attached: [dice.of(attached)] } : {}),
    tags: { email: `${userName.split('@')[0]}@${EMAIL_DOMAIN}` },
    key: dice.below(100) < 40,
    ...(dice.below(100) < 70 ? { passwordUsedDaysAgo: dice.between(1, 700) } : {}),
  });
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
