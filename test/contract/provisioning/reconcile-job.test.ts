import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { publishRight } from '../../../src/core/access/publish-right.ts';
import { reconcileJob } from '../../../src/entrypoints/worker/reconcile-job.ts';
import { connectorId, type LeaseWorld, openLeaseWorld } from './lease-world.ts';

interface Sent {
  data: Record<string, unknown>;
  key: string | undefined;
  startAfterSeconds: number | undefined;
}
let world: LeaseWorld;
let sent: Sent[];
let job: ReturnType<typeof reconcileJob>;
beforeEach(async () => {
  world = await openLeaseWorld();
  sent = [];
  job = reconcileJob({
    ports: world.ports,
    publish: (id, right) =>
      publishRight({ runs: world.runs, reader: world.reader, ids: randomIds }, { connectorId: id, right }),
    jobs: {
      send: async (_, data, options) =>
        void sent.push({ data, key: options?.key, startAfterSeconds: options?.startAfterSeconds }),
    },
    holder: 'test',
    log: { info: () => {}, error: () => {} },
  });
});
afterEach(() => world.close());

const unit = { unitKey: SMALL.memberAccountId };
const inAccess = async (): Promise<number> => {
  const right = await world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
  const rows = await world.query(
    `select 1 from grant_fact g join entitlement e on e.id = g.entitlement_id
     where g.to_seq is null and g.principal_id = $1 and e.ps_id = $2 and e.target_id = $3`,
    [right.principalId, right.permissionSetId, right.targetId],
  );
  return rows.length;
};

describe('the job', () => {
  it('comes again when something is due, and not when nothing is', async () => {
    await world.lease(await world.assignment('ReadOnlyAccess', SMALL.memberAccountId), { minutes: 8 });
    await job(unit);
    expect(sent).toMatchObject([{ data: unit, startAfterSeconds: 1 }]);
    await world.hurry();
    await job(unit);
    // Active now: the next is its end.
    expect(sent[1]?.startAfterSeconds).toBeGreaterThan(450);
    await world.moveClock(9);
    for (let n = 0; n < 3; n++) {
      await world.hurry();
      await job(unit);
    }
    sent.length = 0;
    await job(unit);
    expect(sent).toEqual([]);
  });

  it('publishes a write after the sync that was reading meanwhile, which may have read that listing before', async () => {
    const runId = randomIds.next('run');
    await world.runs.open({ connectorId, trigger: 'schedule', startedBy: null }, runId);
    await world.lease(await world.assignment('ReadOnlyAccess', SMALL.memberAccountId));
    for (let n = 0; n < 2; n++) {
      await world.hurry();
      await job(unit);
    }
    expect(await inAccess()).toBe(0);
    const later = sent.find(({ data }) => data.publish);
    expect(later).toMatchObject({ startAfterSeconds: 10 });
    await job(later?.data ?? {});
    expect(sent.filter(({ data }) => data.publish)).toHaveLength(2);
    await world.runs.fail(runId, { code: 'x', message: 'x', mend: 'x', isTransient: true });
    await job(later?.data ?? {});
    expect(sent.filter(({ data }) => data.publish)).toHaveLength(2);
    expect(await inAccess()).toBe(1);
  });
});
