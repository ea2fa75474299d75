import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireRequests } from '../../src/core/access/requests/expire-requests.ts';
import {
  anywhere,
  byManager,
  byOwner,
  everyone,
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
beforeEach(() => w.begin(permitAll(), permitGroups));

const twoSteps = permitAll([...byManager, ...byOwner]);
const ask = async (who = 'emil', more: object = {}): Promise<string> => {
  const { status, body } = await w.submit(who, { entitlement: w.readonlyOnProd, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
};
const status = async (id: string): Promise<string> =>
  (await w.rows('select status from access_request where id = $1', [id]))[0].status;
const leases = () => w.rows('select * from lease order by created_at');
const minutesOf = (lease: { starts_at: string; ends_at: string }) =>
  (Date.parse(lease.ends_at) - Date.parse(lease.starts_at)) / 60_000;

describe('approving', () => {
  it('the last step grants the access: a lease for the asked time, from now on, and the work to make it true', async () => {
    const id = await ask();
    const { status: code, body } = await w.decide('lead', id, 'approve', { reason: 'Fine' });
    expect(code).toBe(200);
    expect(body).toMatchObject({
      status: 'approved',
      grantedMinutes: 60,
      steps: [
        {
          status: 'approved',
          decisions: [{ person: { id: 'per_lead' }, decision: 'approve', reason: 'Fine', minutes: null }],
        },
      ],
      lease: { status: 'scheduled', requestId: id },
      canDecide: false,
      canCancel: false,
    });
    const [lease] = await leases();
    expect(minutesOf(lease)).toBe(60);
    expect(lease.request_id).toBe(id);
    expect((await w.http.jobs()).map(({ name, key }) => `${name} ${key}`)).toContain('access.reconcile 333333333333');
    expect(await w.told('request-decided')).toEqual(['per_emil']);
    const [told] = await w.rows(`select link, title from notification where kind = 'request-decided'`);
    expect(told).toMatchObject({ link: `/requests/${id}`, title: expect.stringContaining('was approved') });
  });

  it('an approver may shorten and never lengthen; a later one may not take it back', async () => {
    await w.begin(twoSteps);
    const id = await ask();
    expect(refused(await w.decide('lead', id, 'approve', { minutes: 61 }))).toEqual({
      status: 400,
      code: 'may-only-shorten',
    });
    expect((await w.decide('lead', id, 'approve', { minutes: 30 })).body).toMatchObject({
      status: 'pending',
      grantedMinutes: null,
    });
    expect((await w.decide('owner', id, 'approve', { minutes: 31 })).body).toMatchObject({
      code: 'may-only-shorten',
      facts: { atMostMinutes: 30 },
    });
    expect((await w.decide('owner', id, 'approve')).body).toMatchObject({ status: 'approved', grantedMinutes: 30 });
    expect(minutesOf((await leases())[0])).toBe(30);
  });

  it('steps open one after the other, and the next approvers are told when it is their turn', async () => {
    await w.begin(twoSteps);
    const id = await ask();
    expect(await w.told('approval-needed')).toEqual(['per_lead']);
    expect(refused(await w.decide('owner', id, 'approve'))).toEqual({ status: 403, code: 'not-an-approver' });
    await w.decide('lead', id, 'approve');
    expect(await w.told('approval-needed')).toEqual(['per_lead', 'per_owner']);
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 409, code: 'already-decided' });
    expect(await leases()).toEqual([]);
    await w.decide('owner', id, 'approve');
    expect(await leases()).toHaveLength(1);
  });

  it('a step that needs two people takes two', async () => {
    await w.begin(
      permitAll([{ kind: 'named-people', personIds: ['per_ben', 'per_super', 'per_emil'], needed: 2 }] as never),
    );
    const id = await ask();
    expect((await w.decide('ben', id, 'approve')).body).toMatchObject({
      status: 'pending',
      steps: [{ status: 'open' }],
    });
    expect(refused(await w.decide('ben', id, 'approve'))).toEqual({ status: 409, code: 'already-decided' });
    expect((await w.decide('super', id, 'approve')).body.status).toBe('approved');
  });

  it('is asked of the facts of now, by the policies of then', async () => {
    const id = await ask();
    await w.rows(`update entity_version set status = 'suspended' where entity_id = $1`, [w.world.id('prod-payments')]);
    const suspended = await w.decide('lead', id, 'approve');
    await w.rows(`update entity_version set status = 'active' where entity_id = $1`, [w.world.id('prod-payments')]);
    expect(refused(suspended)).toEqual({ status: 409, code: 'aws-account-not-active' });
    expect([await status(id), (await leases()).length]).toEqual(['pending', 0]);
    const [policy] = (await (await w.as('super')).get('/api/v1/policies')).body.items;
    await (await w.as('super')).remove(`/api/v1/policies/${policy.id}`);
    expect((await w.decide('lead', id, 'approve')).body.status).toBe('approved');
  });

  it('is not decided by who has stopped being the manager or an owner since; people whom the policy names stay', async () => {
    const id = await ask();
    await w.rows(`update person set manager_id = 'per_manager' where id = 'per_emil'`);
    const tries = [await w.decide('lead', id, 'approve'), await w.decide('lead', id, 'deny', { reason: 'no' })];
    expect((await (await w.as('lead')).get('/api/v1/approvals')).body.total).toBe(0);
    await w.rows(`update person set manager_id = 'per_lead' where id = 'per_emil'`);
    for (const each of tries) expect(refused(each)).toEqual({ status: 403, code: 'not-an-approver' });
    expect((await w.decide('lead', id, 'approve')).status).toBe(200);
    await w.begin(permitAll([...byOwner, { kind: 'named-people', personIds: ['per_ben'], needed: 1 }] as never));
    const second = await ask();
    await w.rows(`delete from application_owner where person_id = 'per_owner'`);
    const former = await w.decide('owner', second, 'approve');
    await w.rows(`insert into application_owner values ('app_aws', 'per_owner')`);
    expect(refused(former)).toEqual({ status: 403, code: 'not-an-approver' });
    await w.decide('owner', second, 'approve');
    expect((await w.decide('ben', second, 'approve')).body.status).toBe('approved');
  });

  it('what a department may ask for is not granted to who left the department meanwhile', async () => {
    await w.rows(`update person set department = 'Engineering' where id = 'per_emil'`);
    await w.begin({ ...permitAll(), who: { kind: 'department', department: 'Engineering' } });
    const id = await ask();
    await w.rows(`update person set department = null where id = 'per_emil'`);
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 409, code: 'no-longer-allowed' });
  });
});

