import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import type { Strategy } from '../../src/core/inventory/model/plan/decision.ts';
import type { KnownCounts } from '../../src/core/inventory/model/plan/known-counts.ts';
import type { KnownInventory, ReadingHistory } from '../../src/core/inventory/ports.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  grantName,
  MemorySink,
  nothingKnown,
  startAws,
} from './aws-support.ts';

const optional = {
  byUser: 'identitystore:ListGroupMembershipsForMember',
  bySet: 'sso:ListAccountsForProvisionedPermissionSet',
  byPrincipal: 'sso:ListAccountAssignmentsForPrincipal',
} as const;
const all = Object.values(optional);

/** A history that makes these ways of reading look dear, whatever there is. */
function historyAgainst(dear: Strategy[], more: Partial<ReadingHistory> = {}): ReadingHistory {
  const pages = (strategy: Strategy) => (dear.includes(strategy) ? 1000 : 0);
  const counts: KnownCounts = {
    ...{ awsAccounts: 1, permissionSets: 1, users: 1, groups: 1, pairs: 1 },
    furtherPages: {
      'by-group': pages('by-group'),
      'by-user': pages('by-user'),
      'by-aws-account': pages('by-aws-account'),
      'by-permission-set': pages('by-permission-set'),
      'by-pair': pages('by-pair'),
      'by-principal': pages('by-principal'),
    },
  };
  return { counts, deniedActions: [], rotation: {}, ...more };
}
const asMinimum = historyAgainst(['by-user', 'by-permission-set', 'by-principal']);
const asOptional = historyAgainst(['by-group', 'by-aws-account', 'by-pair']);

let simulator: Simulator;
let role: CustomerRole;
const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 5 });

async function start(world: 'small' | 'demo', delegated = false) {
  simulator = await startAws(world);
  const region = world === 'small' ? SMALL.region : 'eu-north-1';
  const management = world === 'small' ? SMALL.managementAccountId : MANAGEMENT;
  const awsAccountId = delegated ? SMALL.delegatedAccountId : management;
  const administrator = simulator.credentials[delegated ? 'delegatedAdministrator' : 'administrator'];
  role = await createCustomerRole(simulator, administrator, { awsAccountId, identityCenterRegion: region });
}
async function allow(...Action: string[]): Promise<void> {
  const named = { RoleName: 'Countersign', PolicyName: 'CountersignReadFurther' };
  if (Action.length === 0) {
    await role.iam.send(new DeleteRolePolicyCommand(named));
    return;
  }
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await role.iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument }));
}
async function read(history?: ReadingHistory, known: KnownInventory = nothingKnown): Promise<MemorySink> {
  const sink = new MemorySink();
  simulator.counters.clear();
  await reader.read(role.connection, history ? { ...known, history } : known, sink);
  return sink;
}
const calls = (operation: string) => simulator.counters.toJSON()[operation]?.calls ?? 0;
const chosen = (sink: MemorySink) => Object.fromEntries(sink.decisions.map((each) => [each.part, each.chosen]));
const users = () => new Set(simulator.world.identityCenters[0]?.users.all().map(({ id }) => id));
const groups = () => new Set(simulator.world.identityCenters[0]?.groups.all().map(({ id }) => id));
const isOrphan = (grant: string) => {
  const id = grant.split('/').at(-1)?.trim() ?? '';
  return grant.startsWith('permission-set-assignment') && !users().has(id) && !groups().has(id);
};
const isIdentityCenter = (name: string) =>
  /^(permission-set|group-member d-|members-of-group d-|memberships-of|assignments-of|pairs-of|accounts-of|identity-center|aws-accounts)/.test(
    name,
  );
const grantsOf = (sink: MemorySink) => [...sink.grants.values()].map(grantName).filter(isIdentityCenter).sort();
/** Without assignments of those who are deleted: only their pairs tell of these. */
const heldGrantsOf = (sink: MemorySink) => grantsOf(sink).filter((grant) => !isOrphan(grant));
const completedOf = (sink: MemorySink) => [...sink.completed].filter(isIdentityCenter).sort();
const failuresOf = (sink: MemorySink) => [...sink.failures.keys()].filter(isIdentityCenter).sort();
const pairsRead = (sink: MemorySink) => [...sink.completed].filter((scope) => scope.startsWith('assignments-of-pair'));

