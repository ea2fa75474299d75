import { afterAll, beforeEach, expect, it } from 'vitest';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { identityMatching } from '../../src/adapters/postgres/directory-identity-matching.ts';
import { matchIdentities } from '../../src/core/directory/match-identities.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createWorldBuilder, type WorldBuilder } from '../support/world-builder.ts';

let testDatabase: TestDatabase | undefined;
let database: Database;
let world: WorldBuilder;
const close = async () => {
  await database?.close();
  await testDatabase?.drop();
};
beforeEach(async () => {
  await close();
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 3 });
  world = createWorldBuilder(database);
  await database.pool.query(`
    insert into person (id, name, email, source, created_at, updated_at) values
      ('per_admin', 'Ada Admin', 'ada@corp.example', 'demo', now(), now());
    insert into application (id, name, created_at) values ('app_1', 'AWS', now());
    insert into connector (id, application_id, name, external_id, created_by, created_at, updated_at)
      values ('con_1', 'app_1', 'c', 'e', 'per_admin', now(), now())`);
  await world.run('con_1', 1, '2026-01-10T10:00:00Z');
  await world.run('con_1', 2, '2026-01-11T10:00:00Z');
});
afterAll(close);

const run = () => matchIdentities({ matching: identityMatching(database), clock: databaseClock(database) });
const user = (
  name: string,
  facts: { email?: string; userName?: string; shown?: string; status?: string; title?: string } = {},
) =>
  world.entity(name, 'identity-center-user', `d-1/${name}`, {
    shown: facts.shown ?? name,
    ...(facts.email && { email: facts.email }),
    status: facts.status ?? 'enabled',
    attrs: { userName: facts.userName ?? name, ...(facts.title && { title: facts.title }) },
  });
const iamUser = (name: string, shown: string) => world.entity(name, 'iam-user', `AIDA${name}`, { shown });
const redescribe = (name: string, set: string) =>
  database.pool.query(`update entity_version set ${set} where entity_id = $1 and to_seq is null`, [world.id(name)]);
const links = async () =>
  (
    await database.pool.query(
      `select e.native_id as who, p.email, l.method from identity_link l join entity e on e.id = l.identity_id
       join person p on p.id = l.person_id where l.ended_at is null order by 1`,
    )
  ).rows.map((row) => `${row.who} ${row.email} ${row.method}`);
const people = async () =>
  (await database.pool.query(`select name, email, status, source, title from person order by email`)).rows;

it('an Identity Center user with an e-mail that nobody has becomes a person; one with a person’s e-mail is linked to it', async () => {
  await user('ada-sso', { email: 'ada@corp.example' });
  await user('ben', { email: 'ben@corp.example', shown: 'Ben Builder', title: 'Engineer' });
  await user('gone', { email: 'gone@corp.example', status: 'disabled' });
  await user('nobody');
  expect(await run()).toEqual({ peopleAdded: 2, peopleChanged: 0, linked: 3, unlinked: 0 });
  expect(await links()).toEqual([
    'd-1/ada-sso ada@corp.example primary-email',
    'd-1/ben ben@corp.example primary-email',
    'd-1/gone gone@corp.example primary-email',
  ]);
  expect(await people()).toEqual([
    { name: 'Ada Admin', email: 'ada@corp.example', status: 'active', source: 'demo', title: null },
    { name: 'Ben Builder', email: 'ben@corp.example', status: 'active', source: 'identity-center', title: 'Engineer' },
    { name: 'gone', email: 'gone@corp.example', status: 'inactive', source: 'identity-center', title: null },
  ]);
});

it('a user name that is a person’s e-mail goes before the primary e-mail', async () => {
  await user('odd', { userName: 'ADA@corp.example', email: 'other@corp.example' });
  await run();
  expect(await links()).toEqual(['d-1/odd ada@corp.example user-name']);
  expect(await people()).toHaveLength(1);
});

it('an IAM user is matched by its name only, and makes no person', async () => {
  await iamUser('1', 'Ada@corp.example');
  await iamUser('2', 'stranger@corp.example');
  await iamUser('3', 'robot');
  await run();
  expect(await links()).toEqual(['AIDA1 ada@corp.example user-name']);
  expect(await people()).toHaveLength(1);
});

it('two users of one e-mail are one person', async () => {
  await user('a', { email: 'same@corp.example' });
  await user('b', { email: 'same@corp.example' });
  expect(await run()).toMatchObject({ peopleAdded: 1, linked: 2 });
});

it('a second run changes nothing, not even the audit log', async () => {
  await user('ben', { email: 'ben@corp.example' });
  await run();
  const rows = async () =>
    (
      await database.pool.query(`select (select json_agg(p order by id) from person p) as people,
      (select json_agg(l order by id) from identity_link l) as links, (select json_agg(a order by id) from audit_entry a) as audit`)
    ).rows;
  const before = await rows();
  expect(before[0].audit).toHaveLength(1);
  expect(before[0].audit[0]).toMatchObject({
    action: 'identities.matched',
    actor_kind: 'system',
    detail: { peopleAdded: 1, linked: 1 },
  });
  expect(await run()).toEqual({ peopleAdded: 0, peopleChanged: 0, linked: 0, unlinked: 0 });
  expect(await rows()).toEqual(before);
});

it('a link ends when its identity vanished or its e-mail is another now; the admin’s never does', async () => {
  await user('ben', { email: 'ben@corp.example' });
  await user('cleo', { email: 'cleo@corp.example' });
  await user('shared', { email: 'team@corp.example' });
  await world.link('shared', 'per_admin', 'admin');
  await run();
  await redescribe('ben', 'to_seq = 2');
  await redescribe('cleo', `email = 'cleo.new@corp.example'`);
  await redescribe('shared', 'to_seq = 2');
  expect(await run()).toMatchObject({ unlinked: 2, peopleAdded: 1, linked: 1 });
  expect(await links()).toEqual(['d-1/cleo cleo.new@corp.example primary-email', 'd-1/shared ada@corp.example admin']);
});

it('Identity Center decides name and status only of people that it alone knows', async () => {
  await user('ada-sso', { email: 'ada@corp.example', shown: 'Somebody Else', status: 'disabled' });
  await user('ben', { email: 'ben@corp.example', shown: 'Ben' });
  await run();
  await redescribe('ben', `name = 'Ben Builder', status = 'disabled'`);
  expect(await run()).toMatchObject({ peopleChanged: 1 });
  expect((await people()).map(({ name, status }) => [name, status])).toEqual([
    ['Ada Admin', 'active'],
    ['Ben Builder', 'inactive'],
  ]);
  await redescribe('ben', 'to_seq = 2');
  await run();
  expect((await people())[1]).toMatchObject({ name: 'Ben Builder', status: 'inactive' });
});

it('several runs at once match as one does', async () => {
  for (let n = 0; n < 30; n++) await user(`u${n}`, { email: `u${n}@corp.example` });
  const counts = await Promise.all([run(), run(), run()]);
  expect(counts.reduce((sum, count) => sum + count.peopleAdded, 0)).toBe(30);
  expect(await links()).toHaveLength(30);
});
