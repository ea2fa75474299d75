import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delegating } from './delegations-world.ts';
import { permitAll, permitGroups, type RequestsWorld, refused, startRequestsWorld } from './requests-world.ts';

let w: RequestsWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
});
afterAll(() => w?.http.stop());
beforeEach(() => w.begin(permitAll(), permitGroups));

const { ask } = delegating(() => w);

describe('what waits for me', () => {
  it('is what I may decide now, with what the person holds there already and earlier requests', async () => {
    const earlier = await ask();
    await w.decide('lead', earlier, 'deny', { reason: 'no' });
    const id = await ask();
    const waiting = async (who: string) => (await (await w.as(who)).get('/api/v1/approvals')).body;
    const { items, total } = await waiting('lead');
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      request: { id, canDecide: true },
      alreadyHolds: [{ sentence: 'Emil Employee → member of Platform → AdministratorAccess on prod-payments' }],
      earlier: [{ id: earlier, status: 'denied' }],
    });
    for (const who of ['emil', 'manager', 'owner', 'super', 'auditor']) expect((await waiting(who)).total, who).toBe(0);
  });

  it('is read by itself too, as in the list; who may see the request only is told that it does not wait for them', async () => {
    const id = await ask();
    const one = async (who: string) => (await w.as(who)).get(`/api/v1/approvals/${id}`);
    const { items } = (await (await w.as('lead')).get('/api/v1/approvals')).body;
    expect((await one('lead')).body).toEqual(items[0]);
    for (const who of ['emil', 'manager', 'super', 'auditor'])
      expect(refused(await one(who)), who).toEqual({ status: 403, code: 'not-an-approver' });
    expect(refused(await one('ben'))).toEqual({ status: 404, code: 'request-not-found' });
    await w.decide('lead', id, 'deny', { reason: 'no' });
    expect(refused(await one('lead'))).toEqual({ status: 403, code: 'not-an-approver' });
  });

  it('shows an approver who sees nothing else the facts of this request and no more', async () => {
    await w.begin(permitAll([{ kind: 'named-people', personIds: ['per_campaign'], needed: 1 }] as never));
    const id = await ask();
    const caller = await w.as('campaign');
    const { items } = (await caller.get('/api/v1/approvals')).body;
    expect(items[0].alreadyHolds).toHaveLength(1);
    expect((await caller.get('/api/v1/people/per_emil/access')).status).toBe(404);
    expect((await caller.get(`/api/v1/requests/${id}`)).body.canDecide).toBe(true);
  });
});
