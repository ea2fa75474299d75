import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { queueSchema, queues } from '../../src/adapters/postgres/queue-schema.ts';
import { runUnitOfWork } from '../../src/adapters/postgres/unit-of-work.ts';
import { entitlementKinds, entityKinds } from '../../src/core/inventory/model/kinds.ts';
import { createTestDatabase } from '../support/database.ts';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = openDatabase(test.appUrl, { maxConnections: 3 });
});
afterAll(async () => {
  await app.close();
  await test.drop();
});
const audit = { at: '2026-11-24T00:00:00.000Z', actor: { kind: 'system' }, objectKind: 'test', objectId: '1' } as const;

describe('the application role', () => {
  it.each([
    ['change an audit entry', `update audit_entry set action = 'x'`],
    ['delete an audit entry', 'delete from audit_entry'],
    ['empty the audit log', 'truncate audit_entry'],
    ['rewrite history', 'delete from change'],
    ['rename an entity kind', `update entity_kind set name = 'x'`],
    ['forget a migration', 'delete from schema_migration'],
    ['create a table', 'create table mine (id int)'],
    ['drop a table', 'drop table person'],
    ['alter a table', 'alter table audit_entry add column x int'],
    ['give itself rights', 'grant delete on audit_entry to countersign_app; delete from audit_entry'],
    ['create a table among the jobs', `create table ${queueSchema}.mine (id int)`],
  ])('cannot %s', async (_, statement) => {
    await expect(app.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('can send, fetch and complete a job of every queue, once per key', async () => {
    const boss = new PgBoss({ connectionString: test.appUrl, schema: queueSchema, migrate: false, supervise: false });
    await boss.start();
    for (const name of Object.keys(queues)) {
      const id = await boss.send(name, { n: 1 }, { singletonKey: 'k' });
      expect(await boss.send(name, { n: 2 }, { singletonKey: 'k' })).toBeNull();
      const [job] = await boss.fetch(name);
      expect(job).toMatchObject({ id, data: { n: 1 } });
      await boss.complete(name, job?.id ?? '');
    }
    await boss.stop({ graceful: false });
  });
});

describe('transactions that lock in opposite order', () => {
  it('both go through: the one that PostgreSQL ends is run again', async () => {
    for (const id of ['per_dl1', 'per_dl2'])
      await app.pool.query(
        `insert into person (id, name, source, created_at, updated_at) values ($1, '0', 'demo', now(), now())`,
        [id],
      );
    let runs = 0;
    let holding = 0;
    let open = () => {};
    const bothHold = new Promise<void>((resolve) => {
      open = resolve;
    });
    const raise = (first: string, second: string) =>
      runUnitOfWork(
        app,
        async () => {},
        async ({ executeSql }) => {
          runs += 1;
          const plusOne = `update person set name = (name::int + 1)::text where id = $1`;
          await executeSql(plusOne, [first]);
          holding += 1;
          if (holding === 2) open();
          await bothHold;
          await executeSql(plusOne, [second]);
        },
      );
    await Promise.all([raise('per_dl1', 'per_dl2'), raise('per_dl2', 'per_dl1')]);
    // PostgreSQL may take both for the one to end, where both have waited long enough at the same instant.
    expect([3, 4]).toContain(runs);
    const { rows } = await app.pool.query(`select name from person where id like 'per_dl%'`);
    expect(rows).toEqual([{ name: '2' }, { name: '2' }]);
  });

  it('what never goes through fails after three more tries, and anything else at once', async () => {
    const failing = (code: string) => {
      let runs = 0;
      const work = runUnitOfWork(
        app,
        async () => {},
        async ({ executeSql }) => {
          runs += 1;
          await executeSql(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`);
        },
      );
      return work.then(
        () => 'went through',
        (error: { code: string }) => `${error.code} after ${runs}`,
      );
    };
    expect([await failing('40001'), await failing('23505')]).toEqual(['40001 after 4', '23505 after 1']);
  });
});

describe('kinds', () => {
  it.each([
    ['entity_kind', entityKinds],
    ['entitlement_kind', entitlementKinds],
  ])('of %s are the same in the database and in TypeScript', async (table, kinds) => {
    const { rows } = await app.pool.query(`select name, id from ${table} order by id`);
    expect(Object.fromEntries(rows.map((row) => [row.name, row.id]))).toEqual(kinds);
  });
});

describe('a unit of work', () => {
  const jobs: string[] = [];
  it('commits state, audit entry and job together', async () => {
    await runUnitOfWork(
      app,
      async (executeSql, job) => {
        const { rows } = await executeSql('select count(*) as n from audit_entry');
        jobs.push(`${job} sees ${rows[0].n}`);
      },
      async (unit) => {
        await unit.audit({ ...audit, action: 'test.done' });
        await unit.enqueue('directory.match-identities', {});
      },
    );
    expect(jobs).toEqual(['directory.match-identities sees 1']);
    expect((await app.pool.query('select at, action from audit_entry')).rows).toEqual([
      { at: audit.at, action: 'test.done' },
    ]);
  });

  it('leaves nothing behind when it throws', async () => {
    const work = runUnitOfWork(
      app,
      async () => {},
      async (unit) => {
        await unit.audit({ ...audit, action: 'test.undone' });
        throw new Error('changed my mind');
      },
    );
    await expect(work).rejects.toThrow('changed my mind');
    expect((await app.pool.query(`select from audit_entry where action = 'test.undone'`)).rows).toEqual([]);
  });
});

it("the clock is the database's, moved by the demo's offset", async () => {
  const clock = databaseClock(app);
  const before = await clock.now();
  expect(before).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await app.pool.query('update clock_offset set offset_ms = $1', [3 * 86_400_000]);
  const movedMs = Date.parse(await clock.now()) - Date.parse(before);
  expect(movedMs).toBeGreaterThanOrEqual(3 * 86_400_000);
  expect(movedMs).toBeLessThan(3 * 86_400_000 + 60_000);
});

describe('migrations', () => {
  let directory: string;
  let fresh: typeof test;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'countersign-migrations-'));
    fresh = await createTestDatabase();
    const owner = openDatabase(fresh.ownerUrl);
    await owner.pool.query('delete from schema_migration');
    await owner.close();
  });
  afterAll(async () => {
    await fresh.drop();
    await rm(directory, { recursive: true });
  });
  const write = (name: string, text: string) => writeFile(path.join(directory, name), text);

  it('are applied once, in order, by several starting processes at once', async () => {
    await write('0001_one.sql', 'create table one (id int);');
    await write('0002_two.sql', 'alter table one add column two int;');
    const results = await Promise.all([1, 2, 3].map(() => migrate(fresh.ownerUrl, { directory })));
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 0, 2]);
    expect((await migrate(fresh.ownerUrl, { directory })).version).toBe(2);
  });

  it('that fail leave nothing behind', async () => {
    await write('0003_three.sql', 'create table three (id int); select * from nothing;');
    await expect(migrate(fresh.ownerUrl, { directory })).rejects.toThrow('0003_three.sql failed');
    await write('0003_three.sql', 'create table three (id int);');
    expect((await migrate(fresh.ownerUrl, { directory })).applied).toEqual(['0003_three.sql']);
  });

  it('that were changed after they were applied are refused', async () => {
    await write('0003_three.sql', 'create table three (id bigint);');
    await expect(migrate(fresh.ownerUrl, { directory })).rejects.toThrow('was changed after it had been applied');
  });

  it('refuse a database that is newer than the code', async () => {
    await rm(path.join(directory, '0003_three.sql'));
    await expect(migrate(fresh.ownerUrl, { directory })).rejects.toThrow('it is newer');
  });
});
