import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { csvReader } from '../../src/adapters/csv/csv-reader.ts';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { federationViews } from '../../src/adapters/postgres/federation/federation-views.ts';
import { createViews } from '../../src/adapters/postgres/views/create-views.ts';
import { addIdentityProvider } from '../../src/core/directory/federation/add-identity-provider.ts';
import {
  addFederationRule,
  previewFederationRule,
  removeFederationRule,
} from '../../src/core/directory/federation/federation-rules.ts';
import { mapFederation } from '../../src/core/directory/federation/map-federation.ts';
import type { FederationPorts } from '../../src/core/directory/federation/ports.ts';
import { uploadGroups } from '../../src/core/directory/federation/upload-groups.ts';
import type { AccessPageView } from '../../src/core/inventory/views/access-views.ts';
import type { Actor } from '../../src/core/shared/ports.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createWorld, viewer, type World } from '../support/world.ts';

let testDatabase: TestDatabase | undefined;
let database: Database;
let world: World;
let access: ReturnType<typeof createViews>;
let ports: FederationPorts;
let okta: string;
const close = async () => {
  await database?.close();
  await testDatabase?.drop();
};
beforeEach(async () => {
  await close();
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 4 });
  world = await createWorld(database);
  // From OktaAdmin on to Migrate: who comes through Okta comes further.
  await world.grant('assume-role', 'okta', 'migrate', { from: 2, awsAccount: 'workloads' });
  await world.reach('okta', 'migrate', 'okta', 1, { from: 2 });
  access = createViews(database);
  const transact = createTransact(database, async () => {});
  ports = {
    transact,
    clock: databaseClock(database),
    ids: randomIds,
    csv: csvReader,
    views: federationViews(database),
  };
  okta = await addIdentityProvider(ports, { ...sue, name: 'Okta', trustIds: [world.ent('okta-provider')] });
});
afterAll(close);

const auditor = viewer('per_auditor');
const sue = { viewer: viewer('per_super'), actor: { kind: 'person', personId: viewer('per_super').personId } as Actor };
const all = { limit: 200 };
const sentences = (page: AccessPageView) => page.items.map((row) => row.sentence);
const upload = (...rows: string[]) =>
  uploadGroups(ports, { ...sue, identityProviderId: okta, csv: ['group,email', ...rows].join('\n') });
const pattern = (text: string) =>
  addFederationRule(ports, { ...sue, identityProviderId: okta, rule: { kind: 'pattern', pattern: text } });
const byNumber = String.raw`aws#(?<role>\w+)#(?<accountid>\d+)`;
const admins = 'aws#OktaAdmin#222222222222';
const okAdmin = 'may assume role OktaAdmin in workloads';
const moveClock = (seconds: number) =>
  database.pool.query('update clock_offset set offset_ms = offset_ms + $1 * 1000', [seconds]);
const now = async () => (await database.pool.query('select product_now() as now')).rows[0].now as string;
const mapped = async () =>
  (
    await database.pool.query(
      `select g.name, f.status, f.detail, f.to_at is null as stands from federation_grant f
       join idp_group g on g.id = f.group_id order by f.id`,
    )
  ).rows;

