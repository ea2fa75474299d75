import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessFacts } from '../../../src/adapters/postgres/access/requests/access-facts.ts';
import { connectorViews } from '../../../src/adapters/postgres/connectors/connector-views.ts';
import { runViews } from '../../../src/adapters/postgres/connectors/run-views.ts';
import type { ExecuteSql } from '../../../src/adapters/postgres/database.ts';
import { federationViews } from '../../../src/adapters/postgres/federation/federation-views.ts';
import { readScopeGaps } from '../../../src/adapters/postgres/reviews/campaigns/scope-gaps.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import type { Viewer } from '../../../src/core/security/model/viewer.ts';
import type { ConnectorId, PersonId, RunId } from '../../../src/core/shared/ids.ts';
import { type Harness, openHarness, type Reading, scope } from '../sync/sync-harness.ts';
import { account, entered, organizationOf, own, refused, switchedOff } from './member-world.ts';

const [shut, open, never] = ['222222222222', '333333333333', '444444444444'];
const viewer: Viewer = { personId: 'per_1' as PersonId, roles: ['super-administrator'] };
/** Neither Auditor nor Super Administrator: sees what the connector covers, by having made it. */
const maker: Viewer = { personId: 'per_1' as PersonId, roles: [] };

let harness: Harness;
let connectorId: ConnectorId;
let views: ReturnType<typeof createViews>;
let executeSql: ExecuteSql;
const listing = { limit: 50, sort: 'name', order: 'asc' } as never;
const page = { limit: 50 };
const readings = (id: string): Reading[] => [
  ...entered(id),
  { scope: scope('iam-policies', account(id)) },
  { scope: scope('iam-role-settings', account(id)) },
  {
    scope: scope('credential-report', account(id)),
    uses: [{ of: account(id), hasMfa: true }],
  },
];
const id = async (kind: string, awsAccountId: string): Promise<string> =>
  (
    await harness.query<{ id: string }>(`select 'ent_' || id as id from entity where native_id = $1`, [
      kind === 'aws-account' ? awsAccountId : `${kind}-${awsAccountId}`,
    ])
  )[0]?.id ?? 'none';
const both = async <T>(ask: (awsAccountId: string) => Promise<T>) => [await ask(shut), await ask(open)];

beforeAll(async () => {
  harness = await openHarness();
  views = createViews(harness.database);
  executeSql = harness.database.pool.query.bind(harness.database.pool) as ExecuteSql;
  connectorId = await harness.addConnector('members');
  const facts = { organizationId: 'o-1', awsAccountId: own, iamAwsAccountIds: [shut, open] };
  const all = organizationOf(own, shut, open, never);
  await harness.sync(connectorId, [all, ...readings(shut), ...readings(open), refused(never)], facts);
  await harness.sync(connectorId, [all, refused(shut), ...readings(open), refused(never)], facts);
});
afterAll(() => harness.close());

it('identities, groups, their members and roles of an AWS account that could not be entered are stale, and no others', async () => {
  const [identities, groups, roles] = [
    await views.identities(viewer, listing),
    await views.groups(viewer, listing),
    await views.roles(viewer, listing),
  ];
  const stale = [
    ...identities.items.map((each) => [each.name, each.freshness.isStale]),
    ...groups.items.map((each) => [each.name, each.freshness.isStale && each.membersFreshness.isStale]),
    ...roles.items.map((each) => [each.name, each.freshness.isStale]),
  ];
  expect(stale).toEqual(
    // Roles are identities, too.
    ['iam-role', 'iam-user', 'iam-group', 'iam-role'].flatMap((kind) => [
      [`${kind} of ${shut}`, true],
      [`${kind} of ${open}`, false],
    ]),
  );
  const [{ freshness } = { freshness: null }] = identities.items;
  expect(freshness).toMatchObject({ staleReason: 'AWS denied it: the role lacks sts:AssumeRole' });
  const [first] = await harness.query<{ at: Date }>('select published_at as at from sync_run where seq = 1');
  expect(new Date(freshness?.readAt ?? 0)).toEqual(new Date(first?.at ?? 1));
});

it('policies, use, MFA and the root user of it are stale', async () => {
  const fresh = await both(async (each) => {
    const [user, root] = [
      await views.iamDetails(viewer, await id('iam-user', each), {}),
      await views.iamDetails(viewer, await id('aws-account', each), {}),
    ];
    return [user.policiesFreshness, user.useFreshness, root.useFreshness].map(({ isStale }) => isStale);
  });
  expect(fresh).toEqual([
    [true, true, true],
    [false, false, false],
  ]);
});

it('each row of who can reach it is stale, and it is told as one gap', async () => {
  const pages = await both((each) => views.ofAwsAccount(viewer, each, page));
  expect(pages.map(({ items }) => items.map(({ sentence, isStale }) => [sentence, isStale]))).toEqual(
    [
      [shut, true],
      [open, false],
    ].map(([each, isStale]) => [
      [`iam-user of ${each} → member of iam-group of ${each} in name-${each}`, isStale],
      [`iam-user of ${each} → may assume role iam-role of ${each} in name-${each}`, isStale],
    ]),
  );
  expect(pages.map(({ gaps }) => gaps.map(({ what, scopeKind }) => [what, scopeKind]))).toEqual([
    [[`IAM of AWS account name-${shut}`, 'iam-of-aws-account']],
    [],
  ]);
});