describe.each(['small', 'demo'] as const)('the world %s', (world) => {
  let minimum: MemorySink;
  beforeAll(async () => {
    await start(world);
    await allow(...all);
    minimum = await read(asMinimum);
  });
  afterAll(() => simulator.stop());
  afterEach(async () => {
    simulator.faults.clear();
    await allow(...all);
  });

  it('holds the same facts whichever way it is read', async () => {
    expect(chosen(minimum)).toEqual({ memberships: 'by-group', pairs: 'by-aws-account', assignments: 'by-pair' });
    const ways: [Strategy[], object][] = [
      [
        ['by-group', 'by-aws-account', 'by-principal'],
        { memberships: 'by-user', pairs: 'by-permission-set', assignments: 'by-pair' },
      ],
      [
        ['by-user', 'by-permission-set', 'by-pair'],
        { memberships: 'by-group', pairs: 'by-aws-account', assignments: 'by-principal' },
      ],
      [
        ['by-group', 'by-aws-account', 'by-pair'],
        { memberships: 'by-user', pairs: 'by-permission-set', assignments: 'by-principal' },
      ],
    ];
    for (const [dear, expected] of ways) {
      const sink = await read(historyAgainst(dear));
      expect(chosen(sink)).toMatchObject(expected);
      expect(failuresOf(sink)).toEqual([]);
      expect(heldGrantsOf(sink)).toEqual(heldGrantsOf(minimum));
      for (const kind of ['identity-center-user', 'identity-center-group', 'permission-set', 'aws-account'] as const)
        expect(sink.of(kind)).toEqual(expect.arrayContaining(minimum.of(kind)));
    }
  });

  it('makes the calls that its plan says, for every operation', async () => {
    const history = historyAgainst([]);
    const counts: KnownCounts = {
      ...(history.counts as KnownCounts),
      users: minimum.of('identity-center-user').length,
      groups: minimum.of('identity-center-group').length,
      permissionSets: minimum.of('permission-set').length,
      awsAccounts: minimum.of('aws-account').filter(({ parent }) => parent).length,
      pairs: pairsRead(minimum).length,
    };
    for (const dear of [['by-principal'], ['by-pair']] as Strategy[][]) {
      const furtherPages = historyAgainst(dear).counts?.furtherPages as KnownCounts['furtherPages'];
      const sink = await read({ ...history, counts: { ...counts, furtherPages } }, minimum.known());
      for (const [operation, { planned, ok }] of sink.calls)
        if (/^(sso|identitystore|organizations):/.test(operation))
          expect([operation, planned]).toEqual([operation, ok]);
    }
  });

  it('is read in the minimum way, in the same run, when AWS refuses every other, at a call each', async () => {
    await allow();
    const sink = await read(asOptional);
    expect(failuresOf(sink)).toEqual([]);
    expect(grantsOf(sink)).toEqual(grantsOf(minimum));
    expect(completedOf(sink)).toEqual(completedOf(minimum));
    expect(sink.deniedActions.sort()).toEqual([...all].sort());
    expect(all.map(calls)).toEqual([1, 1, 1]);
    expect(chosen(sink)).toMatchObject({ memberships: 'by-group', pairs: 'by-aws-account', assignments: 'by-pair' });
    expect(
      sink.decisions
        .filter(({ refusedAction }) => refusedAction)
        .map(({ refusedAction }) => refusedAction)
        .sort(),
    ).toEqual([...all].sort());
    const again = await read({ ...asOptional, deniedActions: sink.deniedActions });
    expect(all.map(calls)).toEqual([0, 0, 0]);
    expect(
      again.decisions.flatMap(({ alternatives }) => alternatives).filter(({ outcome }) => outcome === 'not-possible'),
    ).toHaveLength(3);
  });

  it('goes on by pair from where the right to list by principal ends, and leaves no gap', async () => {
    simulator.faults.add({
      operation: optional.byPrincipal,
      nth: 4,
      error: { code: 'AccessDeniedException', message: 'no' },
    });
    const sink = await read(asOptional);
    expect(failuresOf(sink)).toEqual([]);
    expect(calls(optional.byPrincipal)).toBeGreaterThanOrEqual(4);
    expect(heldGrantsOf(sink)).toEqual(heldGrantsOf(minimum));
    expect(sink.deniedActions).toEqual([optional.byPrincipal]);
  });

  it('keeps nothing of a group or user that failed but a gap, and reads by pair what that leaves unexplained', async () => {
    simulator.faults.add({
      operation: optional.byPrincipal,
      nth: 3,
      error: { code: 'ValidationFailure', message: 'odd' },
    });
    const sink = await read(asOptional);
    const failed = failuresOf(sink);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/^assignments-of-principal /);
    const id = failed[0]?.split(' ')[1] ?? 'none';
    const missing = heldGrantsOf(minimum).filter((grant) => !grantsOf(sink).includes(grant));
    expect(missing.every((grant) => grant.includes(id))).toBe(true);
  });

  it('of a user who is gone since says no memberships; of the directory that is not there, nothing', async () => {
    const notFound = (message: string) => ({
      operation: optional.byUser,
      nth: 2,
      error: { code: 'ResourceNotFoundException', message },
    });
    simulator.faults.add(notFound('USER not found.'));
    expect(failuresOf(await read(asOptional))).toEqual([]);
    simulator.faults.clear();
    simulator.faults.add(notFound('IdentityStore not present for IdentityStoreId: d-0'));
    expect(failuresOf(await read(asOptional))).toEqual([expect.stringMatching(/^memberships-of-user /)]);
  });

  it('closes nothing of a principal that AWS does not find: assignments outlive who holds them', async () => {
    simulator.faults.add({
      operation: optional.byPrincipal,
      nth: 2,
      error: { code: 'ResourceNotFoundException', message: 'Principal not found' },
    });
    const sink = await read(asOptional);
    expect(failuresOf(sink)).toEqual([]);
    const principals = users().size + groups().size;
    expect([...sink.completed].filter((scope) => scope.startsWith('assignments-of-principal'))).toHaveLength(
      principals - 1,
    );
  });

  it('has a log that a person can read: a line a hundred groups and users', async () => {
    const sink = await read(asOptional);
    expect(sink.lines.filter((line) => line.startsWith('read Assignments of '))).toHaveLength(1);
    expect(sink.lines.filter((line) => line.startsWith('read Completeness · '))).toHaveLength(1);
    expect(sink.lines.length).toBeLessThan(60);
  });
});

