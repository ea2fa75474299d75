import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delegating, hourMs, inHours } from './delegations-world.ts';
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
  w.signInAgain();
  await w.begin(permitAll(), permitGroups);
});

const { name, named, end, ask } = delegating(() => w);

describe('while a delegation holds', () => {
  it('the delegate decides what waits for who is away, in their stead, and it is written down so everywhere', async () => {
    await named('lead', 'ben');
    const id = await ask();
    const { items, total } = (await (await w.as('ben')).get('/api/v1/approvals')).body;
    expect(total).toBe(1);
    expect(items[0].request).toMatchObject({
      id,
      canDecide: true,
      decidesInSteadOf: { id: 'per_lead', name: 'Lee Lead', until: expect.any(String) },
      steps: [{ candidates: [{ id: 'per_lead', delegate: { id: 'per_ben', name: 'Ben Builder' } }] }],
    });
    const { body } = await w.decide('ben', id, 'approve', { reason: 'Fine' });
    expect(body).toMatchObject({
      status: 'approved',
      decidesInSteadOf: null,
      steps: [
        {
          candidates: [{ id: 'per_lead', delegate: null }],
          decisions: [
            {
              person: { id: 'per_ben', name: 'Ben Builder' },
              inSteadOf: { id: 'per_lead', name: 'Lee Lead' },
              decision: 'approve',
            },
          ],
        },
      ],
    });
    const [entry] = await w.rows(
      `select actor_person_id, detail from audit_entry where object_id = $1 and action = 'request.step-approved'`,
      [id],
    );
    expect(entry).toMatchObject({ actor_person_id: 'per_ben', detail: { inSteadOf: 'per_lead' } });
  });

  it('who is away still decides, and then says so in their own name', async () => {
    await named('lead', 'ben');
    const id = await ask();
    const { body } = await w.decide('lead', id, 'deny', { reason: 'No' });
    expect(body.steps[0].decisions).toMatchObject([{ person: { id: 'per_lead' }, inSteadOf: null }]);
    expect((await (await w.as('ben')).get('/api/v1/approvals')).body.total).toBe(0);
  });

  it('both at the same instant: one outcome, and the other is told', async () => {
    await named('lead', 'ben');
    for (let round = 0; round < 5; round += 1) {
      const id = await ask();
      const answers = await Promise.all([
        w.decide('lead', id, 'approve'),
        w.decide('ben', id, round % 2 ? 'approve' : 'deny', { reason: 'b' }),
      ]);
      expect(answers.map(({ status }) => status).sort()[0]).toBe(200);
      expect(await w.rows('select 1 from approval_decision where request_id = $1', [id])).toHaveLength(1);
      const refusal = answers.find(({ status }) => status !== 200);
      expect(['already-decided', 'request-not-found']).toContain(refusal?.body.code);
    }
  });

  it('both are told of a new request, the delegate for whom', async () => {
    await named('lead', 'ben');
    const id = await ask();
    const told = await w.rows(
      `select person_id, body from notification where kind = 'approval-needed' and object_id = $1 order by person_id`,
      [id],
    );
    expect(told.map(({ person_id }) => person_id)).toEqual(['per_ben', 'per_lead']);
    expect(told[0].body).toMatch(/^Request \d+ waits for your decision for Lee Lead, away until \d{4}-/);
  });

  it('the delegate sees just the requests that wait for who is away, and those they decided', async () => {
    await w.begin(permitAll(), permitGroups);
    const before = await ask();
    await w.decide('lead', before, 'deny', { reason: 'No' });
    const id = await ask();
    const group = (await w.submit('emil', { entitlement: w.group('support') })).body.id;
    const seen = async () =>
      (await (await w.as('ben')).get('/api/v1/requests?mine=false')).body.items.map((each: { id: string }) => each.id);
    expect(await seen()).toEqual([]);
    const delegation = await named('lead', 'ben');
    expect(await seen()).toEqual([id]);
    expect((await (await w.as('ben')).get('/api/v1/people/per_emil')).status).toBe(404);
    await w.decide('ben', id, 'approve');
    await end('lead', delegation);
    expect(await seen()).toEqual([id]);
    expect((await (await w.as('ben')).get(`/api/v1/requests/${group}`)).status).toBe(404);
  });

  it('a delegate of the delegate does not act: chains are not followed', async () => {
    await named('lead', 'ben');
    await named('ben', 'owner');
    const id = await ask();
    expect(refused(await w.decide('owner', id, 'approve'))).toEqual({ status: 403, code: 'not-an-approver' });
    expect((await w.decide('ben', id, 'approve')).status).toBe(200);
  });

  it('the authority is that of who is away now: who is no longer the manager is not stood in for', async () => {
    await named('lead', 'ben');
    const id = await ask();
    await w.rows(`update person set manager_id = 'per_manager' where id = 'per_emil'`);
    const waiting = (await (await w.as('ben')).get('/api/v1/approvals')).body.total;
    const answer = await w.decide('ben', id, 'approve');
    await w.rows(`update person set manager_id = 'per_lead' where id = 'per_emil'`);
    expect([waiting, refused(answer)]).toEqual([0, { status: 403, code: 'not-an-approver' }]);
  });

  it('ends with its time and when it is ended, also for what waits already', async () => {
    const delegation = await named('lead', 'ben');
    const id = await ask();
    await end('lead', delegation);
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 404, code: 'request-not-found' });
    await named('lead', 'ben', { until: inHours(1) });
    expect((await (await w.as('ben')).get('/api/v1/approvals')).body.total).toBe(1);
    await w.http.moveClock(hourMs);
    expect((await (await w.as('ben')).get('/api/v1/approvals')).body.total).toBe(0);
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 404, code: 'request-not-found' });
    expect((await w.decide('lead', id, 'approve')).status).toBe(200);
  });

  it('ending and deciding at the same instant have one order: no decision after the end', async () => {
    for (let round = 0; round < 5; round += 1) {
      const delegation = await named('lead', 'ben');
      const id = await ask();
      await Promise.all([w.decide('ben', id, 'approve'), end('lead', delegation)]);
      const [row] = await w.rows(
        `select d.at, g.ended_at from delegation g left join approval_decision d on d.request_id = $2
         where g.id = $1`,
        [delegation, id],
      );
      if (row.at !== null) expect(Date.parse(row.at)).toBeLessThanOrEqual(Date.parse(row.ended_at));
      else await w.decide('lead', id, 'deny', { reason: 'x' });
    }
  });
});

