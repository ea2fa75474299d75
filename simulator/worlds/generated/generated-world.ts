import type { World } from '../../state/world.ts';
import { addCountersign, keyPair } from '../credentials.ts';
import { WorldBuilder } from '../world-builder.ts';
import { Dice } from './dice.ts';
import { spread } from './distribution.ts';
import { addManagementAccount, type IamCounts, unbuiltAccount } from './iam.ts';
import { addIdentityCenter, type Filled } from './identity-center.ts';
import { addOrganization, GENERATED } from './organization.ts';
import { CROWDED, IAM, type Shape, type Size } from './shapes.ts';

/**
 * A company of that size and shape, Meridian. Its seed names the generator's version: raise it with every change that
 * makes another world of it, so that data files of the older one are refused.
 */
export function generatedWorld(name: string, size: Size, shape: Shape): World {
  const builder = new WorldBuilder(name, `${name}-2`);
  const dice = new Dice(builder.world.ids.seed);
  addCountersign(builder);
  const { setsPerAccount, suspended } = accountCapacities(size, shape, dice);
  const awsAccountIds = addOrganization(builder, dice, size.awsAccounts, suspended);
  const filled = addIdentityCenter(builder, dice, size, shape, awsAccountIds, setsPerAccount);
  addIam(builder, dice, awsAccountIds, filled);
  return builder.world;
}

/** Nothing is provisioned to suspended AWS accounts; the first three, which tests and benchmarks use, are in use. */
function accountCapacities(
  { awsAccounts, suspendedAccounts, provisionedPairs }: Size,
  { distributions }: Shape,
  dice: Dice,
): { setsPerAccount: number[]; suspended: Set<number> } {
  const setsPerAccount = spread(distributions.setsPerAccount, awsAccounts, dice, provisionedPairs);
  for (let index = 0; index < 3; index += 1) {
    const other = setsPerAccount.findIndex((count, position) => position > 2 && count > 0);
    if (setsPerAccount[index] === 0) swap(setsPerAccount, index, other);
  }
  const empty = [...setsPerAccount.keys()].filter((index) => setsPerAccount[index] === 0);
  return { setsPerAccount, suspended: new Set(empty.slice(0, suspendedAccounts)) };
}

function swap(items: number[], a: number, b: number): void {
  [items[a], items[b]] = [items[b] as number, items[a] as number];
}

/** Whoever has published credentials is built at once, everybody else when somebody looks. */
function addIam(builder: WorldBuilder, dice: Dice, awsAccountIds: readonly string[], filled: Filled): void {
  const { world } = builder;
  const sets = filled.sets.map((set) => structuredClone(set));
  const counts = iamCounts(awsAccountIds.length, dice);
  const plans = awsAccountIds.map((awsAccountId, index) => ({
    ...(counts[index] as IamCounts),
    seed: world.ids.seed,
    awsAccountId,
    alias: `meridian-${world.organizationOf(awsAccountId)?.accounts.get(awsAccountId)?.name}`,
    center: { base: structuredClone(filled.center.base) },
    sets: (filled.setsByAccount[index] ?? []).map((position) => sets[position] as (typeof sets)[number]),
  }));
  const [management, ...members] = plans;
  if (!management) throw new Error('a generated world has a management account');
  const automationId = addManagementAccount(world, management);
  for (const plan of members) {
    world.awsAccounts.addUnbuilt(plan.awsAccountId, unbuiltAccount({ ...plan, automationId }));
  }
  addAdministrators(builder);
}

function iamCounts(awsAccounts: number, dice: Dice): IamCounts[] {
  const users = spread(IAM.users, awsAccounts, dice);
  const groups = spread(IAM.groups, awsAccounts, dice);
  const roles = spread(IAM.roles, awsAccounts, dice);
  const policies = spread(IAM.policies, awsAccounts, dice);
  return users.map((count, index) =>
    index === 1
      ? CROWDED
      : { users: count, groups: groups[index] ?? 0, roles: roles[index] ?? 0, policies: policies[index] ?? 0 },
  );
}

/** The IAM users whose keys are published, as in the other worlds. */
function addAdministrators(builder: WorldBuilder): void {
  const administrators = [
    [GENERATED.managementAccountId, 'terraform-bootstrap', 'administrator'],
    [GENERATED.memberAccountId, 'deploy-bootstrap', 'memberAdministrator'],
    [GENERATED.delegatedAccountId, 'sso-delegate', 'delegatedAdministrator'],
  ] as const;
  for (const [awsAccountId, name, key] of administrators) {
    const account = builder.awsAccount(awsAccountId);
    builder.iamUser(account, { name, attached: ['AdministratorAccess'], key: keyPair(key) });
  }
}
