import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { reviewViews } from '../../src/adapters/postgres/reviews/review-views.ts';
import { createViews } from '../../src/adapters/postgres/views/create-views.ts';
import { removeFederationRule } from '../../src/core/directory/federation/federation-rules.ts';
import { draftCampaign } from '../../src/core/reviews/draft-campaign.ts';
import type { CampaignDraft } from '../../src/core/reviews/model/campaign.ts';
import { startCampaign } from '../../src/core/reviews/start-campaign.ts';
import type { ReviewItemView } from '../../src/core/reviews/views.ts';
import type { PersonId } from '../../src/core/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { admins, createFederatedWorld, type FederatedWorld } from '../support/federated-world.ts';
import { createWorld, publishedAt, viewer, type World } from '../support/world.ts';

let testDatabase: TestDatabase | undefined;
let database: Database;
let world: World;
let federation: FederatedWorld;
let rules: string[];
let jobs: string[];
const close = async () => {
  await database?.close();
  await testDatabase?.drop();
};
beforeEach(async () => {
  await close();
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 4 });
  world = await createWorld(database);
  jobs = [];
  federation = await createFederatedWorld(database, world, async (_executeSql, job) => void jobs.push(job));
  rules = await federation.fill();
  await federation.moveClock(60);
  await federation.publish(4);
});
afterAll(close);

const cam = {
  viewer: viewer('per_campaign'),
  actor: { kind: 'person' as const, personId: 'per_campaign' as PersonId },
};
const workloads = { awsAccountIds: ['222222222222'], includesGroups: false };
const start = async (changes: Partial<CampaignDraft> = {}): Promise<ReviewItemView[]> => {
  const draft: CampaignDraft = {
    name: 'Federated',
    description: '',
    scope: workloads,
    reviewerRule: 'manager',
    fallbackReviewerId: 'per_auditor' as PersonId,
    silence: 'keep',
    dueAt: '2099-01-01T00:00:00.000Z',
    ...changes,
  };
  const id = await draftCampaign(federation.ports, { ...cam, draft, idempotency: null });
  await startCampaign(federation.ports, { ...cam, id });
  return (await reviewViews(database).items(viewer('per_auditor'), id, { limit: 200 })).items;
};
const preview = () =>
  reviewViews(database).preview(viewer('per_campaign'), {
    scope: workloads,
    reviewerRule: 'manager',
    fallbackReviewerId: 'per_auditor',
  });
const completeness = async () =>
  (await database.pool.query('select completeness from campaign order by started_at desc limit 1')).rows[0]
    .completeness;
const sentences = (items: ReviewItemView[]) => items.map(({ sentence }) => sentence).sort();
const byEmil = (through: string, role: string) =>
  `Emil Employee → member of ${through} → may assume role ${role} in workloads`;
const all = [
  byEmil(admins, 'Migrate'),
  byEmil(admins, 'OktaAdmin'),
  byEmil('Ops', 'OktaAdmin'),
  ...['Migrate', 'OktaAdmin'].map((role) => `Lee Lead → member of ${admins} → may assume role ${role} in workloads`),
  ...['Migrate', 'OktaAdmin'].map(
    (role) => `who@corp.example → member of ${admins} → may assume role ${role} in workloads`,
  ),
].sort();

