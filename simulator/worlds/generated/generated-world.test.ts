import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTrustPolicy } from '../../policies/trust-document.ts';
import type { World, WorldData } from '../../state/world.ts';
import { describeWorld } from '../description.ts';
import { type Cost, readingCosts } from '../reading-costs.ts';
import { restoredWorld, worldMaker } from '../worlds.ts';
import { bandCounts, type Distribution } from './distribution.ts';
import { GENERATED } from './organization.ts';
import { publishedTables, SHAPE_OF } from './published.ts';
import { HUGE, LARGE } from './shapes.ts';

/** A digest of everything, part by part: the text of the largest worlds does not fit a string. */
function digest(world: World): string {
  const hash = createHash('sha256');
  const { awsAccounts, identityCenters, ...rest } = world.toData();
  for (const account of awsAccounts) hash.update(JSON.stringify(account));
  for (const center of identityCenters) for (const part of Object.values(center)) hash.update(JSON.stringify(part));
  return hash.update(JSON.stringify(rest)).digest('hex');
}

const centerOf = (world: World) => {
  const [center] = world.identityCenters;
  if (!center) throw new Error('generated worlds have an Identity Center instance');
  return center;
};

/** What reading each world costs; filled while the worlds are there, as all at once they are large. */
const costs: Record<string, Cost[]> = {};

describe.each(Object.entries(SHAPE_OF))('the world %s', (name, { distributions }) => {
  const world = worldMaker(name)();
  const center = centerOf(world);
  const size = name === 'huge' ? HUGE : LARGE;
  const rows = center.assignments.all();
  costs[name] = readingCosts(center);
  const accounts = world.organizations[0]?.accounts.all() ?? [];

  const perPair = new Map<string, { GROUP: number; USER: number }>();
  for (const { awsAccountId, permissionSetArn, principalType } of rows) {
    const pair = `${awsAccountId}|${permissionSetArn}`;
    const counts = perPair.get(pair) ?? { GROUP: 0, USER: 0 };
    counts[principalType] += 1;
    perPair.set(pair, counts);
  }

  it('has exactly as much of everything as SIM-3 says', () => {
    expect(accounts).toHaveLength(size.awsAccounts);
    expect(center.permissionSets.size).toBe(size.permissionSets);
    expect(center.users.size).toBe(size.users);
    expect(center.groups.size).toBe(size.groups);
    expect(perPair.size).toBe(size.provisionedPairs);
    expect(new Set(center.users.all().map(({ userName }) => userName)).size).toBe(size.users);
    expect(new Set(center.groups.all().map(({ displayName }) => displayName)).size).toBe(size.groups);
    expect(new Set(center.permissionSets.all().map((set) => set.name)).size).toBe(size.permissionSets);
  });

  it('is spread exactly as published', () => {
    const principalRows = (type: 'GROUP' | 'USER', id: string) =>
      center.assignmentsByPrincipal.of(`${type}/${id}`).size;
    const groups = center.groups.all();
    const users = center.users.all();
    const pairs = [...perPair.values()];
    expectSpread(
      groups.map(({ id }) => center.membershipsByGroup.of(id).size),
      distributions.membersPerGroup,
    );
    expectSpread(
      users.map(({ id }) => center.membershipsByUser.of(id).size),
      distributions.groupsPerUser,
    );
    expectSpread(
      accounts.map(({ id }) => center.setsByAccount.of(id).size),
      distributions.setsPerAccount,
    );
    expectSpread(
      center.permissionSets.all().map(({ arn }) => center.accountsBySet.of(arn).size),
      distributions.accountsPerSet,
    );
    expectSpread(
      pairs.map(({ GROUP }) => GROUP),
      distributions.groupRowsPerPair,
    );
    expectSpread(
      pairs.map(({ USER }) => USER),
      distributions.userRowsPerPair,
    );
    expectSpread(
      groups.map(({ id }) => principalRows('GROUP', id)),
      distributions.rowsPerGroup,
    );
    expectSpread(
      users.map(({ id }) => principalRows('USER', id)),
      distributions.rowsPerUser,
    );
  });

  it('provisions nothing to its suspended AWS accounts, and every row names who and what is there', () => {
    const suspended = accounts.filter(({ state }) => state === 'SUSPENDED');
    expect(suspended).toHaveLength(size.suspendedAccounts);
    for (const { id } of suspended) expect(center.setsByAccount.of(id).size).toBe(0);
    for (const { awsAccountId, permissionSetArn, principalId, principalType } of rows) {
      const principals = principalType === 'USER' ? center.users : center.groups;
      const isWhole =
        principals.has(principalId) &&
        world.awsAccounts.has(awsAccountId) &&
        center.permissionSets.has(permissionSetArn);
      if (!isWhole) throw new Error(`${awsAccountId} ${permissionSetArn} ${principalId}`);
    }
  });
});

