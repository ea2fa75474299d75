import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { createViews } from '../../src/adapters/postgres/views/create-views.ts';
import type { AccessPageView } from '../../src/core/inventory/views/access-views.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { beforeTheFirst, createWorld, inJanuary, publishedAt, viewer, type World } from '../support/world.ts';

let testDatabase: TestDatabase;
let database: Database;
let world: World;
let access: ReturnType<typeof createViews>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 3 });
  world = await createWorld(database);
  access = createViews(database);
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const auditor = viewer('per_auditor');
const all = { limit: 200 };
const sentences = (page: AccessPageView) => page.items.map((row) => row.sentence);

describe('who can reach an AWS account', () => {
  it('is one row a path, in the order of names, two ways to one permission set being two rows', async () => {
    const page = await access.ofAwsAccount(auditor, '333333333333', all);
    expect(sentences(page)).toEqual([
      'Ben Builder → member of Platform → AdministratorAccess on prod-payments',
      'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments',
      'Ben Builder → member of Readers → ReadOnlyAccess on prod-payments',
      'Emil Employee → member of Platform → AdministratorAccess on prod-payments',
    ]);
    expect(page).toMatchObject({ total: 4, peopleCount: 2, otherIdentityCount: 0, asOf: publishedAt[3] });
    expect(page.subject).toEqual({ kind: 'aws-account', id: '333333333333', name: 'prod-payments' });
  });

  it('stands since the newest fact of the path', async () => {
    const { items } = await access.ofAwsAccount(auditor, '333333333333', all);
    expect(items.map((row) => row.since)).toEqual([publishedAt[1], publishedAt[1], publishedAt[1], publishedAt[3]]);
  });

  it('names each step with the id of its page', async () => {
    const { items } = await access.ofAwsAccount(auditor, '333333333333', all);
    expect(items[3]?.path).toEqual([
      { kind: 'person', id: 'per_emil', name: 'Emil Employee', relation: '' },
      { kind: 'identity', id: world.ent('emil'), name: 'Emil Employee', relation: 'is' },
      { kind: 'group', id: world.ent('platform'), name: 'Platform', relation: 'member of' },
      { kind: 'permission-set', id: world.ent('admin'), name: 'AdministratorAccess', relation: 'assigned' },
      { kind: 'aws-account', id: '333333333333', name: 'prod-payments', relation: 'on' },
    ]);
  });

  it('says what could not be read: the row is stale, and the gap is told with what mends it', async () => {
    const page = await access.ofAwsAccount(auditor, '333333333333', all);
    expect(page.items.map((row) => row.isStale)).toEqual([false, false, true, false]);
    expect(page.gaps).toEqual([
      {
        what: 'members of group Readers',
        scopeKind: 'members-of-group',
        reason: 'denied',
        action: 'identitystore:ListGroupMemberships',
        message: 'User: arn:aws:sts::111111111111:assumed-role/Countersign is not authorized',
        since: '2026-02-10T09:59:00.000Z',
        connectorId: 'con_org',
      },
    ]);
  });

  it('as of a date is what was published then, without what came later and with what has gone', async () => {
    const page = await access.ofAwsAccount(auditor, '333333333333', { ...all, asOf: inJanuary });
    expect(sentences(page)).toEqual([
      'Ben Builder → member of Platform → AdministratorAccess on prod-payments',
      'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments',
      'Ben Builder → member of Readers → ReadOnlyAccess on prod-payments',
      'Lee Lead → member of Platform → AdministratorAccess on prod-payments',
    ]);
    expect(page).toMatchObject({ asOf: publishedAt[2], gaps: [] });
    expect(page.items.some((row) => row.isStale)).toBe(false);
  });

  it('before the first publication is empty and says as of nothing', async () => {
    const page = await access.ofAwsAccount(auditor, '333333333333', { ...all, asOf: beforeTheFirst });
    expect(page).toMatchObject({ items: [], total: 0, asOf: null, peopleCount: 0 });
  });

  it('shows an orphaned assignment under the tail of its native id', async () => {
    const page = await access.ofAwsAccount(auditor, '444444444444', all);
    expect(sentences(page)).toEqual([
      'ghost-0001 → assigned directly → AdministratorAccess on sandbox',
      'Lee Lead → member of Support → ReadOnlyAccess on sandbox',
    ]);
    expect(page).toMatchObject({ peopleCount: 1, otherIdentityCount: 1 });
  });

  it('lists its IAM users, those without any group too', async () => {
    const page = await access.ofAwsAccount(auditor, '111111111111', all);
    expect(sentences(page)).toEqual([
      'Emil Employee → IAM user emil@corp.example → member of Admins in management',
      'Lee Lead → member of Support → ReadOnlyAccess on management',
      'robot → in management',
    ]);
    expect(page).toMatchObject({ peopleCount: 2, otherIdentityCount: 1 });
  });

  it('follows chains of roles and says what cannot be decided or is not visible, AWS services aside', async () => {
    const page = await access.ofAwsAccount(auditor, '222222222222', all);
    const rows = page.items.map((row) => [
      row.sentence,
      row.qualifier?.text ?? null,
      row.qualifier?.isUndecided ?? false,
    ]);
    const lee = 'Lee Lead → member of Support → ReadOnlyAccess on management';
    const [deploy, migrate] = ['may assume role Deploy in workloads', 'may assume role Migrate in workloads'];
    expect(rows).toEqual([
      [`Deploy → ${migrate}`, null, false],
      [`${lee} → ${deploy}`, null, false],
      [`${lee} → ${deploy} → ${migrate}`, null, false],
      ['Okta → may assume role OktaAdmin in workloads', 'members not visible from AWS', false],
      [`robot → ${deploy}`, null, false],
      [`robot → ${deploy} → ${migrate}`, null, false],
      [
        'anyone in security-audit → may assume role AuditReader in workloads',
        "can't be decided: any user or role of that AWS account whose own policies allow it, and only under a condition on aws:PrincipalTag/team",
        true,
      ],
      ['worker → in workloads', null, false],
    ]);
    expect(page).toMatchObject({ total: 8, peopleCount: 1, otherIdentityCount: 5 });
  });

  it('includes AWS services when asked, in the counts too', async () => {
    const page = await access.ofAwsAccount(auditor, '222222222222', { ...all, includeServices: true });
    expect(sentences(page)).toContain('ec2.amazonaws.com → may assume role BatchJob in workloads');
    expect(page).toMatchObject({ total: 9, otherIdentityCount: 6 });
  });

  it('pages without repeating or losing a row, whatever the size of the page', async () => {
    const whole = sentences(await access.ofAwsAccount(auditor, '222222222222', all));
    for (const limit of [1, 2, 3, 7]) {
      const pieces: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await access.ofAwsAccount(auditor, '222222222222', { limit, cursor });
        expect(page.total).toBe(8);
        pieces.push(...sentences(page));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(pieces).toEqual(whole);
    }
  });

  it('narrows the rows by text and keeps the counts of the whole answer', async () => {
    const page = await access.ofAwsAccount(auditor, '222222222222', { ...all, q: 'okta' });
    expect(page).toMatchObject({ total: 1, peopleCount: 1, otherIdentityCount: 5 });
  });

  it('refuses a cursor that no page gave out', async () => {
    for (const cursor of ['x', Buffer.from('["access",1]').toString('base64url')])
      await expect(access.ofAwsAccount(auditor, '222222222222', { ...all, cursor })).rejects.toMatchObject({
        kind: 'invalid',
        code: 'cursor-invalid',
      });
  });
});

