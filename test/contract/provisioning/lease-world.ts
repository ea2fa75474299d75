import type { Simulator } from '../../../simulator/start.ts';
import { startSimulator } from '../../../simulator/start.ts';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { createAwsReader } from '../../../src/adapters/aws/aws-reader.ts';
import { createAwsProvisioner } from '../../../src/adapters/aws/provisioning/aws-provisioner.ts';
import { createRightReader } from '../../../src/adapters/aws/provisioning/right-reader.ts';
import { randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { databaseClock } from '../../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../../src/adapters/postgres/create-transact.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createRateBudget } from '../../../src/adapters/postgres/rate-budget.ts';
import { createSyncRunStore } from '../../../src/adapters/postgres/sync/sync-run-store.ts';
import { timer } from '../../../src/adapters/system/timer.ts';
import type { Right, RightKind } from '../../../src/core/access/model/right.ts';
import type { Failpoint } from '../../../src/core/access/provisioning-ports.ts';
import { publishRight } from '../../../src/core/access/publish-right.ts';
import { type ReconcilePorts, reconcileUnit } from '../../../src/core/access/reconcile-unit.ts';
import { provisioningPolicy } from '../../../src/core/connectors/model/provisioning-permissions.ts';
import { entityKinds } from '../../../src/core/inventory/model/kinds.ts';
import { syncConnector } from '../../../src/core/inventory/sync-connector.ts';
import type { ConnectorId, PersonId, RunId } from '../../../src/core/shared/ids.ts';
import { createTestDatabase } from '../../support/database.ts';
import { quickRates } from '../../support/quick-rates.ts';
import { type CustomerRole, createCustomerRole, externalId, pointAt } from '../aws-support.ts';
import { putProvisioningPolicy } from './provisioning-policy.ts';

export const connectorId = 'con_small' as ConnectorId;

export interface LeaseWish {
  right?: Right;
  minutes?: number;
  startsInMinutes?: number;
  personId?: string;
}

/**
 * The small world of the simulated AWS, read once by a connector that may write, over a database of the test's own. The
 * reconciler is the product's; what AWS holds is asked of the simulator's state, never of our tables.
 */
export async function openLeaseWorld(options: { assignmentDelayMs?: number; role?: 'management' | 'delegated' } = {}) {
  const simulator = await startSimulator({
    world: 'small',
    throttling: false,
    assignmentDelayMs: options.assignmentDelayMs ?? 0,
  });
  pointAt(simulator);
  const isDelegated = options.role === 'delegated';
  const awsAccountId = isDelegated ? SMALL.delegatedAccountId : SMALL.managementAccountId;
  const administrator = isDelegated
    ? simulator.credentials.delegatedAdministrator
    : simulator.credentials.administrator;
  const role: CustomerRole = await createCustomerRole(simulator, administrator, { awsAccountId });
  await putProvisioningPolicy(role.iam, provisioningPolicy('aws'));
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.appUrl, { maxConnections: 6 });
  const { pool } = database;
  await pool.query(`
    insert into person (id, name, source, created_at, updated_at) values
      ('per_owner', 'Olga Owner', 'demo', now(), now()), ('per_grace', 'Grace Hopper', 'demo', now(), now()),
      ('per_ada', 'Ada Lovelace', 'demo', now(), now());
    insert into application (id, name, created_at) values ('app_1', 'AWS', now());
    insert into policy_revision (policies, digest, created_at) values ('{}', 'x', now())`);
  await pool.query(
    `insert into connector (id, application_id, name, external_id, role_arn, organizations_enabled,
       identity_center_enabled, identity_center_region, provisioning_enabled, created_by, created_at, updated_at)
     values ($1, 'app_1', 'Small', $2, $3, true, true, $4, true, 'per_owner', now(), now())`,
    [connectorId, externalId, role.connection.roleArn, SMALL.region],
  );
  await pool.query(`insert into connector_owner values ($1, 'per_owner')`, [connectorId]);
  const jobs: string[] = [];
  const enqueue = async (_: unknown, job: string) => void jobs.push(job);
  const runs = createSyncRunStore(database, enqueue);
  const aws = { budget: createRateBudget(database, quickRates), backOffMs: 10 };
  let runCount = 0;
  const sync = () =>
    syncConnector(
      { runs, reader: createAwsReader(aws), heartbeat: timer },
      { connectorId, trigger: 'schedule', startedBy: null, runId: `run_s${++runCount}` as RunId },
    );
  await sync();
  const reader = createRightReader(aws);
  const reached: Failpoint[] = [];
  const onReach: { hook?: (point: Failpoint) => Promise<void> | void } = {};
  const ports = {
    transact: createTransact(database, enqueue),
    clock: databaseClock(database),
    ids: randomIds,
    provisioner: createAwsProvisioner(aws),
    heartbeat: timer,
    failpoints: {
      async reach(point) {
        reached.push(point);
        await onReach.hook?.(point);
      },
    },
    publishRight: async (id, right) =>
      void (await publishRight({ runs, reader, ids: randomIds }, { connectorId: id, right })),
  } satisfies ReconcilePorts;
  const entityId = async (kind: keyof typeof entityKinds, name: string): Promise<number> => {
    const { rows } = await pool.query(
      `select e.id from entity e left join lateral (select name from entity_version v where v.entity_id = e.id
         order by from_seq desc limit 1) v on true where e.kind = $1 and (v.name = $2 or e.native_id = $2)`,
      [entityKinds[kind], name],
    );
    if (!rows[0]) throw new Error(`no ${kind} ${name}`);
    return rows[0].id;
  };
  const personOf = { Grace: 'Grace Hopper', Ada: 'Ada Lovelace' } as const;
  const world = {
    simulator,
    role,
    database,
    ports,
    reached,
    onReach,
    sync,
    runs,
    reader,
    jobs,
    entityId,
    query: async <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
      (await pool.query(text, values)).rows,
    assignment: async (set: string, awsAccount: string, person: keyof typeof personOf = 'Grace'): Promise<Right> => ({
      kind: 'permission-set-assignment',
      targetId: await entityId('aws-account', awsAccount),
      permissionSetId: await entityId('permission-set', set),
      principalId: await entityId('identity-center-user', personOf[person]),
    }),
    membership: async (group: string, person: keyof typeof personOf = 'Grace'): Promise<Right> => ({
      kind: 'group-member',
      targetId: await entityId('identity-center-group', group),
      permissionSetId: null,
      principalId: await entityId('identity-center-user', personOf[person]),
    }),
    /** As an approval leaves it: scheduled, and nothing has touched AWS. */
    async lease(right: Right, wish: LeaseWish = {}): Promise<string> {
      const place = await ports.transact((unit) => unit.revocations.placeOf(right));
      if (!place) throw new Error('nobody reads this right');
      const kind: Record<RightKind, number> = { 'group-member': 1, 'permission-set-assignment': 2 };
      const id = randomIds.next('lse');
      const { rows } = await pool.query(
        `insert into access_request (id, requester_id, person_id, identity_id, kind, target_id, ps_id, connector_id,
           duration_minutes, reason, status, policy_revision, decision, created_at, expires_at, decided_at)
         values ($1, $2, $2, $3, $4, $5, $6, $7, 60, 'because', 'approved', 1, '{}', product_now(), product_now(),
           product_now()) returning id`,
        [
          randomIds.next('req'),
          wish.personId ?? 'per_grace',
          right.principalId,
          kind[right.kind],
          right.targetId,
          right.permissionSetId,
          place.connectorId,
        ],
      );
      const start = `product_now() + $9::float8 * interval '1 minute'`;
      await pool.query(
        `insert into lease (id, request_id, person_id, identity_id, kind, target_id, ps_id, connector_id, unit_key,
           starts_at, ends_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $11, ${start}, ${start} + $10::float8 * interval '1 minute', product_now())`,
        [
          id,
          rows[0].id,
          wish.personId ?? 'per_grace',
          right.principalId,
          kind[right.kind],
          right.targetId,
          right.permissionSetId,
          place.connectorId,
          wish.startsInMinutes ?? 0,
          wish.minutes ?? 60,
          place.unitKey,
        ],
      );
      return id;
    },
    leaseRow: async (id: string): Promise<Record<string, unknown>> =>
      (await pool.query('select * from lease where id = $1', [id])).rows[0],
    ledgerRow: async (right: Right): Promise<Record<string, unknown>> =>
      (
        await pool.query(
          `select * from provisioned_right where target_id = $1 and ps_id is not distinct from $2::int and principal_id = $3`,
          [right.targetId, right.permissionSetId, right.principalId],
        )
      ).rows[0],
    moveClock: (minutes: number) =>
      pool.query('update clock_offset set offset_ms = offset_ms + $1', [minutes * 60_000]),
    /** Pauses pass at once: what waits for its next attempt is due now. */
    hurry: () => pool.query('update provisioned_right set next_attempt_at = null'),
    units: async (): Promise<string[]> =>
      (await pool.query('select distinct unit_key as key from lease union select unit_key from revocation')).rows.map(
        (row) => row.key,
      ),
    /** One job for every unit. */
    async reconcile() {
      const outcomes = [];
      for (const unitKey of await world.units()) outcomes.push(await reconcileUnit(ports, { unitKey, holder: 'test' }));
      return outcomes;
    },
    /** Jobs until nothing moves any more, with all pauses passed over. */
    async settle(rounds = 6) {
      for (let round = 0; round < rounds; round++) {
        await world.hurry();
        await world.reconcile();
      }
    },
    notifications: async (kind: string): Promise<Record<string, unknown>[]> =>
      (await pool.query('select * from notification where kind = $1 order by created_at', [kind])).rows,
    async close() {
      await database.close();
      await testDatabase.drop();
      await simulator.stop();
    },
  };
  return world;
}
export type LeaseWorld = Awaited<ReturnType<typeof openLeaseWorld>>;

/** What AWS holds, in a form to compare: the oracle. */
export const assignmentsIn = (simulator: Simulator): string[] =>
  simulator.world.identityCenters[0]
    ?.toData()
    .assignments.map(({ awsAccountId, permissionSetArn, principalType, principalId }) => {
      const center = simulator.world.identityCenters[0];
      const set = center?.permissionSets.get(permissionSetArn)?.name;
      const principal =
        principalType === 'USER'
          ? center?.users.get(principalId)?.userName
          : center?.groups.get(principalId)?.displayName;
      return `${principal} ${set} ${awsAccountId}`;
    })
    .sort() ?? [];
export const membersIn = (simulator: Simulator): string[] => {
  const center = simulator.world.identityCenters[0];
  return (
    center
      ?.toData()
      .memberships.map(
        ({ groupId, userId }) => `${center.users.get(userId)?.userName} ${center.groups.get(groupId)?.displayName}`,
      )
      .sort() ?? []
  );
};
export const personId = (id: string) => id as PersonId;