describe('nobody decides on their own access', () => {
  it('not the requester, whatever roles they hold; not the person it is for; not who asked for a report', async () => {
    await w.begin(
      permitAll([
        { kind: 'named-people', personIds: ['per_emil', 'per_lead', 'per_super', 'per_ben'], needed: 1 },
      ] as never),
    );
    const own = await ask('emil');
    expect(refused(await w.decide('emil', own, 'approve'))).toEqual({ status: 403, code: 'self-approval' });
    expect(refused(await w.decide('emil', own, 'deny', { reason: 'x' }))).toEqual({
      status: 403,
      code: 'self-approval',
    });
    await w.decide('emil', own, 'cancel');
    const forEmil = await ask('lead', { forPersonId: 'per_emil' });
    for (const who of ['lead', 'emil'])
      expect(refused(await w.decide(who, forEmil, 'approve')), who).toEqual({ status: 403, code: 'self-approval' });
    const [{ n }] = await w.rows(
      `select count(*) as n from approval_candidate where person_id in ('per_emil', 'per_lead') and request_id = $1`,
      [forEmil],
    );
    expect(n).toBe(0);
    await w.decide('emil', forEmil, 'cancel');
    const bySuper = await ask('super', { forPersonId: 'per_emil' });
    expect(refused(await w.decide('super', bySuper, 'approve'))).toEqual({ status: 403, code: 'self-approval' });
    expect(await leases()).toEqual([]);
  });

  it('not an owner of the application, for what they ask themselves: their step goes to others', async () => {
    await w.begin(permitAll(byOwner));
    await w.rows(`insert into application_owner values ('app_aws', 'per_emil')`);
    await w.rows(`delete from application_owner where person_id = 'per_owner'`);
    const { body } = await w.submit('emil', { entitlement: w.readonlyOnProd });
    await w.rows(`insert into application_owner values ('app_aws', 'per_owner')`);
    await w.rows(`delete from application_owner where person_id = 'per_emil'`);
    expect(body.steps[0].candidates).toEqual([
      { id: 'per_super', name: 'Sue Super', via: 'Super Administrator, in place of the approver', delegate: null },
    ]);
    expect(refused(await w.decide('emil', body.id, 'approve'))).toEqual({ status: 403, code: 'self-approval' });
  });

  it('not a manager in a circle of managers, and nobody is their own manager', async () => {
    await expect(w.rows(`update person set manager_id = 'per_emil' where id = 'per_emil'`)).rejects.toThrow(/check/);
    await w.rows(`update person set manager_id = 'per_emil' where id = 'per_lead'`);
    const id = await ask('lead', { entitlement: w.readonlyOnProd, forPersonId: 'per_emil' });
    await w.rows(`update person set manager_id = 'per_manager' where id = 'per_lead'`);
    for (const who of ['lead', 'emil'])
      expect(refused(await w.decide(who, id, 'approve')), who).toEqual({ status: 403, code: 'self-approval' });
  });

  it('one person does not satisfy two steps while somebody else can', async () => {
    await w.begin(
      permitAll([...byManager, { kind: 'named-people', personIds: ['per_lead', 'per_ben'], needed: 1 }] as never),
    );
    const id = await ask();
    await w.decide('lead', id, 'approve');
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 403, code: 'approver-must-differ' });
    expect((await (await w.as('lead')).get('/api/v1/approvals')).body.total).toBe(0);
    expect((await w.decide('ben', id, 'approve')).body.status).toBe('approved');
  });

  it('the database refuses it too, whatever code may ask it', async () => {
    const id = await ask();
    const own = [id, 1, 'per_emil'];
    await expect(w.rows(`insert into approval_candidate values ($1, $2, $3, 'me')`, own)).rejects.toThrow(
      /nobody decides on their own/,
    );
    await expect(
      w.rows(`update approval_candidate set person_id = 'per_emil' where request_id = $1`, [id]),
    ).rejects.toThrow(/permission denied/);
    await expect(
      w.rows(
        `insert into approval_decision (request_id, step, person_id, decision, at) values ($1, $2, $3, 'approve', now())`,
        own,
      ),
    ).rejects.toThrow();
    await expect(
      w.rows(
        `insert into approval_decision (request_id, step, person_id, decision, at) values ($1, 1, 'per_ben', 'approve', now())`,
        [id],
      ),
    ).rejects.toThrow(/foreign key/);
    await expect(
      w.rows(`update access_request set requester_id = 'per_ben', person_id = 'per_ben' where id = $1`, [id]),
    ).rejects.toThrow(/never changes/);
    await expect(w.rows(`update access_request set granted_minutes = 4000 where id = $1`, [id])).rejects.toThrow(
      /only shorten/,
    );
    await expect(w.rows(`delete from approval_decision`)).rejects.toThrow(/permission denied/);
    await expect(w.rows(`delete from access_request`)).rejects.toThrow(/permission denied/);
  });
});