describe('the other questions', () => {
  it('a person: all that is held, by every identity', async () => {
    const page = await access.ofPerson(auditor, 'per_emil', all);
    expect(sentences(page)).toEqual([
      'Emil Employee → member of Platform → AdministratorAccess on prod-payments',
      'Emil Employee → member of Platform',
      'Emil Employee → IAM user emil@corp.example → member of Admins in management',
    ]);
  });

  it('a group: its members, and what membership gives', async () => {
    expect(sentences(await access.ofGroup(auditor, world.ent('platform'), all))).toEqual([
      'Ben Builder → member of Platform',
      'Emil Employee → member of Platform',
    ]);
    expect(sentences(await access.byGroup(auditor, world.ent('support'), all))).toEqual([
      'Support → ReadOnlyAccess on management → may assume role Deploy in workloads',
      'Support → ReadOnlyAccess on management → may assume role Deploy in workloads → may assume role Migrate in workloads',
      'Support → ReadOnlyAccess on management',
      'Support → ReadOnlyAccess on sandbox',
    ]);
  });

  it('a permission set: who holds it where', async () => {
    expect(sentences(await access.ofPermissionSet(auditor, world.ent('admin'), all))).toEqual([
      'Ben Builder → member of Platform → AdministratorAccess on prod-payments',
      'Emil Employee → member of Platform → AdministratorAccess on prod-payments',
      'ghost-0001 → assigned directly → AdministratorAccess on sandbox',
    ]);
  });

  it('a role: who may assume it, services included; of a permission set, who is assigned', async () => {
    expect(sentences(await access.ofRole(auditor, world.ent('job'), all))).toEqual([
      'ec2.amazonaws.com → may assume role BatchJob in workloads',
    ]);
    expect(sentences(await access.ofRole(auditor, world.ent('reserved'), all))).toEqual([
      'Lee Lead → member of Support → ReadOnlyAccess on management',
    ]);
  });

  it('why: every path between the two, and nothing else', async () => {
    const page = await access.why(auditor, { person: 'ben@corp.example', target: 'PROD-payments' }, all);
    expect(sentences(page)).toEqual([
      'Ben Builder → member of Platform → AdministratorAccess on prod-payments',
      'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments',
      'Ben Builder → member of Readers → ReadOnlyAccess on prod-payments',
    ]);
    const none = await access.why(auditor, { person: 'Emil Employee', target: 'Migrate' }, all);
    expect(none).toMatchObject({ items: [], total: 0 });
  });

  it('is asked by 12 digits, name, alias, id or ARN', async () => {
    for (const target of ['111111111111', 'management', 'corp-root', ' Management ']) {
      const { subject } = await access.whoCan(auditor, target, all);
      expect(subject.id).toBe('111111111111');
    }
    const byArn = await access.whoCan(auditor, 'arn:aws:iam::222222222222:role/Deploy', all);
    expect(byArn.subject).toEqual({ kind: 'role', id: world.ent('deploy'), name: 'Deploy' });
    expect((await access.of(auditor, 'robot', all)).subject).toMatchObject({ kind: 'identity', name: 'robot' });
  });

  it('changes: newest first, each as a sentence', async () => {
    const page = await access.changes(auditor, { limit: 50, since: inJanuary });
    expect(page.items.map((change) => [change.at, change.op, change.sentence])).toEqual([
      [publishedAt[3], 'removed', 'Lee Lead is no longer a member of Platform'],
      [publishedAt[3], 'granted', 'Emil Employee became a member of Platform'],
    ]);
  });
});

