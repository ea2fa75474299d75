import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delegating } from './delegations-world.ts';
import {
  byManager,
  permitAll,
  permitGroups,
  type RequestsWorld,
  refused,
  startRequestsWorld,
} from './requests-world.ts';

let w: RequestsWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
});
afterAll(() => w?.http.stop());
beforeEach(async () => {
  await w.http.asOwner('truncate delegation cascade');
  await w.begin(permitAll(), permitGroups);
});

const { named, ask } = delegating(() => w);
const reassign = async (who: string, id: string, to: string, reason = 'You know this system', headers = {}) =>
  (await w.as(who)).post(`/api/v1/requests/${id}/reassign`, { personId: `per_${to}`, reason }, headers);
const waiting = async (who: string): Promise<number> => (await (await w.as(who)).get('/api/v1/approvals')).body.total;

describe('handing an approval over', () => {
  it('makes it the other’s to decide and no longer one’s own, tells them, and is written down', async () => {
    const id = await ask();
    const { status, body } = await reassign('lead', id, 'ben');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'pending',
      canDecide: false,
      canReassign: false,
      steps: [
        {
          candidates: [{ id: 'per_ben', name: 'Ben Builder', via: 'manager, in place of Lee Lead' }],
          reassignments: [{ from: { id: 'per_lead' }, to: { id: 'per_ben' }, reason: 'You know this system' }],
        },
      ],
    });
    expect([await waiting('lead'), await waiting('ben')]).toEqual([0, 1]);
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 403, code: 'not-an-approver' });
    const [told] = await w.rows(
      `select person_id, body from notification where kind = 'approval-needed' and person_id <> 'per_lead'`,
    );
    expect(told).toMatchObject({
      person_id: 'per_ben',
      body: expect.stringMatching(/waits for your decision\. Lee Lead handed it over: You know this system$/),
    });
    const [entry] = await w.rows(
      `select actor_person_id, detail from audit_entry where action = 'request.reassigned'
      and object_id = $1`,
      [id],
    );
    expect(entry).toMatchObject({
      actor_person_id: 'per_lead',
      detail: { step: 1, from: 'per_lead', to: 'per_ben', reason: 'You know this system' },
    });
    expect((await w.decide('ben', id, 'approve')).body.status).toBe('approved');
  });

  it('needs a reason, and somebody active', async () => {
    const id = await ask();
    expect((await reassign('lead', id, 'ben', '  ')).status).toBe(400);
    expect(refused(await reassign('lead', id, 'nobody'))).toEqual({ status: 409, code: 'person-inactive' });
    expect((await (await w.as('lead')).get(`/api/v1/requests/${id}`)).body.canReassign).toBe(true);
  });

  it('is never to who asked, whom it is for, or whoever acts for one of them', async () => {
    await named('emil', 'rae');
    const id = await ask();
    expect(refused(await reassign('lead', id, 'emil'))).toEqual({ status: 403, code: 'self-approval' });
    expect(refused(await reassign('lead', id, 'rae'))).toEqual({ status: 403, code: 'acts-for-requester' });
    await named('lead', 'owner');
    await w.decide('emil', id, 'cancel');
    const forEmil = await ask('super', { forPersonId: 'per_emil' });
    for (const to of ['emil', 'super'])
      expect(refused(await reassign('lead', forEmil, to))).toEqual({ status: 403, code: 'self-approval' });
  });

  it('is for who is asked and may decide now: not for their delegate, nor for who acts for the requester', async () => {
    await named('lead', 'ben');
    const id = await ask();
    const seen = (await (await w.as('ben')).get(`/api/v1/requests/${id}`)).body;
    expect([seen.canDecide, seen.canReassign]).toEqual([true, false]);
    expect(refused(await reassign('ben', id, 'owner'))).toEqual({ status: 403, code: 'not-an-approver' });
    expect(refused(await reassign('emil', id, 'owner'))).toEqual({ status: 403, code: 'self-approval' });
    expect(refused(await reassign('rae', id, 'owner'))).toEqual({ status: 404, code: 'request-not-found' });
    await named('emil', 'lead');
    expect(refused(await reassign('lead', id, 'owner'))).toEqual({ status: 403, code: 'acts-for-requester' });
  });

  it('keeps people of a step and of a request apart', async () => {
    await w.begin(
      permitAll([
        ...byManager,
        { kind: 'named-people', personIds: ['per_ben', 'per_owner', 'per_rae'], needed: 2 },
      ] as never),
    );
    const id = await ask();
    await w.decide('lead', id, 'approve');
    expect(refused(await reassign('ben', id, 'owner'))).toEqual({ status: 409, code: 'already-an-approver' });
    expect(refused(await reassign('ben', id, 'lead'))).toEqual({ status: 403, code: 'approver-must-differ' });
    await reassign('ben', id, 'manager');
    expect(refused(await reassign('manager', id, 'ben'))).toEqual({ status: 409, code: 'already-an-approver' });
    await w.decide('manager', id, 'approve');
    expect(refused(await reassign('manager', id, 'super'))).toEqual({ status: 409, code: 'already-decided' });
    expect((await w.decide('owner', id, 'approve')).body.status).toBe('approved');
  });

  it('gives the capacity of who was asked first, and no more: lost by them, it is lost', async () => {
    const id = await ask();
    await reassign('lead', id, 'ben');
    const { body } = await reassign('ben', id, 'owner');
    expect(body.steps[0].candidates).toMatchObject([{ id: 'per_owner', via: 'manager, in place of Lee Lead' }]);
    await w.rows(`update person set manager_id = 'per_manager' where id = 'per_emil'`);
    const [seen, answer] = [await waiting('owner'), await w.decide('owner', id, 'approve')];
    await w.rows(`update person set manager_id = 'per_lead' where id = 'per_emil'`);
    expect([seen, refused(answer)]).toEqual([0, { status: 403, code: 'not-an-approver' }]);
    await w.rows(`update person set status = 'inactive' where id = 'per_lead'`);
    const [offered, tried] = [await waiting('owner'), await w.decide('owner', id, 'approve')];
    await w.rows(`update person set status = 'active' where id = 'per_lead'`);
    expect([offered, refused(tried)]).toEqual([0, { status: 403, code: 'not-an-approver' }]);
    expect((await w.decide('owner', id, 'approve')).body.status).toBe('approved');
  });

  it('is decided by the delegate of the new one, while they are away', async () => {
    await named('ben', 'owner');
    const id = await ask();
    await reassign('lead', id, 'ben');
    expect((await w.told('approval-needed')).sort()).toEqual(['per_ben', 'per_lead', 'per_owner']);
    const { body } = await w.decide('owner', id, 'approve');
    expect(body.steps[0].decisions).toMatchObject([{ person: { id: 'per_owner' }, inSteadOf: { id: 'per_ben' } }]);
  });

  it('at the same instant as a decision: one outcome, and nobody decides with a seat they no longer have', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask();
      const [moved, decided] = await Promise.all([reassign('lead', id, 'ben'), w.decide('lead', id, 'approve')]);
      expect([moved.status, decided.status].sort()[0]).toBe(200);
      expect([moved.status, decided.status].filter((status) => status === 200)).toHaveLength(1);
      if (moved.status === 200) await w.decide('ben', id, 'deny', { reason: 'x' });
    }
  });

  it('after what one saw has changed is refused', async () => {
    const id = await ask();
    const { version } = (await (await w.as('lead')).get(`/api/v1/requests/${id}`)).body;
    await reassign('lead', id, 'ben', 'First', { 'if-match': `"${version}"` });
    expect(refused(await reassign('ben', id, 'owner', 'Second', { 'if-match': `"${version}"` }))).toEqual({
      status: 412,
      code: 'changed-meanwhile',
    });
  });

  it('is refused by the database too where it is unfounded, and its history never changes', async () => {
    const id = await ask();
    const hand = (from: string, to: string) =>
      w.rows(
        `insert into approval_reassignment (request_id, step, from_id, to_id, reason, at) values ($1, 1, $2, $3, 'x', product_now())`,
        [id, `per_${from}`, `per_${to}`],
      );
    await expect(hand('lead', 'ben')).rejects.toThrow(/keeps the capacity/);
    await expect(
      w.rows(`insert into approval_candidate values ($1, 1, 'per_emil', 'manager', 'per_lead')`, [id]),
    ).rejects.toThrow(/own access/);
    await w.rows(`insert into approval_candidate values ($1, 1, 'per_rae', 'manager', 'per_lead')`, [id]);
    await named('emil', 'rae');
    await expect(hand('lead', 'rae')).rejects.toThrow(/for whom they act/);
    await reassign('lead', id, 'ben');
    await expect(
      w.rows(
        `insert into approval_decision (request_id, step, person_id, decision, at) values ($1, 1, 'per_lead', 'approve', now())`,
        [id],
      ),
    ).rejects.toThrow(/no longer has it/);
    await expect(w.rows('delete from approval_reassignment')).rejects.toThrow(/permission denied/);
    await expect(w.rows(`update approval_reassignment set reason = 'y'`)).rejects.toThrow(/permission denied/);
    await w.decide('ben', id, 'approve');
    await expect(hand('ben', 'owner')).rejects.toThrow(/while it waits/);
  });
});
