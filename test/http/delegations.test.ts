import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delegating, inHours } from './delegations-world.ts';
import { permitAll, permitGroups, type RequestsWorld, refused, startRequestsWorld } from './requests-world.ts';

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
const list = async (who: string, query = '') => (await (await w.as(who)).get(`/api/v1/delegations${query}`)).body;

describe('naming a delegate', () => {
  it('is for oneself, from now on or from a day to come, and shows to both', async () => {
    const { status, body } = await name('lead', 'ben', { note: 'Call me if it burns' });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        person: { id: 'per_lead', name: 'Lee Lead' },
        delegate: { id: 'per_ben', name: 'Ben Builder' },
        status: 'in-force',
        note: 'Call me if it burns',
        createdBy: { id: 'per_lead', name: 'Lee Lead' },
        endedAt: null,
        canEnd: true,
      }),
    ]);
    const later = await named('manager', 'ben', { from: inHours(24) });
    expect((await list('ben')).items.map(({ id, status, canEnd }: never) => [id, status, canEnd])).toEqual([
      [later, 'upcoming', false],
      [body.id, 'in-force', false],
    ]);
    expect((await list('lead')).total).toBe(1);
    expect((await list('emil')).total).toBe(0);
    expect((await list('auditor', '?open=true')).total).toBe(2);
    expect((await list('rae', '?mine=true')).total).toBe(0);
    expect((await list('ben', '?open=false')).total).toBe(0);
  });

  it('tells the delegate, and how many requests wait for them now', async () => {
    await ask();
    await ask('emil', { entitlement: w.set('admin', '111111111111') });
    await named('lead', 'ben');
    const [told, ...others] = await w.rows(
      `select person_id, title, body, link from notification where kind = 'delegation'`,
    );
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      person_id: 'per_ben',
      title: 'You act for Lee Lead while they are away',
      link: '/tasks',
    });
    expect(told.body).toMatch(/until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. 2 requests wait now\.$/);
  });

  it('for somebody else is for administrators of requests, is told to both, and stands in the audit log', async () => {
    expect(refused(await name('emil', 'ben', { personId: 'per_lead' }))).toEqual({
      status: 403,
      code: 'delegation-not-yours',
    });
    expect(refused(await name('owner', 'ben', { personId: 'per_lead' }))).toMatchObject({ status: 403 });
    const id = await named('rae', 'ben', { personId: 'per_lead' });
    expect((await w.told('delegation')).sort()).toEqual(['per_ben', 'per_lead']);
    const entries = await w.rows(`select action, actor_person_id, detail from audit_entry where object_id = $1`, [id]);
    expect(entries).toMatchObject([
      {
        action: 'delegation.named',
        actor_person_id: 'per_rae',
        detail: { personId: 'per_lead', delegateId: 'per_ben' },
      },
    ]);
    expect((await end('super', id)).body).toMatchObject({ status: 'over', endedBy: { id: 'per_super' } });
  });

  it('is never of oneself, nor by an administrator of themselves for somebody else', async () => {
    expect(refused(await name('lead', 'lead'))).toEqual({ status: 400, code: 'delegate-is-yourself' });
    expect(refused(await name('super', 'super', { personId: 'per_lead' }))).toEqual({
      status: 400,
      code: 'delegate-is-yourself',
    });
    const until = inHours(2);
    await expect(
      w.rows(
        `insert into delegation (id, person_id, delegate_id, from_at, until_at, created_at, created_by)
         values ('dlg_x', 'per_ben', 'per_ben', now(), $1, now(), 'per_ben')`,
        [until],
      ),
    ).rejects.toThrow(/check/);
  });

  it('takes an active colleague, once at a time, for 90 days at most and never back in time', async () => {
    await w.rows(`update person set status = 'inactive' where id = 'per_ben'`);
    const gone = await name('lead', 'ben');
    await w.rows(`update person set status = 'active' where id = 'per_ben'`);
    expect(refused(gone)).toEqual({ status: 409, code: 'person-inactive' });
    expect(refused(await name('lead', 'nobody'))).toEqual({ status: 409, code: 'person-inactive' });
    expect(refused(await name('lead', 'ben', { from: inHours(-2) }))).toMatchObject({ code: 'starts-in-the-past' });
    expect(refused(await name('lead', 'ben', { until: inHours(-1) }))).toMatchObject({ code: 'ends-before-start' });
    expect(refused(await name('lead', 'ben', { until: inHours(91 * 24) }))).toMatchObject({
      code: 'delegation-too-long',
    });
    const id = await named('lead', 'ben');
    expect(refused(await name('lead', 'manager', { from: inHours(47), until: inHours(50) }))).toEqual({
      status: 409,
      code: 'delegation-overlaps',
    });
    await named('lead', 'manager', { from: inHours(49), until: inHours(50) });
    await end('lead', id);
    expect((await name('lead', 'manager')).status).toBe(201);
  });

  it('at the same instant twice: one holds, by the database itself', async () => {
    const answers = await Promise.all([name('lead', 'ben'), name('lead', 'manager'), name('lead', 'owner')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    await expect(
      w.rows(
        `insert into delegation (id, person_id, delegate_id, from_at, until_at, created_at, created_by)
         values ('dlg_x', 'per_lead', 'per_rae', now(), now() + interval '1 hour', now(), 'per_lead')`,
      ),
    ).rejects.toThrow(/one delegate at a time/);
  });

  it('sent twice with one key is one delegation', async () => {
    const key = { 'idempotency-key': 'away' };
    const until = inHours(48);
    const first = await name('lead', 'ben', { until }, key);
    expect((await name('lead', 'ben', { until }, key)).body.id).toBe(first.body.id);
  });
});

