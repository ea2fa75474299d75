import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What a first publication writes: these tables hold its rows, and nothing else yet. */
const tables = ['entity', 'entity_version', 'entitlement', 'grant_fact', 'change'];

/**
 * What the same rows cost PostgreSQL alone, in the same run and on the same machine: COPY into tables with the same
 * columns, keys, checks and indexes, and the hash join that finds what each grant is of by its native ids.
 */
export async function copyAndJoinSeconds(database: pg.Client): Promise<number> {
  const rows = new Map<string, Buffer>();
  for (const table of tables) {
    rows.set(table, await copied(database, table));
    await database.query(`create table bench_${table} (like ${table} including all excluding identity)`);
    for (const key of await foreignKeys(database, table)) await database.query(`alter table bench_${table} add ${key}`);
  }
  const startedAt = performance.now();
  await database.query('begin');
  for (const [table, text] of rows)
    await pipeline(Readable.from([text]), database.query(copyFrom(`copy bench_${table} from stdin`)));
  await database.query('analyze bench_entity; analyze bench_entitlement; analyze bench_grant_fact');
  await database.query(
    `create temp table bench_named as select g.kind, t.native_id as target, ps.native_id as ps, p.native_id as principal
     from bench_grant_fact g join bench_entitlement e on e.id = g.entitlement_id join bench_entity t on t.id = e.target_id
     left join bench_entity ps on ps.id = e.ps_id join bench_entity p on p.id = g.principal_id`,
  );
  await database.query('commit');
  const seconds = (performance.now() - startedAt) / 1000;
  for (const table of tables.toReversed()) await database.query(`drop table bench_${table}`);
  return seconds;
}

/** Pointing to the tables of the bench where they are among them. */
async function foreignKeys(database: pg.Client, table: string): Promise<string[]> {
  const { rows } = await database.query(
    `select pg_get_constraintdef(oid) as key from pg_constraint where conrelid = $1::regclass and contype = 'f'`,
    [table],
  );
  return rows.map(({ key }) =>
    tables.reduce((text: string, each) => text.replace(`REFERENCES ${each}(`, `REFERENCES bench_${each}(`), key),
  );
}

async function copied(database: pg.Client, table: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(database.query(copyTo(`copy ${table} to stdout`)), sink);
  return Buffer.concat(chunks);
}
