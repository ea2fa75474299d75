import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createSyncRunStore } from '../../../src/adapters/postgres/sync/sync-run-store.ts';
import type { EntityFact, GrantFact, UseFact } from '../../../src/core/inventory/model/fact.ts';
import type { EntityKind, EntityRef } from '../../../src/core/inventory/model/kinds.ts';
import type { Scope, ScopeFailure, ScopeKind } from '../../../src/core/inventory/model/scope.ts';
import type { ConnectionFacts, Pair, RunSink } from '../../../src/core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../../src/core/shared/ids.ts';
import { createTestDatabase } from '../../support/database.ts';

export const ref = (kind: EntityKind, nativeId: string): EntityRef => ({ kind, nativeId });
export const scope = (kind: ScopeKind, a: EntityRef, b?: EntityRef): Scope => ({ kind, a, ...(b && { b }) });
export const denied: ScopeFailure = { reason: 'denied', action: 'iam:GetGroup', message: 'User is not authorized' };

/** One answer of AWS: a scope with what it holds, or its failure with the pages that had arrived before. */
export interface Reading {
  scope?: Scope;
  entities?: EntityFact[];
  grants?: GrantFact[];
  pairs?: Pair[];
  uses?: UseFact[];
  failure?: ScopeFailure;
}

/** A database of the test's own, the store on it, and connectors that publish what the test says AWS answered. */
export async function openHarness() {
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.appUrl, { maxConnections: 4 });
  const owner = openDatabase(testDatabase.ownerUrl, { maxConnections: 1 });
  const store = createSyncRunStore(database);
  await database.pool.query(`
    insert into person (id, name, source, created_at, updated_at) values ('per_1', 'Ada', 'demo', now(), now());
    insert into application (id, name, created_at) values ('app_1', 'AWS', now())`);
  let runs = 0;

  const harness = {
    ...testDatabase,
    database,
    store,
    async addConnector(name: string): Promise<ConnectorId> {
      const id = `con_${name}` as ConnectorId;
      await database.pool.query(
        `insert into connector (id, application_id, name, external_id, role_arn, created_by, created_at, updated_at)
         values ($1, 'app_1', $2, $2, 'arn:aws:iam::1:role/r', 'per_1', now(), now())`,
        [id, name],
      );
      return id;
    },
    nextRunId: () => `run_${++runs}` as RunId,
    async open(connectorId: ConnectorId) {
      const runId = harness.nextRunId();
      const opened = await store.open({ connectorId, trigger: 'schedule', startedBy: null }, runId);
      if (!opened) throw new Error('another run reads');
      return runId;
    },
    /** Opens a run, stages the readings and publishes them. */
    async sync(connectorId: ConnectorId, readings: Reading[], facts: Partial<ConnectionFacts> = {}) {
      const runId = await harness.open(connectorId);
      const sink = store.sink(runId);
      for (const reading of readings) await stage(sink, reading);
      await sink.flush();
      return store.publish(runId, { ...noFacts, awsAccountId: awsAccountIdOf(connectorId), ...facts });
    },
    /** An empty inventory; connectors and the audit log stay. */
    async clear() {
      const tables = [
        'held_removal',
        'change',
        'scope_gap',
        'scope',
        'role_reach',
        'grant_fact',
        'entitlement',
        'entity_version',
        'coverage',
        'identity_use',
        'detail_reading',
      ];
      const later = [
        'entity',
        'run_log',
        'sync_run',
        'stage_scope',
        'stage_entity',
        'stage_grant',
        'stage_use',
        'stage_part',
      ];
      await owner.pool.query([...tables, ...later].map((table) => `delete from ${table}`).join(';'));
    },
    /** Every row of every fact table, with ids and intervals: equal means nothing at all was written. */
    async factRows() {
      const tables = [
        'entity',
        'entity_version',
        'entitlement',
        'grant_fact',
        'role_reach',
        'scope',
        'scope_gap',
        'change',
      ];
      return Promise.all(
        tables.map((table) => harness.query(`select xmin::text, ctid::text, t.* from ${table} t order by t.ctid`)),
      );
    },
    query: async <Row = Record<string, unknown>>(text: string, values?: unknown[]) =>
      (await database.pool.query(text, values)).rows as Row[],
    async close() {
      await database.close();
      await owner.close();
      await testDatabase.drop();
    },
  };
  return harness;
}
export type Harness = Awaited<ReturnType<typeof openHarness>>;

const noFacts = {
  awsPartition: 'aws',
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
};
const awsAccountIdOf = (connectorId: string) =>
  String([...connectorId].reduce((n, c) => n * 31 + c.charCodeAt(0), 7) % 1e12).padStart(12, '0');

export async function stage(
  sink: RunSink,
  { scope: read, failure, entities = [], grants = [], pairs = [], uses = [] }: Reading,
) {
  if (failure || !read) await sink.rows({ entities, grants, uses });
  if (read && failure) await sink.failed(read, failure);
  else if (read) await sink.complete(read, { entities, grants, pairs, uses });
}

/**
 * Everything current at `seq` (default: now), by native ids: equal for two databases that know the same, however they
 * came to know it.
 */
export async function currentFacts(harness: Harness, seq?: number): Promise<string[]> {
  const at = (alias: string) =>
    seq === undefined
      ? `${alias}.to_seq is null`
      : `${alias}.from_seq <= ${seq} and (${alias}.to_seq is null or ${alias}.to_seq > ${seq})`;
  const name = (id: string) =>
    `(select k.name || ' ' || e.native_id from entity e join entity_kind k on k.id = e.kind where e.id = ${id})`;
  const rows = await harness.query<{ line: string }>(`
    select line from (
      select concat_ws(' | ', 'entity', ${name('v.entity_id')}, ${name('v.parent_id')}, v.name, v.email, v.arn, v.status, v.attrs) as line
      from entity_version v where ${at('v')}
      union all
      select concat_ws(' | ', 'grant', t.kind, ${name('t.target_id')}, ${name('t.ps_id')}, ${name('t.account_id')}, 'to',
        ${name('g.principal_id')}, g.qualifier)
      from grant_fact g join entitlement t on t.id = g.entitlement_id where ${at('g')}
      union all
      select concat_ws(' | ', 'reach', ${name('r.src_id')}, ${name('r.dst_id')}, 'by', ${name('r.prev_id')}, r.depth, r.qualifier)
      from role_reach r where ${at('r')}
      union all
      select concat_ws(' | ', 'role', ${name('t.target_id')}, ${name('t.ps_id')}, ${name('t.role_id')})
      from entitlement t join entity_version v on v.entity_id = t.role_id and ${at('v')}
      where exists (select from grant_fact g join entity_version p on p.entity_id = g.principal_id and ${at('p')}
        where g.entitlement_id = t.id and ${at('g')})
      union all
      select concat_ws(' | ', 'gap', s.kind, ${name('s.a_id')}, ${name('s.b_id')}, p.reason, p.action)
      from scope_gap p join scope s on s.id = p.scope_id where ${at('p')}
    ) facts order by line collate "C"`);
  return rows.map((row) => row.line);
}
