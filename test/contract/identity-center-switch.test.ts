import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import type { Strategy } from '../../src/core/inventory/model/plan/decision.ts';
import type { ReadingHistory } from '../../src/core/inventory/ports.ts';
import { syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness } from '../database/sync/sync-harness.ts';
import { type CustomerRole, countingBudget, createCustomerRole, externalId, startAws } from './aws-support.ts';

const byMinimum: Strategy[] = ['by-user', 'by-permission-set', 'by-principal'];
const byOptional: Strategy[] = ['by-group', 'by-aws-account', 'by-pair'];
const heartbeat = { every: () => () => {} };
const worlds = [
  { world: 'small', awsAccountId: SMALL.managementAccountId, region: SMALL.region },
  { world: 'demo', awsAccountId: MANAGEMENT, region: 'eu-north-1' },
] as const;

describe.each(worlds)(
  'the world $world, read in one way today and in another tomorrow',
  ({ world, awsAccountId, region }) => {
    let simulator: Simulator;
    let role: CustomerRole;
    let harness: Harness;
    let connectorId: ConnectorId;
    let clean: string[];
    const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 1 });

    beforeAll(async () => {
      simulator = await startAws(world);
      role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId });
      await role.iam.send(
        new PutRolePolicyCommand({
          RoleName: 'Countersign',
          PolicyName: 'CountersignReadFurther',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: furtherReadActions, Resource: '*' }],
          }),
        }),
      );
      harness = await openHarness();
      connectorId = await harness.addConnector('switching');
      await startAnew();
      clean = await factsOf(byMinimum);
    });
    afterAll(async () => {
      await harness.close();
      await simulator.stop();
    });
    afterEach(() => simulator.faults.clear());

    /** A connector that nothing was read by yet. */
    async function startAnew(): Promise<void> {
      await harness.clear();
      await harness.query(
        `update connector set role_arn = $2, external_id = $3, organizations_enabled = true, hold_minimum = 1000000,
           identity_center_enabled = true, identity_center_region = $4, last_synced_at = null where id = $1`,
        [connectorId, role.connection.roleArn, externalId, region],
      );
    }

    /** A sync that finds these ways of reading dear, whatever there is. */
    async function sync(dear: Strategy[]) {
      const runs = {
        ...harness.store,
        history: async (id: ConnectorId): Promise<ReadingHistory> => ({
          ...(await harness.store.history(id)),
          counts: {
            ...{ awsAccounts: 1, permissionSets: 1, users: 1, groups: 1, pairs: 1 },
            furtherPages: Object.fromEntries(
              [...byMinimum, ...byOptional].map((each) => [each, dear.includes(each) ? 1000 : 0]),
            ) as Record<Strategy, number>,
          },
          // What was refused by a fault is asked again by the next run.
          deniedActions: [],
        }),
      };
      const command = { connectorId, trigger: 'schedule', startedBy: null, runId: harness.nextRunId() } as const;
      expect(await syncConnector({ runs, reader, heartbeat }, command)).toMatchObject({ status: 'published' });
    }
    async function factsOf(dear: Strategy[]): Promise<string[]> {
      await sync(dear);
      return (
        (await currentFacts(harness))
          .filter((line) => /identity-center-|permission-set/.test(line) && !line.startsWith('role | '))
          .filter((line) => !/ iam-| permission-set-details /.test(line))
          // What a permission set allows is read in turn: another run may know more of it.
          .map((line) => line.replace(/(permission-set .*) \| \{.*$/, '$1'))
      );
    }
    /** As they are in the database: equal means that nothing was written. */
    const grantRows = () =>
      harness.query('select xmin::text, ctid::text, t.* from grant_fact t where kind in (1, 2) order by ctid');
    const strategies = async () =>
      (
        await harness.query<{ chosen: string }>(
          `select string_agg(d.decision->>'chosen', ' ' order by d.n) as chosen
         from sync_run, jsonb_array_elements(plan) with ordinality as d (decision, n)
         where number = (select max(number) from sync_run)`,
        )
      )[0]?.chosen;

    it('holds the same facts, and going over writes none anew', async () => {
      await startAnew();
      expect(await factsOf(byMinimum)).toEqual(clean);
      const before = await grantRows();
      expect(await factsOf(byOptional)).toEqual(clean);
      expect(await strategies()).toBe('by-user by-permission-set by-principal by-pair');
      expect(await factsOf(byMinimum)).toEqual(clean);
      expect(await strategies()).toBe('by-group by-aws-account by-pair');
      expect(await grantRows()).toEqual(before);
    });

    it.each([
      ['by group and pair, then by user and principal', byMinimum, byOptional],
      ['by user and principal, then by group and pair', byOptional, byMinimum],
    ])('holds the same facts after a run of which a third failed: %s', async (_, first, then) => {
      await startAnew();
      await sync(first);
      for (const service of ['sso', 'identitystore']) {
        const error = { code: 'ConflictException', message: 'Something is odd' };
        for (const operation of [
          'ListAccountAssignmentsForPrincipal',
          'ListAccountAssignments',
          'ListGroupMemberships',
        ])
          simulator.faults.add({ service, operation, error, rate: 0.3 });
        simulator.faults.add({ service, operation: 'ListGroupMembershipsForMember', error, rate: 0.3 });
        simulator.faults.add({ service, operation: 'ListAccountsForProvisionedPermissionSet', error, rate: 0.3 });
      }
      const during = await factsOf(then);
      expect(during.filter((line) => line.startsWith('gap | ')).length).toBeGreaterThan(0);
      expect(during.filter((line) => !line.startsWith('gap | '))).toEqual(clean);
      simulator.faults.clear();
      expect(await factsOf(first)).toEqual(clean);
      expect(await factsOf(then)).toEqual(clean);
    });

    it('holds the same facts when the run that failed in part was the first', async () => {
      await startAnew();
      const error = { code: 'ConflictException', message: 'Something is odd' };
      simulator.faults.add({ operation: 'ListAccountAssignmentsForPrincipal', error, rate: 0.3 });
      simulator.faults.add({ operation: 'ListGroupMembershipsForMember', error, rate: 0.3 });
      await sync(byOptional);
      simulator.faults.clear();
      expect(await factsOf(byMinimum)).toEqual(clean);
    });
  },
);