it('of an AWS account that was never entered it is told as well: not read is not "nobody"', async () => {
  const { items, gaps } = await views.ofAwsAccount(viewer, never, page);
  expect(items).toEqual([]);
  expect(gaps).toMatchObject([{ what: `IAM of AWS account name-${never}`, action: 'sts:AssumeRole' }]);
});

it('who is in a group, who may assume a role and what somebody holds say the same', async () => {
  const group = await both(async (each) => views.ofGroup(viewer, await id('iam-group', each), page));
  const role = await both(async (each) => views.ofRole(viewer, await id('iam-role', each), page));
  const user = await both(async (each) => views.ofIdentity(viewer, await id('iam-user', each), page));
  for (const [stale, fresh] of [group, role, user]) {
    expect(stale?.items.length).toBeGreaterThan(0);
    expect(stale?.items.every(({ isStale }) => isStale)).toBe(true);
    expect(fresh?.items.some(({ isStale }) => isStale)).toBe(false);
  }
  for (const [stale, fresh] of [group, role])
    expect([stale?.gaps, fresh?.gaps]).toMatchObject([[{ scopeKind: 'iam-of-aws-account' }], []]);
  // What an identity holds elsewhere may hide in either of them.
  expect(user[0]?.gaps).toMatchObject([{ what: `IAM of AWS account name-${shut} and 1 more` }]);
});

it('whose connector it is sees the gap, and who sees nothing of the connector does not', async () => {
  const { gaps } = await views.ofAwsAccount(maker, shut, page);
  expect(gaps).toMatchObject([{ what: `IAM of AWS account name-${shut}`, message: 'is not authorized' }]);
  await expect(views.ofAwsAccount({ personId: 'per_2' as PersonId, roles: [] }, shut, page)).rejects.toMatchObject({
    kind: 'not-found',
  });
});

it('a role that is not there in it was not read, where it was entered it is not there', async () => {
  await harness.query(
    `insert into identity_provider (id, name, created_at, created_by) values ('idp_1', 'Okta', now(), 'per_1')`,
  );
  await harness.query(
    `insert into idp_group (id, identity_provider_id, name, first_seen_at) values ('igr_1', 'idp_1', 'g', now())`,
  );
  const candidate = (awsAccountId: string) => ({
    ruleId: null,
    identityProviderId: 'idp_1',
    groupId: 'igr_1',
    role: 'Missing',
    awsAccountId,
  });
  const judged = await federationViews(harness.database).judge(viewer, [candidate(shut), candidate(open)] as never);
  expect(judged.map(({ detail }) => detail)).toEqual([
    `The roles of AWS account ${shut} have not been read.`,
    `AWS account ${open} has no role Missing.`,
  ]);
});

it('a campaign over it has one gap, and one over the other has none', async () => {
  const gaps = await both((each) => readScopeGaps(executeSql, { awsAccountIds: [each], includesGroups: true }, 2));
  expect(gaps).toMatchObject([[{ what: `IAM of AWS account name-${shut}`, scopeKind: 'iam-of-aws-account' }], []]);
  expect(await readScopeGaps(executeSql, { awsAccountIds: [shut], includesGroups: true }, 1)).toEqual([]);
});

it('members of its groups are not judged by what was known', async () => {
  const groups = await both((each) => id('iam-group', each));
  expect(await accessFacts(executeSql).unreadGroups(groups, 'per_1' as PersonId)).toMatchObject([
    { groupId: groups[0], since: expect.anything() },
  ]);
});

it('settings of its roles are due again, those of the other are not', async () => {
  const { details } = await harness.store.history(connectorId);
  expect(Object.keys(details?.agesMs['iam-role-settings'] ?? {})).toEqual([open]);
});

it('lists of gaps hold one for each AWS account that could not be entered', async () => {
  const told = [`IAM of AWS account name-${shut}`, `IAM of AWS account name-${never}`];
  const runs = runViews(harness.database);
  expect((await runs.gaps(connectorId)).map(({ what }) => what)).toEqual(told);
  const [second] = await harness.query<{ id: RunId }>('select id from sync_run where seq = 2');
  const ofRun = await runs.runGaps(connectorId, second?.id as RunId, { limit: 10 } as never);
  expect([ofRun?.total, ofRun?.items.map(({ what }) => what)]).toEqual([2, told]);
  const shown = await connectorViews(harness.database).get(viewer, connectorId);
  expect(Number(shown?.gapCount)).toBe(2);
});

it('reading it switched off leaves it as stale, and in sight of whoever sees the connector', async () => {
  const off = [organizationOf(own, shut, open, never), refused(shut, switchedOff), refused(open, switchedOff)];
  await harness.sync(connectorId, off, { organizationId: 'o-1', awsAccountId: own, iamAwsAccountIds: [] });
  const { items } = await views.identities(maker, { ...(listing as object), kind: 'iam-user' } as never);
  expect(items.map(({ name, freshness }) => [name, freshness.isStale, freshness.staleReason])).toEqual([
    [`iam-user of ${shut}`, true, 'not attempted'],
    [`iam-user of ${open}`, true, 'not attempted'],
  ]);
});