describe('ending one', () => {
  it('is for who is away and for administrators; the delegate is told; over is over', async () => {
    const id = await named('lead', 'ben');
    expect(refused(await end('emil', id))).toEqual({ status: 404, code: 'delegation-not-found' });
    expect(refused(await end('ben', id))).toEqual({ status: 403, code: 'delegation-not-yours' });
    expect((await end('lead', id)).body).toMatchObject({ status: 'over', canEnd: false });
    expect(refused(await end('lead', id))).toEqual({ status: 409, code: 'delegation-over' });
    expect(
      await w.rows(`select person_id from notification where title like 'You no longer act for Lee Lead'`),
    ).toEqual([{ person_id: 'per_ben' }]);
  });

  it('is all that ever changes: history stays as it was, whoever asks the database', async () => {
    const id = await named('lead', 'ben');
    await expect(w.rows(`update delegation set delegate_id = 'per_emil' where id = $1`, [id])).rejects.toThrow(
      /denied/,
    );
    await expect(w.rows('delete from delegation')).rejects.toThrow(/denied/);
    await expect(
      w.rows(`update delegation set ended_at = now() - interval '1 hour', ended_by = 'per_lead' where id = $1`, [id]),
    ).rejects.toThrow(/only ends/);
    await end('lead', id);
    await expect(w.rows('update delegation set ended_at = now() where id = $1', [id])).rejects.toThrow(/only ends/);
  });
});

describe('who could act', () => {
  it('is found by name or e-mail from two letters on: active colleagues, never oneself, and three facts of each', async () => {
    const find = async (who: string, q: string) =>
      (await w.as(who)).get(`/api/v1/delegations/candidates?q=${encodeURIComponent(q)}`);
    expect((await find('emil', 'BEN')).body).toEqual({
      items: [{ id: 'per_ben', name: 'Ben Builder', email: 'ben@corp.example' }],
    });
    expect((await find('emil', 'emil')).body.items).toEqual([]);
    expect((await find('emil', '%%')).body.items).toEqual([]);
    expect((await find('emil', 'b')).status).toBe(400);
    await w.rows(
      `insert into person (id, name, email, source, created_at, updated_at)
       select 'per_m' || n, 'Many ' || n, 'many' || n || '@corp.example', 'demo', now(), now() from generate_series(1, 30) n`,
    );
    expect((await find('emil', 'many')).body.items).toHaveLength(20);
    await w.rows(`delete from person where name like 'Many %'`);
  });
});