describe('at the same instant', () => {
  const supers = permitAll([
    { kind: 'named-people', personIds: ['per_lead', 'per_ben', 'per_super', 'per_owner'], needed: 1 },
  ] as never);
  it.each([
    ['two approve', 'approve', 'approve'],
    ['one approves and one denies', 'approve', 'deny'],
    ['two deny', 'deny', 'deny'],
  ] as const)('%s: one outcome, and the other is told', async (_what, first, second) => {
    await w.begin(supers);
    for (let round = 0; round < 5; round += 1) {
      const id = await ask();
      const before = (await leases()).length;
      const answers = await Promise.all([
        w.decide('lead', id, first, { reason: 'a' }),
        w.decide('ben', id, second, { reason: 'b' }),
      ]);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
      expect(answers.find((each) => each.status === 409)?.body.code).toBe('already-decided');
      const outcome = await status(id);
      expect((await leases()).length - before).toBe(outcome === 'approved' ? 1 : 0);
      expect(await w.rows('select 1 from approval_decision where request_id = $1', [id])).toHaveLength(1);
    }
  });

  it('approving and cancelling: one outcome', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask();
      const answers = await Promise.all([w.decide('lead', id, 'approve'), w.decide('emil', id, 'cancel')]);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    }
  });

  it('a click on what one saw does not decide what came after', async () => {
    await w.begin(
      permitAll([...byManager, { kind: 'named-people', personIds: ['per_ben', 'per_super'], needed: 2 }] as never),
    );
    const id = await ask();
    const { version } = (await w.decide('lead', id, 'approve')).body;
    await w.decide('ben', id, 'approve', {}, { 'if-match': `"${version}"` });
    expect(refused(await w.decide('super', id, 'approve', {}, { 'if-match': `"${version}"` }))).toEqual({
      status: 412,
      code: 'changed-meanwhile',
    });
  });
});

