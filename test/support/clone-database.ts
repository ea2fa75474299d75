import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE, type TestServer } from './test-server.ts';

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  drop(): Promise<void>;
}

/** A migrated database of the caller's own, cloned from the server's template (about 20 ms). */
export async function cloneDatabase(server: TestServer['addresses']): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(
    server.superuserUrl,
    `create database ${name} template ${TEMPLATE} owner countersign_owner strategy file_copy`,
  );
  return {
    ownerUrl: withDatabase(server.ownerUrl, name),
    appUrl: withDatabase(server.appUrl, name),
    drop: () => asSuperuser(server.superuserUrl, untilAlone(name), `drop database if exists ${name} with (force)`),
  };
}

/** Connections that are saying goodbye may do so, for five seconds; on a busy machine an end by force would reach them first. */
const untilAlone = (name: string): string => `do $$ begin
  for i in 1..100 loop
    exit when not exists (select from pg_stat_activity where datname = '${name}');
    perform pg_sleep(0.05), pg_stat_clear_snapshot();
  end loop;
end $$`;

async function asSuperuser(superuserUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(superuserUrl, 'postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