describe('seats of a step', () => {
  const two = (...ids: string[]) =>
    permitAll([{ kind: 'named-people', personIds: ids.map((each) => `per_${each}`), needed: 2 }] as never);

  it('who is away and their delegate never fill two of them', async () => {
    await w.begin(two('lead', 'owner'));
    await named('lead', 'ben');
    const first = await ask();
    await w.decide('lead', first, 'approve');
    expect(refused(await w.decide('ben', first, 'approve'))).toEqual({ status: 409, code: 'already-decided' });
    expect((await w.decide('owner', first, 'approve')).body.status).toBe('approved');
    const second = await ask('emil', { entitlement: w.set('admin', '111111111111') });
    await w.decide('ben', second, 'approve');
    expect(refused(await w.decide('lead', second, 'approve'))).toEqual({ status: 409, code: 'already-decided' });
    expect((await (await w.as('lead')).get('/api/v1/approvals')).body.total).toBe(0);
    expect((await w.decide('owner', second, 'approve')).body.status).toBe('approved');
  });

  it('one delegate of two fills one', async () => {
    await w.begin(two('lead', 'owner'));
    await named('lead', 'ben');
    await named('owner', 'ben');
    const id = await ask();
    expect((await w.decide('ben', id, 'approve')).body.status).toBe('pending');
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 409, code: 'already-decided' });
    const answers = await Promise.all([w.decide('owner', id, 'approve'), w.decide('ben', id, 'approve')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });

  it('distinct approvers across steps: neither the delegate nor who was away decides the next', async () => {
    await w.begin(
      permitAll([
        ...byManager,
        { kind: 'named-people', personIds: ['per_lead', 'per_ben', 'per_owner'], needed: 1 },
      ] as never),
    );
    await named('lead', 'ben');
    const id = await ask();
    await w.decide('ben', id, 'approve');
    for (const who of ['lead', 'ben'])
      expect(refused(await w.decide(who, id, 'approve')), who).toEqual({ status: 403, code: 'approver-must-differ' });
    expect(await w.told('approval-needed')).toEqual(['per_ben', 'per_lead', 'per_owner']);
    expect((await w.decide('owner', id, 'approve')).body.status).toBe('approved');
  });

  it('the database refuses all of it too, whatever code may ask it', async () => {
    await w.begin(two('lead', 'owner'));
    await named('emil', 'rae', { until: inHours(1) });
    const id = await ask();
    const decide = (person: string, stead: string | null) =>
      w.rows(
        `insert into approval_decision (request_id, step, person_id, in_stead_of, decision, at)
         values ($1, 1, $2, $3, 'approve', product_now())`,
        [id, `per_${person}`, stead && `per_${stead}`],
      );
    await expect(decide('ben', 'lead')).rejects.toThrow(/has not named them/);
    const delegation = await named('lead', 'ben');
    await expect(decide('ben', 'owner')).rejects.toThrow(/has not named them/);
    await expect(decide('lead', 'lead')).rejects.toThrow(/has not named them/);
    await decide('ben', 'lead');
    await expect(decide('lead', null)).rejects.toThrow(/counts once/);
    await named('owner', 'ben');
    await expect(decide('ben', 'owner')).rejects.toThrow(/counts once/);
    await end('lead', delegation);
    await expect(w.rows(`insert into approval_candidate values ($1, 1, 'per_rae', 'me')`, [id])).rejects.toThrow(
      /for whom they act/,
    );
    await named('emil', 'owner', { from: inHours(49), until: inHours(50) });
    await w.http.moveClock(49 * hourMs + 60_000);
    await expect(decide('owner', null)).rejects.toThrow(/for whom they act/);
  });
});

