import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/remove-embedded-postgres.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/system/embedded-postgres/start-embedded-postgres.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { processesLeft, processesWith } from './processes.ts';

let folder: TemporaryFolder;
let dataFolder: string;
let started: EmbeddedPostgres[];
let children: ChildProcess[];

beforeEach(async () => {
  folder = await temporaryFolder('postgres');
  // As root, PostgreSQL runs as another user, who has to come this far.
  chmodSync(folder.path, 0o711);
  children = [];
  dataFolder = path.join(folder.path, 'database');
  started = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of started) await server.stop();
  await removeEmbeddedPostgres(dataFolder);
  await folder.remove();
});

async function start(options: { port?: number } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, durable: true, ...options });
  started.push(server);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('stopping leaves no process, and the rows are there at the next start', async () => {
  const first = await start();
  await query(first.ownerUrl, 'create table kept as select 7 as number');
  expect((await processesWith(dataFolder)).map((each) => each.pid)).toContain(first.pid);
  await first.stop();
  expect(await processesLeft(dataFolder, 2000)).toEqual([]);
  const second = await start();
  expect(await query(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }]);
});

test('the database is UTF-8 with the built-in locale and has pg_trgm', async () => {
  const server = await start();
  const [row] = await query(
    server.ownerUrl,
    `select pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale as locale,
       exists (select from pg_extension where extname = 'pg_trgm') as "hasTrigrams"
     from pg_database where datname = current_database()`,
  );
  expect(row).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', hasTrigrams: true });
});

test('the owner role can make tables and schemas, the application role neither', async () => {
  const server = await start();
  await query(server.ownerUrl, 'create table made (i int); create schema queue');
  await expect(query(server.appUrl, 'create table refused (i int)')).rejects.toThrow('permission denied');
  await expect(query(server.appUrl, 'create schema refused')).rejects.toThrow('permission denied');
  await expect(query(server.appUrl, 'drop table made')).rejects.toThrow('must be owner');
});

test('nobody gets in without a password, and only the owner of the files can read the passwords', async () => {
  const server = await start();
  const url = new URL(server.superuserUrl);
  url.password = 'guessed';
  await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(path.join(dataFolder, 'passwords.json')).mode & 0o077).toBe(0);
  expect(readFileSync(path.join(dataFolder, 'postgres.log'), 'utf8')).not.toContain(new URL(server.appUrl).password);
});

test('every acknowledged row survives kill -9 of PostgreSQL', async () => {
  const server = await start();
  await query(server.ownerUrl, 'create table acknowledged (number int)');
  const client = new pg.Client({ connectionString: server.ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  let acknowledged = 0;
  setTimeout(() => process.kill(server.pid, 'SIGKILL'), 300);
  try {
    for (;;) {
      await client.query('insert into acknowledged values ($1)', [acknowledged + 1]);
      acknowledged += 1;
    }
  } catch {
    await server.ended;
  }
  await server.stop();
  const again = await start({ port: server.port });
  const [row] = await query(again.ownerUrl, 'select count(*)::int as count, max(number) as max from acknowledged');
  expect(acknowledged).toBeGreaterThan(10);
  // The row under way when the server was killed may have been kept too.
  expect([acknowledged, acknowledged + 1]).toContain(row?.count);
  expect(row?.max).toBe(row?.count);
});

test('a second start on a live folder is refused in one line that names the process', async () => {
  await start();
  await expect(start()).rejects.toThrow(`is in use by process ${process.pid}.`);
});

test('PostgreSQL ends when the process that started it is killed, and the folder can be used again', async () => {
  const { owner, postgres } = await startInAnotherProcess();
  expect((await processesWith(dataFolder)).map((each) => each.pid)).toEqual(expect.arrayContaining([owner, postgres]));
  process.kill(owner, 'SIGKILL');
  expect(await processesLeft(dataFolder, 10_000)).toEqual([]);
  expect((await start()).pid).not.toBe(postgres);
});

test('a PostgreSQL that outlived everything that kept it is stopped before the next start', async () => {
  const { owner, postgres } = await startInAnotherProcess();
  const keepers = (await processesWith(dataFolder)).filter((each) => each.command.startsWith('/bin/sh'));
  expect(keepers).toHaveLength(2);
  for (const { pid } of keepers) process.kill(pid, 'SIGKILL');
  process.kill(owner, 'SIGKILL');
  expect((await processesWith(dataFolder)).some((each) => each.pid === postgres)).toBe(true);
  const next = await start();
  expect(next.pid).not.toBe(postgres);
  expect(await query(next.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a postmaster.pid whose number now belongs to another program does not stop a start', async () => {
  const first = await start();
  await first.stop();
  const stale = `${process.pid}\n${dataFolder}/server\n1\n5432\n\n127.0.0.1\n\nready   \n`;
  writeFileSync(path.join(dataFolder, 'server', 'postmaster.pid'), stale);
  const second = await start();
  expect(await query(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('an initialisation that was cut short is redone', async () => {
  mkdirSync(path.join(dataFolder, 'server.new', 'base'), { recursive: true });
  writeFileSync(path.join(dataFolder, 'server.new', 'PG_VERSION'), '18\n');
  const server = await start();
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('lost passwords are replaced, and the data stays', async () => {
  const first = await start();
  await query(first.ownerUrl, 'create table kept as select 7 as number');
  await first.stop();
  rmSync(path.join(dataFolder, 'passwords.json'));
  const second = await start();
  expect(second.ownerUrl).not.toBe(first.ownerUrl);
  expect(await query(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }]);
});

test('a data folder of another PostgreSQL major is refused with the way out, untouched', async () => {
  const first = await start();
  await first.stop();
  const version = path.join(dataFolder, 'server', 'PG_VERSION');
  writeFileSync(version, '17\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17, this release brings PostgreSQL 18.*--reset/);
  writeFileSync(version, '18\n');
  expect(await query((await start()).ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

if (process.getuid?.() === 0) {
  test('as root, data in a folder others may not enter is kept elsewhere, behind a link, and removed with it', async () => {
    chmodSync(folder.path, 0o700);
    const server = await start();
    const link = path.join(dataFolder, 'server');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    const elsewhere = readlinkSync(link);
    await query(server.ownerUrl, 'create table kept as select 7 as number');
    await server.stop();
    const again = await start();
    expect(await query(again.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }]);
    await again.stop();
    await removeEmbeddedPostgres(dataFolder);
    expect(existsSync(path.dirname(elsewhere))).toBe(false);
  });
}

test('a port that is taken is said in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  try {
    await expect(start({ port })).rejects.toThrow(`Port ${port}, chosen for the database, is taken.`);
  } finally {
    other.close();
  }
});

/** Starts the database in a process that does nothing else, and says the numbers of both. */
async function startInAnotherProcess(): Promise<{ owner: number; postgres: number }> {
  const script = path.join(import.meta.dirname, 'hold-postgres.ts');
  const child = spawn(process.execPath, [script, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { owner: child.pid as number, postgres: Number(line.toString()) };
}
