import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import type { Right } from '../../../src/core/access/model/right.ts';
import type { LeaseId } from '../../../src/core/access/provisioning-ports.ts';
import { reconcileUnit } from '../../../src/core/access/reconcile-unit.ts';
import { recordRevocation } from '../../../src/core/access/record-revocation.ts';
import type { RunId } from '../../../src/core/shared/ids.ts';
import { connectorId, type LeaseWorld, openLeaseWorld, personId } from './lease-world.ts';

let world: LeaseWorld;
beforeEach(async () => {
  world = await openLeaseWorld();
});
afterEach(() => world.close());
const viewer = { personId: personId('per_owner'), roles: ['super-administrator'] as const };
const outside = 'outside Countersign';
const perhaps = 'perhaps Countersign: its call is not confirmed';

/** Each change of Grace's, oldest first, with whose it is. */
const changes = async (): Promise<string[]> => {
  const { items } = await createViews(world.database).changes(viewer, { limit: 100 });
  return items
    .filter(({ sentence }) => sentence.startsWith('Grace'))
    .map(({ op, cause }) => `${op}: ${cause.words}`)
    .reverse();
};
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
const numberOf = async (lease: string) =>
  (
    await world.query<{ number: number }>(
      'select r.number from lease l join access_request r on r.id = l.request_id where l.id = $1',
      [lease],
    )
  )[0]?.number;
/** What somebody does in AWS without us. */
const center = () => {
  const [found] = world.simulator.world.identityCenters;
  if (!found) throw new Error('no Identity Center');
  return found;
};
const assignmentOf = (set: string) => {
  const found = center()
    .permissionSets.all()
    .find(({ name }) => name === set);
  const grace = center()
    .users.all()
    .find(({ userName }) => userName.startsWith('grace'));
  return {
    awsAccountId: SMALL.memberAccountId,
    permissionSetArn: found?.arn ?? '',
    principalType: 'USER' as const,
    principalId: grace?.id ?? '',
  };
};
const othersGrant = (set = 'ReadOnlyAccess') => center().addAssignment(assignmentOf(set));
const othersRemove = (set = 'ReadOnlyAccess') => {
  const { principalId, permissionSetArn, awsAccountId } = assignmentOf(set);
  const held = center()
    .assignments.all()
    .find(
      (each) =>
        each.principalId === principalId &&
        each.permissionSetArn === permissionSetArn &&
        each.awsAccountId === awsAccountId,
    );
  if (!held) throw new Error('nothing to remove');
  center().deleteAssignment(held);
};
const revoke = async (right: Right): Promise<string> => {
  const id = randomIds.next('rvk');
  const now = await world.ports.clock.now();
  await world.ports.transact((unit) =>
    recordRevocation(unit, {
      id,
      right,
      reason: 'Not needed any more',
      decidedBy: personId('per_owner'),
      actor: { kind: 'person', personId: personId('per_owner') },
      source: { kind: 'owner', id: 'per_owner' },
      now,
    }),
  );
  return id;
};

describe('a change is Countersign’s', () => {
  it.each(['assignment', 'membership'] as const)(
    'when a lease gave it and when its end took it away: %s',
    async (kind) => {
      const lease = await world.lease(kind === 'assignment' ? await readOnly() : await world.membership('Auditors'));
      await world.settle(3);
      await world.moveClock(61);
      await world.settle(3);
      const mine = `Countersign, lease of request ${await numberOf(lease)}`;
      expect(await changes()).toEqual([`granted: ${mine}`, `removed: ${mine}`]);
      await world.sync();
      expect(await changes()).toHaveLength(2);
      const [newest] = (await createViews(world.database).changes(viewer, { limit: 1 })).items;
      expect(newest?.cause).toMatchObject({ by: 'countersign', leaseId: lease as LeaseId, revocationId: null });
    },
  );

  it('when a revocation took away what others had given', async () => {
    const id = await revoke(await world.assignment('AdministratorAccess', SMALL.memberAccountId));
    await world.settle(3);
    const [newest] = (await createViews(world.database).changes(viewer, { limit: 1 })).items;
    expect(newest?.cause).toMatchObject({ by: 'countersign', words: 'Countersign, revocation', revocationId: id });
  });

  it('whatever the clock does meanwhile', async () => {
    const lease = await world.lease(await readOnly(), { minutes: 600 });
    world.onReach.hook = async (point) => {
      if (point === 'after-intent') await world.moveClock(-1440);
      if (point === 'after-read-back') await world.moveClock(1430);
    };
    await world.settle(3);
    expect(await changes()).toEqual([`granted: Countersign, lease of request ${await numberOf(lease)}`]);
  });
});

