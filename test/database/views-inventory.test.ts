import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { createViews } from '../../src/adapters/postgres/views/create-views.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { beforeTheFirst, createWorld, inJanuary, publishedAt, viewer, type World } from '../support/world.ts';

let testDatabase: TestDatabase;
let database: Database;
let world: World;
let views: ReturnType<typeof createViews>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 3 });
  world = await createWorld(database);
  views = createViews(database);
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const auditor = viewer('per_auditor');
const all = { limit: 200, order: 'asc' as const };
const names = (page: { items: { name: string }[] }) => page.items.map((item) => item.name);

describe('AWS accounts', () => {
  it('come with what the organization says, their counts, and the connector', async () => {
    const { items, total } = await views.awsAccounts(auditor, all);
    expect(total).toBe(4);
    expect(items[0]).toEqual({
      id: world.ent('management'),
      awsAccountId: '111111111111',
      name: 'management',
      alias: 'corp-root',
      email: 'management@corp.example',
      status: 'active',
      organizationId: 'o-1',
      organizationPath: ['r-1', 'ou-1-prod'],
      organizationalUnits: [
        { id: 'r-1', name: null },
        { id: 'ou-1-prod', name: null },
      ],
      tags: null,
      tagsReadAt: null,
      isManagement: true,
      connectorId: 'con_org',
      peopleCount: 3,
      permissionSetCount: 1,
      freshness: { readAt: publishedAt[3], isStale: false, staleSince: null, staleReason: null },
    });
    expect(items.map((item) => [item.name, item.peopleCount, item.permissionSetCount, item.connectorId])).toEqual([
      ['management', 3, 1, 'con_org'],
      ['prod-payments', 2, 2, 'con_org'],
      ['sandbox', 2, 2, 'con_org'],
      ['workloads', 6, 0, 'con_work'],
    ]);
  });

  it('of others, which only a trust policy names, have a page and are in no list', async () => {
    expect(names(await views.awsAccounts(auditor, all))).not.toContain('security-audit');
    expect(await views.awsAccount(auditor, '999999999999', {})).toMatchObject({
      name: 'security-audit',
      freshness: { readAt: null, isStale: false },
    });
  });

  it('are narrowed by status and by text over name and id', async () => {
    expect(names(await views.awsAccounts(auditor, { ...all, status: 'suspended' }))).toEqual(['sandbox']);
    expect(names(await views.awsAccounts(auditor, { ...all, q: 'PAY' }))).toEqual(['prod-payments']);
    expect(names(await views.awsAccounts(auditor, { ...all, q: '2222' }))).toEqual(['workloads']);
    expect(names(await views.awsAccounts(auditor, { ...all, q: '%' }))).toEqual([]);
  });
});

