import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { migrate } from '../../../src/adapters/postgres/migrate.ts';
import { createSyncRunStore } from '../../../src/adapters/postgres/sync/sync-run-store.ts';
import type { ConnectorId, RunId } from '../../../src/core/shared/ids.ts';
import { createTestDatabase } from '../../support/database.ts';
import { ref, scope } from './sync-harness.ts';

const own = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const lastBefore = 9;

/** The migrations as the version before plans, holds and resumed runs had them. */
async function olderMigrations(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'countersign-migrations-'));
  for (const name of await readdir(own))
    if (Number(name.slice(0, 4)) <= lastBefore) await cp(path.join(own, name), path.join(directory, name));
  return directory;
}

it('a database of the version before is upgraded with its data, and a run that was being read goes on', async () => {
  const test = await createTestDatabase();
  const owner = openDatabase(test.ownerUrl, { maxConnections: 1 });
  const directory = await olderMigrations();
  try {
    await owner.pool.query('drop schema public cascade; create schema public; drop schema if exists pgboss cascade');
    await owner.pool.query('create extension if not exists pg_trgm; grant usage on schema public to countersign_app');
    await migrate(test.ownerUrl, { directory });
    await owner.pool.query(`
      insert into person (id, name, source, created_at, updated_at) values ('per_1', 'Ada', 'demo', now(), now());
      insert into application (id, name, created_at) values ('app_1', 'AWS', now());
      insert into connector (id, application_id, name, external_id, role_arn, status, aws_account_id, last_synced_at,
          next_sync_at, created_by, created_at, updated_at)
        values ('con_1', 'app_1', 'AWS', 'x', 'arn:aws:iam::111111111111:role/r', 'syncing', '111111111111', now(), now(),
          'per_1', now(), now());
      insert into coverage values ('iam', '111111111111', 'con_1');
      insert into sync_run (id, connector_id, trigger, status, started_at, heartbeat_at, seq, published_at)
        values ('run_1', 'con_1', 'first', 'published', now(), now(), 1, now());
      insert into entity (kind, native_id) values (2, '111111111111'), (7, 'AIDA1'), (7, 'AIDA2');
      insert into entity_version (entity_id, kind, from_seq, parent_id, name, attrs)
        select e.id, 7, 1, a.id, e.native_id, '{}' from entity e, entity a where e.kind = 7 and a.kind = 2;
      insert into sync_run (id, connector_id, trigger, started_at, heartbeat_at)
        values ('run_2', 'con_1', 'schedule', now(), clock_timestamp() - interval '40 seconds');
      insert into stage_scope (run_id, kind, a_kind, a_native, is_complete) values ('run_2', 'iam-users', 2, '111111111111', true)`);

    expect((await migrate(test.ownerUrl)).applied[0]).toMatch(/^0010/);
    const database = openDatabase(test.appUrl, { maxConnections: 2 });
    const store = createSyncRunStore(database);
    const start = { connectorId: 'con_1' as ConnectorId, trigger: 'retry', startedBy: null } as const;
    const run = await store.open(start, 'run_3' as RunId);
    expect(run).toMatchObject({ runId: 'run_2', resumed: { fence: 1, parts: new Map() } });
    const sink = store.sink('run_2' as RunId, run?.resumed);
    const awsAccount = ref('aws-account', '111111111111');
    await sink.complete(scope('iam-users', awsAccount), {
      entities: ['AIDA1', 'AIDA2'].map((id) => ({ ...ref('iam-user', id), parent: awsAccount, name: id })),
    });
    await sink.flush();
    const facts = {
      awsPartition: 'aws',
      awsAccountId: awsAccount.nativeId,
      organizationId: null,
      managementAwsAccountId: null,
      identityCenterInstanceArn: null,
      identityStoreId: null,
    };
    expect(await store.publish('run_2' as RunId, facts, 1)).toMatchObject({ opened: 0, closed: 0, changed: 0 });
    await database.close();
  } finally {
    await owner.close();
    await test.drop();
    await rm(directory, { recursive: true });
  }
});