describe('members of mapped groups', () => {
  beforeEach(async () => {
    await upload(`${admins},Emil@corp.example`, `${admins},lee@corp.example`, `${admins},who@corp.example`);
    await pattern(byNumber);
  });

  it('hold the role and what it leads to, and are counted as people', async () => {
    const page = await access.ofAwsAccount(auditor, '222222222222', all);
    const [emil, lee] = [`Emil Employee → member of ${admins}`, `Lee Lead → member of ${admins}`];
    const migrate = 'may assume role Migrate in workloads';
    expect(sentences(page)).toEqual(
      expect.arrayContaining([
        `${emil} → ${okAdmin}`,
        `${emil} → ${okAdmin} → ${migrate}`,
        `${lee} → ${okAdmin}`,
        `${lee} → ${okAdmin} → ${migrate}`,
      ]),
    );
    expect(page.peopleCount).toBe(2);
    const { items } = await access.awsAccounts(auditor, { ...all, order: 'asc' });
    const counted = items.find((item) => item.awsAccountId === '222222222222')?.peopleCount;
    expect(counted).toBe(page.peopleCount + page.otherIdentityCount);
  });

  it('both directions agree, row for row', async () => {
    const federated = (page: AccessPageView) =>
      page.items.filter((row) => row.sentence.includes(admins)).map((row) => JSON.stringify(row));
    const ofAccount = federated(await access.ofAwsAccount(auditor, '222222222222', all));
    const ofPeople = [
      ...federated(await access.ofPerson(auditor, 'per_emil', all)),
      ...federated(await access.ofPerson(auditor, 'per_lead', all)),
    ];
    expect(ofAccount).toHaveLength(4);
    expect(ofPeople.sort()).toEqual(ofAccount.sort());
  });

  it('pages of one row show each once', async () => {
    const whole = sentences(await access.ofAwsAccount(auditor, '222222222222', all));
    const pieces: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await access.ofAwsAccount(auditor, '222222222222', { limit: 1, cursor });
      pieces.push(...sentences(page));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pieces).toEqual(whole);
  });

  it('the role says whose groups its members are, and that one address is nobody’s', async () => {
    const words = 'members are those of Okta; 1 of them matches nobody in the directory';
    const page = await access.ofRole(auditor, world.ent('okta'), all);
    expect(page.items.find((row) => row.person === null)?.qualifier?.text).toBe(words);
    const role = await access.role(auditor, world.ent('okta'), {});
    expect(role).toMatchObject({ trust: [`Okta: ${words}`], areMembersVisible: true });
  });

  it('each sees the own, a manager the reports’, a connector’s owner all that reach into it (SEC-2)', async () => {
    const who = async (id: string) =>
      (await access.ofRole(viewer(id), world.ent('okta'), all)).items.map(
        (row) => row.person?.name ?? row.identity.name,
      );
    expect(await who('per_emil')).toEqual(['Emil Employee']);
    expect(await who('per_manager')).toEqual(['Emil Employee', 'Lee Lead']);
    expect(await who('per_owner')).toEqual(['Emil Employee', 'Lee Lead', 'Okta']);
    await expect(who('per_ben')).rejects.toMatchObject({ code: 'not-found' });
    const emil = viewer('per_emil');
    expect((await access.person(emil, 'per_emil', {})).awsAccountCount).toBe(3);
    // Emil, and the role OktaAdmin, which may assume the next.
    const { peopleCount, otherIdentityCount } = await access.ofAwsAccount(emil, '222222222222', all);
    expect([peopleCount, otherIdentityCount]).toEqual([1, 1]);
    expect((await access.awsAccount(emil, '222222222222', {})).peopleCount).toBe(2);
    expect((await access.ofPerson(emil, 'per_emil', all)).items.length).toBe(5);
  });

  it('who comes into the directory later is matched when the mapping runs again, which else changes nothing', async () => {
    expect(await mapFederation(ports)).toMatchObject({ confirmed: 1, opened: 0, closed: 0 });
    await database.pool.query(
      `insert into person (id, name, email, source, created_at, updated_at) values ('per_who', 'Who', 'who@corp.example', 'manual', now(), now())`,
    );
    await mapFederation(ports);
    expect((await access.ofRole(auditor, world.ent('okta'), all)).peopleCount).toBe(3);
  });

  it('as of a date are those of then; who stayed keeps the beginning', async () => {
    const before = await now();
    const since = (page: AccessPageView, name: string) => page.items.find((row) => row.person?.name === name)?.since;
    const first = since(await access.ofRole(auditor, world.ent('okta'), all), 'Emil Employee');
    await moveClock(3600);
    expect(await upload(`${admins},emil@corp.example`, `${admins},ben@corp.example`)).toMatchObject({
      added: 1,
      removed: 2,
    });
    const later = await access.ofRole(auditor, world.ent('okta'), all);
    expect(later.items.map((row) => row.person?.name)).toEqual(['Ben Builder', 'Emil Employee', undefined]);
    expect(since(later, 'Emil Employee')).toBe(first);
    expect(since(later, 'Ben Builder') ?? '').toMatch(new RegExp(`^${(await now()).slice(0, 13)}`));
    const then = await access.ofRole(auditor, world.ent('okta'), { ...all, asOf: before });
    expect(then.items.map((row) => row.person?.name)).toEqual(['Emil Employee', 'Lee Lead', undefined]);
    const longAgo = await access.ofRole(auditor, world.ent('okta'), { ...all, asOf: '2026-02-11T00:00:00.000Z' });
    expect(longAgo.items.map((row) => row.qualifier?.text)).toEqual(['members not visible from AWS']);
  });

  it('lose it with the trust: at once in what is shown, and in the mapping when it runs', async () => {
    const trust = world.id('okta-provider');
    await world.run('con_work', 4, '2026-03-01T10:00:00Z');
    await database.pool.query('update grant_fact set to_seq = 4 where principal_id = $1', [trust]);
    expect((await access.ofPerson(auditor, 'per_emil', all)).items).toHaveLength(3);
    expect(await mapFederation(ports)).toMatchObject({ confirmed: 0, trustRefuses: 1, opened: 1, closed: 1 });
    expect(await mapped()).toMatchObject([
      { status: 'confirmed', stands: false },
      { status: 'trust-refuses', stands: true, detail: expect.stringContaining('does not let Okta assume it') },
    ]);
  });
});