describe('every list', () => {
  it('as of a date is that of the publication before it; before the first it is empty', async () => {
    expect((await views.awsAccounts(auditor, { ...all, asOf: beforeTheFirst })).total).toBe(0);
    expect(names(await views.awsAccounts(auditor, { ...all, asOf: '2026-01-10T10:30:00.000Z' }))).not.toContain(
      'workloads',
    );
    const groups = (await views.groups(auditor, { ...all, asOf: inJanuary })).items;
    expect(groups.map((group) => [group.name, group.memberCount, group.membersFreshness.isStale])).toEqual([
      ['Admins', 1, false],
      ['Platform', 2, false],
      ['Readers', 1, false],
      ['Support', 1, false],
    ]);
  });

  it('goes both ways and pages without repeating or losing a row', async () => {
    for (const order of ['asc', 'desc'] as const)
      for (const sort of ['name', 'kind', 'status', 'email']) {
        const whole = (await views.identities(auditor, { limit: 200, order, sort })).items.map((item) => item.id);
        expect(new Set(whole).size).toBe(13);
        const pieces: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await views.identities(auditor, { limit: 4, order, sort, cursor });
          pieces.push(...page.items.map((item) => item.id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(pieces).toEqual(whole);
      }
  });

  it('refuses a sort it has not, and the cursor of another sort', async () => {
    await expect(views.people(auditor, { ...all, sort: 'email; drop table person' })).rejects.toMatchObject({
      code: 'sort-invalid',
    });
    await expect(views.people(auditor, { ...all, sort: 'constructor' })).rejects.toMatchObject({
      code: 'sort-invalid',
    });
    const { nextCursor } = await views.people(auditor, { limit: 1, order: 'asc', sort: 'name' });
    await expect(views.people(auditor, { ...all, sort: 'email', cursor: nextCursor ?? '' })).rejects.toMatchObject({
      code: 'cursor-invalid',
    });
  });
});

describe('groups', () => {
  it('whose members could not be read say so: since when, why, and how old the last reading is', async () => {
    const readers = await views.group(auditor, world.ent('readers'), {});
    expect(readers).toMatchObject({ memberCount: 1, freshness: { isStale: false, readAt: publishedAt[3] } });
    expect(readers.membersFreshness).toEqual({
      readAt: publishedAt[1],
      isStale: true,
      staleSince: '2026-02-10T09:59:00.000Z',
      staleReason: 'AWS denied it: the role lacks identitystore:ListGroupMemberships',
    });
  });
});

describe('identities', () => {
  it('say whose they are and how that is known', async () => {
    expect(await views.identity(auditor, world.ent('emil-iam'), {})).toMatchObject({
      kind: 'iam-user',
      awsAccount: { awsAccountId: '111111111111', name: 'management' },
      person: { id: 'per_emil', name: 'Emil Employee', method: 'user-name' },
    });
    expect(names(await views.identities(auditor, { ...all, isMatched: false }))).toEqual([
      'ghost-0001',
      'robot',
      'worker',
    ]);
  });

  it('that no listing described go by the tail of their native id, and were never read', async () => {
    expect(await views.identity(auditor, world.ent('ghost'), {})).toMatchObject({
      name: 'ghost-0001',
      nativeId: 'd-1/ghost-0001',
      person: null,
      freshness: { readAt: null, isStale: false },
    });
  });
});

describe('permission sets, roles, people', () => {
  it('a permission set counts AWS accounts and people once', async () => {
    const { items } = await views.permissionSets(auditor, all);
    expect(items.map((item) => [item.name, item.awsAccountCount, item.peopleCount, item.sessionDuration])).toEqual([
      ['AdministratorAccess', 2, 3, 'PT4H'],
      ['ReadOnlyAccess', 3, 2, null],
    ]);
  });

  it('a role says whom it trusts, and whether an outside provider decides who that is', async () => {
    const { items } = await views.roles(auditor, { ...all, awsAccountId: '222222222222' });
    const audit =
      "anyone in security-audit: can't be decided: any user or role of that AWS account whose own policies allow it, and only under a condition on aws:PrincipalTag/team";
    expect(items.map((role) => [role.name, role.trust, role.areMembersVisible])).toEqual([
      ['AuditReader', [audit], true],
      ['BatchJob', ['ec2.amazonaws.com'], true],
      ['Deploy', ['robot', 'AWSReservedSSO_ReadOnlyAccess_0123456789abcdef'], true],
      ['Migrate', ['Deploy'], true],
      ['OktaAdmin', ['Okta: members not visible from AWS'], false],
    ]);
    expect(await views.role(auditor, world.ent('reserved'), {})).toMatchObject({
      permissionSet: 'ReadOnlyAccess',
      areMembersVisible: true,
      maxSessionSeconds: 43200,
      path: '/aws-reserved/sso.amazonaws.com/',
    });
  });

  it('a person counts identities and the AWS accounts they reach, by roles too', async () => {
    expect(await views.person(auditor, 'per_emil', {})).toMatchObject({
      identityCount: 2,
      awsAccountCount: 2,
      manager: { id: 'per_lead', name: 'Lee Lead' },
    });
    expect(await views.person(auditor, 'per_lead', {})).toMatchObject({ identityCount: 1, awsAccountCount: 3 });
  });

  it('search puts the exact name first and finds an AWS account by its alias', async () => {
    const { items } = await views.search(auditor, { q: 'admin', limit: 3 });
    expect(items[0]).toEqual({ kind: 'group', id: world.ent('admins'), name: 'Admins', detail: 'management' });
    expect((await views.search(auditor, { q: 'corp-root', limit: 5 })).items).toEqual([
      { kind: 'aws-account', id: '111111111111', name: 'management', detail: '111111111111' },
    ]);
  });

  it('publications of others count only what the viewer sees of them; of the own connector everything', async () => {
    const manager = await views.publications(viewer('per_manager'), { limit: 10 });
    expect(manager.items.map(({ seq, connectorId, opened, closed }) => [seq, connectorId, opened, closed])).toEqual([
      [3, null, 1, 1],
      [2, null, 5, 0],
      [1, null, 18, 0],
    ]);
    expect((await views.publications(viewer('per_owner'), { limit: 10 })).items).toMatchObject([
      { seq: 2, connectorId: 'con_work', opened: 1000, closed: 2000 },
    ]);
  });
});