it('each standing federated grant is one item a person, role and group; an address that is nobody’s is one as well', async () => {
  const items = await start();
  expect(sentences(items)).toEqual(all);
  expect(items.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const item = (sentence: string) => items.find((each) => each.sentence === sentence);
  expect(item(byEmil(admins, 'OktaAdmin'))).toMatchObject({
    person: { id: 'per_emil' },
    identity: { name: 'emil@corp.example', kind: 'federated-identity' },
    entitlement: { kind: 'assume-role', name: 'OktaAdmin', awsAccount: { awsAccountId: '222222222222' } },
    removes: `membership of emil@corp.example in group ${admins} of Okta`,
    alsoRemoves: ['role Migrate in workloads'],
    remains: [byEmil('Ops', 'OktaAdmin')],
    federation: { identityProvider: 'Okta', group: admins, email: 'emil@corp.example' },
    reviewer: { id: 'per_lead' },
    reviewerVia: 'manager',
  });
  expect(items.at(-1)).toMatchObject({
    person: null,
    identity: { name: 'who@corp.example' },
    reviewer: { id: 'per_auditor' },
    reviewerVia: 'fallback',
    path: [
      { kind: 'principal', name: 'who@corp.example' },
      { kind: 'group' },
      { kind: 'role' },
      { kind: 'aws-account' },
    ],
  });
  // Of the membership that gives it alone nothing stays.
  expect(item(byEmil('Ops', 'OktaAdmin'))).toMatchObject({ alsoRemoves: [], remains: [byEmil(admins, 'OktaAdmin')] });
  expect(item(byEmil(admins, 'Migrate'))?.remains).toEqual([]);
});

it('says each path and its beginning as the access page does', async () => {
  const items = (await start()).filter(({ person }) => person !== null);
  const page = await createViews(database).ofAwsAccount(viewer('per_auditor'), '222222222222', { limit: 200 });
  for (const item of items) {
    const row = page.items.find(({ sentence }) => sentence === item.sentence);
    expect(row, item.sentence).toBeDefined();
    expect([item.path, item.since]).toEqual([row?.path, row?.since]);
  }
});

describe('what was said here is taken as it stood when the publication came', () => {
  it('not a member, mapping or person of later, and still who left meanwhile; that is said', async () => {
    expect(await preview()).toMatchObject({
      items: 7,
      people: 2,
      identityProviders: [{ name: 'Okta', items: 7, unmatched: 1, isChangedSince: false }],
    });
    await federation.moveClock(60);
    await federation.upload(`${admins},ben@corp.example`, `${admins},emil@corp.example`);
    await removeFederationRule(federation.ports, {
      viewer: viewer('per_super'),
      actor: cam.actor,
      ruleId: rules[1] ?? '',
    });
    expect((await preview()).identityProviders).toMatchObject([{ items: 7, isChangedSince: true }]);
    expect(sentences(await start())).toEqual(all);
    const { identityProviders } = await completeness();
    expect(identityProviders).toMatchObject([
      { name: 'Okta', changedSincePublication: true, rolesInScope: 2, members: 3, membersNotInDirectory: 1 },
    ]);
    await federation.moveClock(60);
    await federation.publish(5);
    expect(sentences(await start())).toEqual([
      `Ben Builder → member of ${admins} → may assume role OktaAdmin in workloads`,
      byEmil(admins, 'OktaAdmin'),
    ]);
    const later = (await completeness()).identityProviders[0];
    expect(later).toMatchObject({ changedSincePublication: false, rolesInScope: 1, membersNotInDirectory: 0 });
    expect(Date.parse(later.groupsUploadedAt) - Date.parse(identityProviders[0].groupsUploadedAt)).toBeGreaterThan(
      59_000,
    );
  });
  it('nothing of before the first upload, and roles whose members nobody knows are named', async () => {
    const before = await reviewViews(database).preview(viewer('per_campaign'), {
      scope: { awsAccountIds: ['333333333333'], includesGroups: true },
      reviewerRule: 'manager',
      fallbackReviewerId: 'per_auditor',
    });
    expect(before.identityProviders).toEqual([]);
    await federation.moveClock(60);
    await federation.upload('Ops,emil@corp.example');
    await federation.moveClock(60);
    await federation.publish(5);
    await start();
    expect((await completeness()).rolesWithUnknownMembers).toEqual([
      'Migrate in workloads, by arn:aws:iam::222222222222:saml-provider/Okta',
    ]);
    expect(publishedAt[3] < (await completeness()).identityProviders[0].groupsUploadedAt).toBe(true);
  });
  it('and no grant that AWS does not trust any more', async () => {
    await federation.moveClock(60);
    await federation.publish(5, [['okta-provider', 'migrate']]);
    expect(sentences(await start())).toEqual(all.filter((sentence) => !sentence.includes('Migrate')));
  });
});

it('roles that could not be read leave the campaign incomplete, as soon as there is an identity provider', async () => {
  await world.gap('con_work', 'iam-roles', 'workloads', {
    from: 4,
    failedAt: '2026-02-10T09:59:00Z',
    action: 'iam:ListRoles',
    message: '',
  });
  expect((await preview()).gaps).toMatchObject([{ what: 'IAM roles of AWS account workloads' }]);
  await expect(start()).rejects.toMatchObject({ code: 'data-stale' });
});

it('each upload has revoked access checked, by a job of its own transaction', async () => {
  jobs = [];
  await federation.upload('Ops,emil@corp.example');
  expect(jobs).toEqual(['reviews.verify-remediation']);
});

describe('nobody reviews their own federated access', () => {
  it('not as owner of the application, nor as fallback', async () => {
    await database.pool.query(`insert into application_owner values ('app_aws', 'per_emil'), ('app_aws', 'per_lead')`);
    for (const item of await start({ reviewerRule: 'application-owner' }))
      expect(item.reviewer?.id, item.sentence).not.toBe(item.person?.id);
    const own = (await start({ fallbackReviewerId: 'per_lead' as PersonId })).filter(
      ({ person }) => person?.id !== 'per_emil',
    );
    expect(own.map(({ person, reviewer }) => [person?.id ?? null, reviewer?.id])).toEqual([
      ['per_lead', 'per_manager'],
      ['per_lead', 'per_manager'],
      [null, 'per_lead'],
      [null, 'per_lead'],
    ]);
  });
  it('not as the person whose address it is, who came into the directory just now', async () => {
    await database.pool.query(
      `insert into person (id, name, email, source, created_at, updated_at) values ('per_who', 'Who', 'who@corp.example', 'manual', now(), now())`,
    );
    const items = await start({ fallbackReviewerId: 'per_who' as PersonId });
    expect(items.filter(({ person }) => person?.id === 'per_who').map(({ reviewer }) => reviewer?.id)).toEqual([
      'per_super',
      'per_super',
    ]);
  });
  it('not after the address turned out to be the reviewer’s: the database refuses it as well', async () => {
    const item = (await start()).at(-1);
    await database.pool.query(`update person set email = 'who@corp.example' where id = 'per_ben'`);
    const set = (column: string) =>
      database.pool.query(
        `update review_item set ${column} = 'per_ben', decided_at = now(), decision = 'certify' where id = $1`,
        [item?.id],
      );
    await expect(set('reviewer_id')).rejects.toThrow('nobody reviews their own access');
    await expect(set('decided_by')).rejects.toThrow('nobody reviews their own access');
  });
});