it('both directions agree: what people and identities hold is what the AWS accounts say is held', async () => {
  const accounts = ['111111111111', '222222222222', '333333333333', '444444444444'];
  const rowsOf = async (ask: Promise<AccessPageView>) =>
    (await ask).items.map((row) => JSON.stringify([row.identity, row.entitlement, row.path, row.since, row.isStale]));
  const byAccount = (
    await Promise.all(accounts.map((id) => rowsOf(access.ofAwsAccount(auditor, id, { ...all, includeServices: true }))))
  ).flat();
  const names = ['emil', 'ben', 'lee', 'ghost', 'emil-iam', 'robot', 'worker', 'deploy'];
  const byHolder = (
    await Promise.all(names.map((name) => rowsOf(access.ofIdentity(auditor, world.ent(name), all))))
  ).flat();
  // Groups of Identity Center are in no AWS account; providers, services and whole AWS accounts are no identities.
  const held = byHolder.filter((row) => !row.includes('"kind":"group-member"') || row.includes('Admins'));
  const reached = byAccount.filter((row) => !/saml-provider|aws-service|"kind":"aws-account","name"/.test(row));
  expect(held.length).toBeGreaterThan(10);
  expect(held.sort()).toEqual(reached.filter((row) => !row.includes('"identity":{"id":null')).sort());
});