it('a change that a version without this knowledge may have caused is perhaps Countersign’s, once', async () => {
  const lease = await world.lease(await readOnly(), { minutes: 600 });
  await world.settle(3);
  // What the migration leaves of a right whose last calls nobody wrote down.
  const file = await readFile(new URL('../../../migrations/0009_change_attribution.sql', import.meta.url), 'utf8');
  await world.query(file.slice(file.lastIndexOf('insert into aws_write')));
  othersRemove();
  await world.sync();
  othersGrant();
  await world.sync();
  const mine = `granted: Countersign, lease of request ${await numberOf(lease)}`;
  expect(await changes()).toEqual([mine, `removed: ${perhaps}`, `granted: ${outside}`]);
});

describe('a change is not Countersign’s', () => {
  it('when others made it, also of an access that we gave before', async () => {
    othersGrant();
    await world.sync();
    othersRemove();
    await world.sync();
    const lease = await world.lease(await readOnly());
    await world.settle(3);
    othersRemove();
    await world.sync();
    othersGrant();
    await world.sync();
    const mine = `granted: Countersign, lease of request ${await numberOf(lease)}`;
    expect(await changes()).toEqual([
      `granted: ${outside}`,
      `removed: ${outside}`,
      mine,
      `removed: ${outside}`,
      `granted: ${outside}`,
    ]);
  });

  it('when others took it away just before our call did', async () => {
    const lease = await world.lease(await readOnly());
    await world.settle(3);
    await world.moveClock(61);
    world.onReach.hook = (point) => {
      if (point !== 'after-intent') return;
      world.onReach.hook = undefined;
      othersRemove();
    };
    await world.settle(4);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ended' });
    const mine = `granted: Countersign, lease of request ${await numberOf(lease)}`;
    expect(await changes()).toEqual([mine, `removed: ${outside}`]);
  });

  it('when others made a member whom we were about to make one', async () => {
    const right = await world.membership('Auditors');
    await world.lease(right);
    const grace = assignmentOf('ReadOnlyAccess').principalId;
    world.onReach.hook = (point) => {
      if (point !== 'after-intent') return;
      world.onReach.hook = undefined;
      const group = center()
        .groups.all()
        .find(({ displayName }) => displayName === 'Auditors');
      center().addMembership({
        id: 'foreign',
        groupId: group?.id ?? '',
        userId: grace,
        createdAt: 0,
        createdBy: 'others',
      });
    };
    await world.settle(4);
    await world.sync();
    expect(await changes()).toEqual([`granted: ${outside}`]);
  });

  it('when nothing had been left of ours to show by the time AWS was read, and others gave it later', async () => {
    const lease = await world.lease(await readOnly());
    const publish = world.ports.publishRight;
    // Nobody publishes at once: the next sync is the first to read after both.
    world.ports.publishRight = async () => {};
    await world.settle(3);
    othersRemove();
    await world.sync();
    othersGrant();
    await world.sync();
    world.ports.publishRight = publish;
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    expect(await changes()).toEqual([`granted: ${outside}`]);
  });
});

describe('a change is perhaps Countersign’s', () => {
  it('when the worker died between its call and the answer', async () => {
    const lease = await world.lease(await world.membership('Auditors'));
    world.onReach.hook = (point) => {
      if (point !== 'after-aws-call') return;
      world.onReach.hook = undefined;
      throw new Error('killed');
    };
    const [unitKey = ''] = await world.units();
    await expect(reconcileUnit(world.ports, { unitKey, holder: 'test' })).rejects.toThrow('killed');
    await world.settle(4);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    expect(await changes()).toEqual([`granted: ${perhaps}`]);
  });

  it('when a sync shows it that had begun before our call, and may have read AWS before it', async () => {
    const runId = 'run_early' as RunId;
    await world.runs.open({ connectorId, trigger: 'schedule', startedBy: null }, runId);
    const lease = await world.lease(await readOnly());
    await world.settle(3);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    const sink = world.runs.sink(runId);
    const { rows } = await world.database.pool.query('select * from connector');
    const known = await world.runs.known(connectorId);
    const connection = await world.runs.connection(connectorId);
    if (!connection || !rows[0]) throw new Error('no connection');
    const right = {
      kind: 'assignment',
      instanceArn: rows[0].identity_center_instance_arn,
      ...assignmentOf('ReadOnlyAccess'),
    } as const;
    const facts = await world.reader.read(connection, right, known, sink);
    await sink.flush();
    await world.runs.publish(runId, facts);
    expect(await changes()).toEqual([`granted: ${perhaps}`]);
  });
});