/** So many numbers in each band as its share of all says. */
function expectSpread(numbers: readonly number[], distribution: Distribution): void {
  const counts = distribution.map(([from, to]) => numbers.filter((number) => number >= from && number <= to).length);
  expect(counts).toEqual(bandCounts(distribution, numbers.length));
}

describe('the shapes of large', () => {
  const cheapest = (name: string) =>
    (['memberships', 'rows'] as const).map((what) => {
      const whole = costs[name]?.filter((cost) => cost.what === what && cost.isWhole) ?? [];
      return whole.sort((a, b) => a.calls - b.calls)[0]?.name;
    });

  // Four worlds with all their rows: ten seconds alone, three times that beside other tests on two cores.
  it('make different ways of reading the cheapest', { timeout: 120_000 }, () => {
    expect(cheapest('large')).toEqual(['memberships by group', 'rows by principal, groups and users']);
    expect(cheapest('large-direct')).toEqual(['memberships by group', 'rows by principal, groups and users']);
    expect(cheapest('large-few-sets')).toEqual(['memberships by group', 'rows by pair, pairs by permission set']);
    expect(cheapest('large-dense')).toEqual(['memberships by user', 'rows by pair, pairs by permission set']);
  });
});

it('the README shows how the worlds are spread and what reading them costs', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const table of publishedTables(costs)) expect(readme).toContain(table);
});

describe('the world large', () => {
  const make = worldMaker('large');
  const whole = make();
  const expected = digest(whole);

  it('is described in the README as it is', () => {
    expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(describeWorld(whole));
  });

  it('is the same on every start, in whatever order its AWS accounts are looked at', () => {
    const other = make();
    for (const id of [...other.awsAccounts.keys()].reverse()) other.awsAccounts.get(id);
    expect(digest(other)).toBe(expected);
  });

  it('builds an AWS account as it began, whatever happened in the world before somebody looked', () => {
    const world = make();
    const center = centerOf(world);
    for (const set of center.permissionSets.all()) {
      set.managedPolicies.length = 0;
      set.description = 'changed';
    }
    const { managementAccountId } = GENERATED;
    world.awsAccounts.get(managementAccountId)?.roles.delete('orgautomation');
    for (const row of center.assignments.all().slice(0, 5_000)) center.deleteAssignment(row);
    for (const [id] of [...world.awsAccounts.unbuilt()].slice(0, 50)) {
      expect(world.awsAccounts.get(id)?.toData()).toEqual(whole.awsAccounts.get(id)?.toData());
    }
  });

  it('has a reserved role for every permission set provisioned to an AWS account', () => {
    const center = centerOf(whole);
    for (const account of whole.awsAccounts.values()) {
      const names = account.roles
        .all()
        .flatMap(({ name }) => /^AWSReservedSSO_(.*)_[0-9a-f]{16}$/.exec(name)?.[1] ?? []);
      const sets = center.setsByAccount.of(account.awsAccountId).all();
      const expectedNames = sets.map(({ permissionSetArn }) => center.permissionSets.get(permissionSetArn)?.name);
      expect(names.sort()).toEqual(expectedNames.sort());
    }
  });

  it('has trust policies that AWS would take, pinned to the ids AWS would pin', () => {
    for (const account of whole.awsAccounts.values()) {
      for (const role of account.roles.all()) {
        expect(checkTrustPolicy(whole, role.trustPolicy)).toEqual(role.trustedIds);
      }
    }
  });

  it('knows every access key, also of an AWS account that nobody looked at', () => {
    const world = make();
    let keys = 0;
    for (const [awsAccountId] of world.awsAccounts.unbuilt()) {
      for (const user of whole.awsAccounts.get(awsAccountId)?.users.all() ?? []) {
        for (const key of user.accessKeys) {
          keys += 1;
          expect(world.accessKey(key.id)).toMatchObject({ awsAccountId, key: { secret: key.secret } });
        }
      }
    }
    expect(keys).toBeGreaterThan(500);
  });

  it('is restored from what was looked at alone', () => {
    const world = make();
    const [touched = ''] = [...world.awsAccounts.unbuilt()][0] ?? [];
    world.awsAccounts.get(touched)?.aliases.add('kept');
    whole.awsAccounts.get(touched)?.aliases.add('kept');
    const data = JSON.parse(JSON.stringify(world.toData('built'))) as WorldData;
    expect(data.awsAccounts.length).toBeLessThan(10);
    expect(digest(restoredWorld(data))).toBe(digest(whole));
  });
});