describe('never to the requester', () => {
  it('who asks, or whom it is for, does not decide as delegate of the approver', async () => {
    await named('lead', 'emil');
    const own = await ask();
    expect(refused(await w.decide('emil', own, 'approve'))).toEqual({ status: 403, code: 'self-approval' });
    expect((await (await w.as('emil')).get('/api/v1/approvals')).body.total).toBe(0);
    expect(await w.told('approval-needed')).toEqual(['per_lead']);
    await w.decide('emil', own, 'cancel');
    const forEmil = await ask('super', { forPersonId: 'per_emil' });
    expect(refused(await w.decide('emil', forEmil, 'approve'))).toEqual({ status: 403, code: 'self-approval' });
  });

  it('who acts for the requester is asked in no capacity: their step goes to others, and the preview says so', async () => {
    await named('emil', 'lead');
    const preview = await (await w.as('emil')).post('/api/v1/requests/preview', {
      entitlement: w.readonlyOnProd,
      durationMinutes: 60,
    });
    const fallback = [{ id: 'per_owner', via: 'owner of AWS production, in place of the approver' }];
    expect(preview.body.steps).toMatchObject([{ people: fallback }]);
    const { items } = (await (await w.as('emil')).get('/api/v1/catalog?q=readonly%20prod')).body;
    expect(items[0].answer.steps).toMatchObject([{ people: fallback }]);
    const id = await ask();
    expect((await w.decide('manager', id, 'approve')).status).toBe(403);
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 403, code: 'acts-for-requester' });
    expect((await w.decide('owner', id, 'approve')).body.status).toBe('approved');
  });

  it('also who acts for the person it is for, when somebody else asks', async () => {
    await named('emil', 'owner');
    await w.begin(permitAll([{ kind: 'application-owner' }] as never));
    const id = await ask('lead', { forPersonId: 'per_emil' });
    const [{ n }] = await w.rows(`select count(*) as n from approval_candidate where person_id = 'per_owner'`);
    expect(n).toBe(0);
    expect(refused(await w.decide('owner', id, 'approve'))).toEqual({ status: 403, code: 'acts-for-requester' });
  });

  it('who comes to act for them while it waits may no longer decide, and may when that is over', async () => {
    const id = await ask();
    const delegation = await named('emil', 'lead');
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 403, code: 'acts-for-requester' });
    expect((await (await w.as('lead')).get('/api/v1/approvals')).body.total).toBe(0);
    await end('emil', delegation);
    expect((await w.decide('lead', id, 'approve')).status).toBe(200);
  });

  it('also when they are named at the very instant: the one or the other comes first, and nothing breaks', async () => {
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all([w.submit('emil', { entitlement: w.readonlyOnProd }), name('emil', 'lead')]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      const [asked, delegation] = answers;
      const decided = await Promise.all([w.decide('lead', asked.body.id, 'approve'), end('emil', delegation.body.id)]);
      expect(decided.filter(({ status }) => status >= 500)).toEqual([]);
      if (decided[0].status !== 200) await w.decide('emil', asked.body.id, 'cancel');
      await w.rows(`update lease set status = 'ended', end_reason = 'cancelled', ended_at = now()`);
    }
  });

  it('who acted for them when it was asked for does not decide it later as the delegate of an approver', async () => {
    const delegation = await named('emil', 'ben');
    const id = await ask();
    await end('emil', delegation);
    await named('lead', 'ben');
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 403, code: 'acts-for-requester' });
    expect(refused(await w.decide('ben', id, 'deny', { reason: 'x' }))).toMatchObject({ code: 'acts-for-requester' });
    expect((await (await w.as('ben')).get('/api/v1/approvals')).body.total).toBe(0);
  });

  it('nor does the delegate of an approver who came to act for the requester', async () => {
    const id = await ask();
    await named('lead', 'ben');
    await named('emil', 'lead');
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 403, code: 'acts-for-requester' });
    expect((await (await w.as('ben')).get('/api/v1/approvals')).body.total).toBe(0);
  });

  it('the page says the same as the API: whoever may decide is offered it, and nobody else', async () => {
    await w.begin(
      permitAll([{ kind: 'named-people', personIds: ['per_lead', 'per_owner', 'per_manager'], needed: 2 }] as never),
    );
    const people = ['emil', 'lead', 'owner', 'manager', 'ben', 'rae'];
    const offered: boolean[] = [];
    for (let round = 0; round < 8; round += 1) {
      await w.http.asOwner('truncate delegation cascade');
      const pick = (n: number) => people[(round * 5 + n * 3) % people.length] as string;
      for (let n = 0; n < people.length; n += 1)
        if (pick(n) !== pick(n + 1 + (round % 3))) await name(pick(n), pick(n + 1 + (round % 3)));
      const asked = await w.submit('emil', { entitlement: w.readonlyOnProd });
      if (asked.status !== 201) continue;
      for (const who of people) {
        const seen = await (await w.as(who)).get(`/api/v1/requests/${asked.body.id}`);
        const before = seen.body.canDecide === true;
        offered.push(before);
        const answer = await w.decide(who, asked.body.id, 'approve');
        expect([round, who, before, answer.status === 200, answer.status >= 500]).toEqual([
          round,
          who,
          before,
          before,
          false,
        ]);
      }
      await w.decide('emil', asked.body.id, 'cancel');
      await w.rows(
        `update lease set status = 'ended', end_reason = 'cancelled', ended_at = now() where status = 'scheduled'`,
      );
    }
    expect([offered.filter(Boolean).length > 5, offered.filter((each) => !each).length > 5]).toEqual([true, true]);
  });
});
