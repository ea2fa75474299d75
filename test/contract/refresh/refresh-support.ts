import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Simulator, startSimulator } from '../../../simulator/start.ts';
import { type Clients, clientsFor } from '../../../simulator/testing/clients.ts';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { createAwsReader } from '../../../src/adapters/aws/aws-reader.ts';
import { createAwsRefresher } from '../../../src/adapters/aws/aws-refresher.ts';
import { databaseClock } from '../../../src/adapters/postgres/clock.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createRefreshStore } from '../../../src/adapters/postgres/sync/events/refresh-store.ts';
import { furtherReadActions } from '../../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../../src/core/connectors/model/permission-table.ts';
import {
  type RefreshOutcome,
  type RefreshPorts,
  refreshConnector,
} from '../../../src/core/inventory/refresh/refresh-connector.ts';
import { syncConnector } from '../../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { type Harness, openHarness } from '../../database/sync/sync-harness.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  externalId,
  pointAt,
  roleName,
} from '../aws-support.ts';

const allowAllBut = ({ iam }: CustomerRole, denied: readonly string[]) => {
  const Action = [...readActions, ...furtherReadActions].filter((action) => !denied.includes(action));
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'CountersignRead', PolicyDocument }));
};

/** The world `small`, a connector that may look into its history, and somebody else who changes things. */
export interface RefreshedWorld {
  simulator: Simulator;
  harness: Harness;
  role: CustomerRole;
  /** Every action that is read with, but these. */
  allowAllBut(...actions: string[]): Promise<unknown>;
  connectorId: ConnectorId;
  /** Another principal, in Identity Center's region and where IAM's and Organizations' events are. */
  somebody: Clients;
  somebodyGlobal: Clients;
  /** A full run, published. */
  sync(): Promise<void>;
  refresh(ports?: Partial<RefreshPorts>): Promise<RefreshOutcome>;
  ports(): RefreshPorts;
  /** Everything that has happened until now counts as looked at. */
  advanceCursor(): Promise<void>;
  /** Calls by `service:Operation` since the last reset. */
  calls(): Record<string, number>;
  /** Moves AWS's clock on, so that events arrive. */
  advance(ms: number): Promise<void>;
  /** How long events are under way from now on; null: each for itself, two to ten seconds. */
  events(delayMs: number | null): Promise<void>;
  /** As the owner of the database. */
  owner(text: string): Promise<unknown>;
  close(): Promise<void>;
}

interface Where {
  world: 'small' | 'demo';
  awsAccountId: string;
  region: string;
  memberRoleName?: string;
}
const small: Where = { world: 'small', awsAccountId: SMALL.managementAccountId, region: SMALL.region };

export async function openRefreshedWorld(eventDelayMs = 0, where = small): Promise<RefreshedWorld> {
  const { world, awsAccountId, region, memberRoleName = null } = where;
  const simulator = await startSimulator({ world, throttling: false, assignmentDelayMs: 0, eventDelayMs });
  pointAt(simulator);
  const { administrator } = simulator.credentials;
  const role = await createCustomerRole(simulator, administrator, { awsAccountId, memberRoleName });
  const allow = (...denied: string[]) => allowAllBut(role, denied);
  await allow();
  const harness = await openHarness();
  const connectorId = await harness.addConnector('small');
  await harness.query(
    `update connector set role_arn = $2, external_id = $3, organizations_enabled = true, identity_center_enabled = true,
       identity_center_region = $4, member_role_name = $5, member_external_id = $6 where id = $1`,
    [connectorId, role.connection.roleArn, externalId, region, memberRoleName, role.connection.memberExternalId],
  );
  const owner = openDatabase(harness.ownerUrl, { maxConnections: 1 });
  const aws = { budget: countingBudget().budget, backOffMs: 50 };
  const heartbeat = { every: () => () => {} };
  const ports = (): RefreshPorts => ({
    runs: harness.store,
    refreshes: createRefreshStore(harness.database),
    refresher: createAwsRefresher(aws),
    clock: databaseClock(harness.database),
    heartbeat,
    settleMs: 0,
  });
  return {
    simulator,
    harness,
    role,
    allowAllBut: allow,
    connectorId,
    somebody: clientsFor(simulator.url, administrator, region),
    somebodyGlobal: clientsFor(simulator.url, administrator, 'us-east-1'),
    async sync() {
      const start = { connectorId, trigger: 'schedule', startedBy: null, runId: harness.nextRunId() } as const;
      const outcome = await syncConnector({ runs: harness.store, reader: createAwsReader(aws), heartbeat }, start);
      if (outcome.status !== 'published') throw new Error(JSON.stringify(outcome));
    },
    refresh: (other) => refreshConnector({ ...ports(), ...other }, { connectorId, runId: harness.nextRunId() }),
    ports,
    async advanceCursor() {
      await harness.query('delete from denied_action');
      await harness.query('delete from event_cursor');
      await refreshConnector(ports(), { connectorId, runId: harness.nextRunId() });
    },
    calls: () =>
      Object.fromEntries(Object.entries(simulator.counters.toJSON()).map(([name, each]) => [name, each.calls])),
    async advance(ms) {
      await fetch(`${simulator.url}/_simulator/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: ms }) });
    },
    async events(delayMs) {
      await fetch(`${simulator.url}/_simulator/events`, { method: 'POST', body: JSON.stringify({ delayMs }) });
    },
    owner: (text) => owner.pool.query(text),
    async close() {
      await owner.close();
      await harness.close();
      await simulator.stop();
    },
  };
}