describe('what no principal is asked for', () => {
  beforeAll(async () => {
    await start('demo');
    await allow(...all);
  });
  afterAll(() => simulator.stop());

  it('is found by the sample in its turn, and told in the log', async () => {
    const center = simulator.world.identityCenters[0];
    if (!center) throw new Error('the demo has Identity Center');
    const shared = center.assignments
      .all()
      .find(
        ({ principalType, awsAccountId, permissionSetArn }) =>
          principalType === 'USER' &&
          center.assignments
            .all()
            .filter((each) => each.awsAccountId === awsAccountId && each.permissionSetArn === permissionSetArn).length >
            1,
      );
    if (!shared) throw new Error('somebody shares a pair');
    const { accessKeyId, secretAccessKey } = simulator.credentials.administrator;
    const store = new IdentitystoreClient({
      endpoint: simulator.url,
      region: 'eu-north-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    await store.send(
      new DeleteUserCommand({ IdentityStoreId: center.base.identityStoreId, UserId: shared.principalId }),
    );
    const pairs = new Set<string>();
    let rotation = {};
    const told: string[] = [];
    for (let runs = 0; runs < 200 && told.length === 0; runs += 1) {
      const sink = await read({ ...historyAgainst(['by-pair']), rotation });
      rotation = { ...rotation, ...sink.rotation };
      for (const scope of pairsRead(sink)) pairs.add(scope);
      told.push(...sink.lines.filter((line) => line.includes('groups and users told of')));
      if (told.length > 0)
        expect([...sink.grants.keys()].some((grant) => grant.includes(shared.principalId))).toBe(true);
    }
    expect(told[0]).toMatch(
      /^gap Completeness · ps-\w+ on AWS account \d{12}: \d+ assignments, groups and users told of \d+; what either told is kept$/,
    );
    expect(pairs.size).toBeGreaterThan(0);
  }, 60_000);

  it('and an AWS account that Organizations does not list is told of, with the access there', async () => {
    const organization = simulator.world.organizations[0];
    const center = simulator.world.identityCenters[0];
    const unlisted = center?.assignments
      .all()
      .map(({ awsAccountId }) => awsAccountId)
      .find((id) => id !== MANAGEMENT);
    if (!organization || !unlisted) throw new Error('the demo has members with access');
    organization.accounts.delete(unlisted);
    const sink = await read(historyAgainst(['by-pair', 'by-aws-account']));
    expect(sink.lines).toContainEqual(
      `gap Permission sets are in use on 1 AWS account that Organizations does not list: ${unlisted}`,
    );
    expect([...sink.grants.keys()].some((grant) => grant.startsWith(`permission-set-assignment ${unlisted} `))).toBe(
      true,
    );
  });
});

describe('a delegated administrator', () => {
  beforeAll(async () => {
    await start('small', true);
    await allow(...all);
  });
  afterAll(() => simulator.stop());

  it.each([undefined, 'ValidationException'])(
    'may not list by principal, told as %s, and reads by pair without a gap',
    async (code) => {
      const expected = await read(asMinimum);
      if (code)
        simulator.faults.add({
          operation: optional.byPrincipal,
          error: { code, message: 'The operation is not supported' },
        });
      const sink = await read(historyAgainst(['by-pair']));
      expect(failuresOf(sink)).toEqual(failuresOf(expected));
      expect(grantsOf(sink)).toEqual(grantsOf(expected));
      expect(chosen(sink)).toMatchObject({ assignments: 'by-pair' });
      expect(sink.deniedActions).toContain(optional.byPrincipal);
      expect(calls(optional.byPrincipal)).toBe(1);
    },
  );
});