describe('denying, cancelling, expiring', () => {
  it('a denial has a reason, ends the request at whatever step, and who asked is told why', async () => {
    await w.begin(twoSteps);
    const id = await ask();
    expect((await w.decide('lead', id, 'deny', { reason: '  ' })).status).toBe(400);
    const { body } = await w.decide('lead', id, 'deny', { reason: 'Use staging' });
    expect(body).toMatchObject({
      status: 'denied',
      grantedMinutes: null,
      lease: null,
      steps: [{ status: 'denied' }, { status: 'not-needed' }],
    });
    expect(await w.rows(`select body from notification where kind = 'request-decided'`)).toEqual([
      { body: 'Use staging' },
    ]);
  });

  it.each(['emil', 'rae', 'super'])('%s may cancel what Emil asked for', async (who) => {
    const id = await ask();
    if (who === 'rae') await w.rows(`update person set manager_id = 'per_rae' where id = 'per_emil'`);
    const answer = await w.decide(who, id, 'cancel');
    await w.rows(`update person set manager_id = 'per_lead' where id = 'per_emil'`);
    expect(answer.body.status).toBe('cancelled');
  });

  it('nobody else may', async () => {
    const id = await ask();
    for (const who of ['lead', 'manager', 'owner', 'auditor'])
      expect(refused(await w.decide(who, id, 'cancel')), who).toEqual({ status: 403, code: 'not-yours' });
  });

  it('after three days without a decision it is closed, and nobody decides it in between', async () => {
    const id = await ask();
    await w.http.moveClock(3 * 24 * 3_600_000 - 60_000);
    expect(await expireRequests(w.http.requests)).toBe(0);
    await w.http.moveClock(61_000);
    w.signInAgain();
    expect(refused(await w.decide('lead', id, 'approve'))).toEqual({ status: 409, code: 'request-expired' });
    expect((await (await w.as('lead')).get('/api/v1/approvals')).body.total).toBe(0);
    expect(
      await Promise.all([expireRequests(w.http.requests), expireRequests(w.http.requests)]).then(([a, b]) => a + b),
    ).toBe(1);
    expect((await (await w.as('emil')).get(`/api/v1/requests/${id}`)).body).toMatchObject({
      status: 'expired',
      canCancel: false,
      steps: [{ status: 'not-needed' }],
    });
    expect(await w.told('request-decided')).toEqual(['per_emil']);
    expect((await w.submit('emil', { entitlement: w.readonlyOnProd })).status).toBe(201);
  });

  it('a decided request never changes, whatever anybody tries in whatever order', async () => {
    const actors = ['emil', 'lead', 'owner', 'super', 'rae'] as const;
    const step = fc.record({
      who: fc.constantFrom(...actors),
      what: fc.constantFrom('approve', 'deny', 'cancel'),
      minutes: fc.option(fc.integer({ min: 5, max: 90 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        await w.begin(twoSteps);
        const id = await ask();
        let decided: unknown = null;
        for (const { who, what, minutes } of steps) {
          await w.decide(who, id, what as 'approve', what === 'approve' ? { minutes } : { reason: 'no' });
          const now = (await (await w.as('auditor')).get(`/api/v1/requests/${id}`)).body;
          if (decided) expect(now).toEqual(decided);
          else if (now.status !== 'pending') decided = now;
          expect((await leases()).length).toBe(now.status === 'approved' ? 1 : 0);
          for (const { decisions } of now.steps)
            for (const { person } of decisions) expect(person.id).not.toBe('per_emil');
        }
        if (decided)
          await expect(w.rows(`update access_request set reason = 'other' where id = $1`, [id])).rejects.toThrow(
            /never changes/,
          );
      }),
      { numRuns: 12 },
    );
  });
});

describe('more time', () => {
  const extend = async (who: string, id: string, more: object = {}) =>
    (await w.as(who)).post(`/api/v1/leases/${id}/extend`, { durationMinutes: 30, reason: 'Not done', ...more });
  const leased = async (): Promise<string> => {
    const id = await ask();
    return (await w.decide('lead', id, 'approve')).body.lease.id;
  };

  it('is a request of its own, and approved it moves the end of the same lease', async () => {
    const lease = await leased();
    const [before] = await leases();
    const asked = await extend('emil', lease);
    expect([asked.status, asked.body.status, asked.body.extendsLeaseId]).toEqual([201, 'pending', lease]);
    expect((await leases())[0].ends_at).toBe(before.ends_at);
    const { body } = await w.decide('lead', asked.body.id, 'approve', { minutes: 20 });
    expect(body).toMatchObject({ status: 'approved', lease: { id: lease } });
    const after = await leases();
    expect(after).toHaveLength(1);
    expect(Date.parse(after[0].ends_at) - Date.parse(before.ends_at)).toBe(20 * 60_000);
  });

  it('is approved as the policies say now', async () => {
    const lease = await leased();
    const [policy] = (await (await w.as('super')).get('/api/v1/policies')).body.items;
    await (await w.as('super')).patch(`/api/v1/policies/${policy.id}`, {
      form: { shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 90 },
    });
    expect((await extend('emil', lease)).body).toMatchObject({ status: 'approved', lease: { id: lease } });
    expect(refused(await extend('emil', lease, { durationMinutes: 31 }))).toEqual({
      status: 400,
      code: 'duration-over-limit',
    });
    expect(minutesOf((await leases())[0])).toBe(90);
  });

  it('is judged together with what is left: an automatic policy gives no more than its limit from now on', async () => {
    await w.begin({ shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 60 });
    const { body } = await w.submit('emil', { entitlement: w.readonlyOnProd });
    const over = await extend('emil', body.lease.id, { durationMinutes: 5 });
    expect(refused(over)).toEqual({ status: 400, code: 'duration-over-limit' });
    expect(over.body).toMatchObject({ facts: { maxMinutes: 0 } });
    await w.http.moveClock(30 * 60_000);
    const stillOver = await extend('emil', body.lease.id, { durationMinutes: 31 });
    expect(stillOver.body).toMatchObject({ code: 'duration-over-limit', facts: { maxMinutes: 30 } });
    expect((await extend('emil', body.lease.id)).body.status).toBe('approved');
    expect(minutesOf((await leases())[0])).toBe(90);
    expect((await extend('emil', body.lease.id, { durationMinutes: 5 })).status).toBe(400);
  });

  it('that needs an approval is not approved beyond the limit either', async () => {
    await w.begin({ ...permitAll(), maxMinutes: 90 });
    const lease = await leased();
    const { body } = await extend('emil', lease);
    // As a second extension, granted meanwhile, would have left it.
    await w.rows(`update lease set ends_at = ends_at + interval '1 minute'`);
    expect(refused(await w.decide('lead', body.id, 'approve'))).toEqual({ status: 409, code: 'no-longer-allowed' });
  });

  it('is not given to a lease that is over, neither when it is asked for nor when it is approved', async () => {
    const lease = await leased();
    const asked = await extend('emil', lease);
    await w.http.moveClock(61 * 60_000);
    expect(refused(await extend('emil', lease))).toEqual({ status: 409, code: 'lease-over' });
    expect(refused(await w.decide('lead', asked.body.id, 'approve'))).toEqual({ status: 409, code: 'lease-over' });
    expect((await w.decide('lead', asked.body.id, 'deny', { reason: 'It is over' })).body.status).toBe('denied');
  });

  it('that waits when the lease ends is closed, and the same may be asked for anew at once', async () => {
    const lease = await leased();
    const { body } = await extend('emil', lease);
    await w.http.moveClock(61 * 60_000);
    expect((await w.submit('emil', { entitlement: w.readonlyOnProd })).status).toBe(201);
    expect(await status(body.id)).toBe('expired');
  });

  it('that waits when the lease is given back is closed by the sweep, and who asked is told why', async () => {
    const lease = await leased();
    const { body } = await extend('emil', lease);
    expect(await expireRequests(w.http.requests)).toBe(0);
    await w.rows(`update lease set status = 'ended', end_reason = 'cancelled', ended_at = now() where id = $1`, [
      lease,
    ]);
    expect(await expireRequests(w.http.requests)).toBe(1);
    expect(await status(body.id)).toBe('expired');
    expect(
      await w.rows(`select body from notification where object_id = $1 and kind = 'request-decided'`, [body.id]),
    ).toEqual([{ body: 'The lease it was to extend is over.' }]);
  });

  it('is asked for by whom it is for, or who may ask for them; others do not learn of the lease', async () => {
    const lease = await leased();
    expect(refused(await extend('ben', lease))).toEqual({ status: 404, code: 'lease-not-found' });
    expect(refused(await extend('ben', 'lse_none'))).toEqual({ status: 404, code: 'lease-not-found' });
    expect((await extend('manager', lease)).status).toBe(201);
  });
});