describe('rules', () => {
  it('of one pair need no pattern, and mean the group again when it comes back', async () => {
    await upload('Admins,emil@corp.example');
    const [group] = (await ports.views.groups(auditor, okta, { limit: 10 })).items;
    const rule = { kind: 'pair' as const, groupId: group?.id ?? '', roleId: world.ent('okta') };
    await addFederationRule(ports, { ...sue, identityProviderId: okta, rule });
    expect((await access.ofRole(auditor, world.ent('okta'), all)).peopleCount).toBe(1);
    await upload('Others,emil@corp.example');
    expect((await access.ofRole(auditor, world.ent('okta'), all)).peopleCount).toBe(0);
    await upload('Admins,emil@corp.example');
    expect((await access.ofRole(auditor, world.ent('okta'), all)).peopleCount).toBe(1);
  });

  it('two that say the same give access once, and while one of them stands', async () => {
    await upload(`${admins},emil@corp.example`);
    const first = await pattern(byNumber);
    const second = await pattern(String.raw`aws#(?<role>OktaAdmin)#(?<accountid>\d{12})`);
    const rows = async () =>
      sentences(await access.ofRole(auditor, world.ent('okta'), all)).filter((sentence) => sentence.includes('Emil'));
    expect(await rows()).toHaveLength(1);
    await removeFederationRule(ports, { ...sue, ruleId: first });
    expect(await rows()).toHaveLength(1);
    await removeFederationRule(ports, { ...sue, ruleId: second });
    expect(await rows()).toHaveLength(0);
    await expect(removeFederationRule(ports, { ...sue, ruleId: second })).rejects.toMatchObject({
      code: 'federation-rule-not-found',
    });
  });

  it('by alias or name of the AWS account find it, whatever the letter case of role and alias', async () => {
    await upload(
      'WORKLOADS/oktaadmin,emil@corp.example',
      'corp-root/None,emil@corp.example',
      'moon/x,emil@corp.example',
    );
    await pattern('(?<alias>[^/]+)/(?<role>.+)');
    expect((await mapped()).map(({ name, status, detail }) => [name, status, detail]).sort()).toEqual([
      ['WORKLOADS/oktaadmin', 'confirmed', ''],
      ['corp-root/None', 'role-unknown', 'AWS account 111111111111 has no role None.'],
      ['moon/x', 'role-unknown', 'No AWS account has the alias or name moon.'],
    ]);
  });

  it('say "not read" of an AWS account whose roles were not, never "no role"', async () => {
    await upload('aws#X#333333333333,emil@corp.example', 'aws#Y#101010101010,emil@corp.example');
    await pattern(byNumber);
    expect((await mapped()).map(({ detail }) => detail).sort()).toEqual([
      'The roles of AWS account 101010101010 have not been read.',
      'The roles of AWS account 333333333333 have not been read.',
    ]);
  });

  it('a preview tells a Connector Administrator nothing of AWS accounts that are not theirs', async () => {
    await upload(`${admins},emil@corp.example`, 'aws#None#111111111111,emil@corp.example');
    const rule = { kind: 'pattern' as const, pattern: byNumber };
    const preview = (id: string) =>
      previewFederationRule(ports, { viewer: viewer(id), identityProviderId: okta, rule });
    expect((await preview('per_owner')).items.map(({ status, detail }) => [status, detail])).toEqual([
      ['role-unknown', 'You may not see this AWS account.'],
      ['confirmed', ''],
    ]);
    expect((await preview('per_nothing')).items.map(({ awsAccount, detail }) => [awsAccount, detail])).toEqual([
      [null, 'You may not see this AWS account.'],
      [null, 'You may not see this AWS account.'],
    ]);
    expect(await mapped()).toEqual([]);
  });
});

describe('an identity provider', () => {
  const add = (facts: { name?: string; trustIds?: string[]; by?: string }) =>
    addIdentityProvider(ports, {
      viewer: viewer(facts.by ?? 'per_super'),
      actor: sue.actor,
      name: facts.name ?? 'Other',
      trustIds: facts.trustIds ?? [],
    });
  it.each([
    ['a name that is taken', { name: 'OKTA' }, 'identity-provider-name-taken'],
    ['a trust that another has', { trustIds: ['okta-provider'] }, 'trust-taken'],
    ['what is no provider', { trustIds: ['okta'] }, 'trust-unknown'],
    ['Identity Center’s own provider', { trustIds: ['sso-provider'] }, 'trust-unknown'],
    ['a provider that one may not see', { trustIds: ['okta-provider'], by: 'per_nothing' }, 'trust-unknown'],
    ['an employee', { by: 'per_emil' }, 'permission-missing'],
  ])('%s is refused', async (_what, facts, code) => {
    const trustIds = ('trustIds' in facts ? facts.trustIds : []).map((name) => world.ent(name));
    await expect(add({ ...facts, trustIds })).rejects.toMatchObject({ code });
  });

  it('takes 10,000 rows at once, and one upload at a time', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `aws#Role${n % 500}#222222222222,p${n}@corp.example`);
    await pattern(byNumber);
    const startedAt = performance.now();
    const [first, second] = await Promise.all([upload(...rows), upload(...rows)]);
    expect(first.added + second.added).toBe(10_000);
    expect([first.members, first.groups, second.removed + first.removed]).toEqual([10_000, 500, 0]);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect((await ports.views.list(auditor, { limit: 10 })).items).toMatchObject([
      { name: 'Okta', groupCount: 500, personCount: 0, unmatchedEmails: 10_000 },
    ]);
  });
});
