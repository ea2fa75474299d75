import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReviewWorld, type Item, type ReviewWorld } from '../support/review-world.ts';
import { type Http, startHttp } from './start-http.ts';

const leeSandbox = 'Lee Lead → member of Support → ReadOnlyAccess on sandbox';
const leeManagement = 'Lee Lead → member of Support → ReadOnlyAccess on management';
const emilPlatform = 'Emil Employee → member of Platform → AdministratorAccess on prod-payments';
const benDirect = 'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments';
const ghost = 'ghost-0001 → assigned directly → AdministratorAccess on sandbox';

let http: Http;
let review: ReviewWorld;
let campaignId: string;
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  review = await createReviewWorld(http);
});
beforeEach(async () => {
  campaignId = await review.start();
});
afterAll(() => http?.stop());

const item = (sentence: string): Promise<Item> => review.item(campaignId, sentence);
const code = async (answer: Promise<{ status: number; body: Item }>) => {
  const { status, body } = await answer;
  return [status, body.code];
};

describe('nobody reviews their own access', () => {
  it('not as the fallback reviewer: a Super Administrator does', async () => {
    campaignId = await review.start({ fallbackReviewerId: 'per_ben' });
    const own = (await review.items(campaignId)).filter(({ person }) => person?.id === 'per_ben');
    expect(own.length).toBe(3);
    for (const each of own) expect([each.reviewer.id, each.reviewerVia]).toEqual(['per_super', 'super-administrator']);
    expect(await item(ghost)).toMatchObject({ reviewer: { id: 'per_ben' }, reviewerVia: 'fallback' });
  });
  it('not as the owner of the application', async () => {
    await http.database.pool.query(`insert into application_owner values ('app_aws', 'per_lead')`);
    campaignId = await review.start({ reviewerRule: 'application-owner' });
    await http.database.pool.query(`delete from application_owner where person_id = 'per_lead'`);
    expect(await item(emilPlatform)).toMatchObject({ reviewer: { id: 'per_lead' }, reviewerVia: 'application-owner' });
    expect(await item(leeSandbox)).toMatchObject({ reviewer: { id: 'per_auditor' }, reviewerVia: 'fallback' });
  });
  it('not by reassignment', async () => {
    const { id } = await item(leeSandbox);
    const manager = await review.as('per_manager');
    const body = { reviewerId: 'per_lead', reason: 'He knows best' };
    expect(await code(manager.post(`/api/v1/reviews/items/${id}/reassign`, body))).toEqual([403, 'self-review']);
  });
  it('not after the identity was matched to the reviewer later', async () => {
    const { id } = await item(ghost);
    await review.done(review.decide('per_auditor', id, 'certify'));
    await http.database.pool.query(
      `insert into identity_link (identity_id, person_id, method, evidence, linked_at) values ($1, 'per_auditor', 'admin', '', now())`,
      [review.world.id('ghost')],
    );
    expect(await code(review.decide('per_auditor', id, 'certify'))).toEqual([403, 'self-review']);
    expect(await review.submit('per_auditor', campaignId)).toMatchObject({ submitted: 0 });
    await http.database.pool.query(`delete from identity_link where person_id = 'per_auditor'`);
    expect(await review.submit('per_auditor', campaignId)).toMatchObject({ submitted: 1 });
  });
  it('not by going past the API: the database refuses it', async () => {
    const { id } = await item(leeSandbox);
    const set = (column: string) =>
      http.database.pool.query(
        `update review_item set ${column} = 'per_lead', decided_at = now(), decision = 'certify' where id = $1`,
        [id],
      );
    await expect(set('reviewer_id')).rejects.toThrow('nobody reviews their own access');
    await expect(set('decided_by')).rejects.toThrow('nobody reviews their own access');
  });
  it('an item that nobody may review is left unassigned and shown, and can be assigned', async () => {
    await http.database.pool.query(`update person set status = 'inactive' where id in ('per_super', 'per_auditor')`);
    campaignId = await review.start({ fallbackReviewerId: 'per_ben' });
    await http.database.pool.query(`update person set status = 'active'`);
    expect(await item(benDirect)).toMatchObject({ reviewer: null, reviewerVia: 'unassigned' });
    const cam = await review.as('per_campaign');
    const body = { reviewerId: 'per_owner', reason: 'She owns the workloads' };
    const { id } = await item(benDirect);
    await review.done(cam.post(`/api/v1/reviews/items/${id}/reassign`, body));
    expect(await item(benDirect)).toMatchObject({ reviewer: { id: 'per_owner' }, reviewerVia: 'reassigned' });
  });
});

describe('a decision', () => {
  it('is a draft until it is submitted, and nothing happens until the close', async () => {
    const { id } = await item(leeSandbox);
    await review.done(review.decide('per_manager', id, 'revoke'));
    expect(await item(leeSandbox)).toMatchObject({ decision: 'revoke', submittedAt: null, remediation: 'none' });
    expect(await review.submit('per_manager', campaignId)).toEqual({ submitted: 1, left: 1 });
    expect((await item(leeSandbox)).submittedAt).not.toBeNull();
    expect(await review.query('select id from revocation')).toEqual([]);
  });
  it('to revoke needs a reason', async () => {
    const { id } = await item(leeSandbox);
    expect(await code(review.decide('per_manager', id, 'revoke', '  '))).toEqual([400, 'reason-required']);
    expect((await item(leeSandbox)).decision).toBeNull();
  });
  it('may be taken back and changed until the close; a changed one is a draft again', async () => {
    const { id } = await item(leeSandbox);
    await review.done(review.decide('per_manager', id, 'certify'));
    await review.submit('per_manager', campaignId);
    await review.done(review.decide('per_manager', id, null));
    expect(await item(leeSandbox)).toMatchObject({ decision: null, submittedAt: null, decidedBy: null });
    await review.done(review.decide('per_manager', id, 'revoke'));
    expect(await item(leeSandbox)).toMatchObject({ decision: 'revoke', submittedAt: null });
    await review.done(review.close(campaignId));
    expect(await code(review.decide('per_manager', id, 'certify'))).toEqual([409, 'campaign-state']);
  });
  it('is the reviewer’s alone: seen by who may see the campaign, unknown to others', async () => {
    const { id } = await item(leeSandbox);
    expect(await code(review.decide('per_super', id, 'certify'))).toEqual([403, 'item-not-yours']);
    expect(await code(review.decide('per_ben', id, 'certify'))).toEqual([404, 'item-not-found']);
  });
  it('goes to another reviewer with a reason, who is told; a draft is dropped, a submitted one stays', async () => {
    const { id } = await item(leeSandbox);
    await review.done(review.decide('per_manager', id, 'certify'));
    const manager = await review.as('per_manager');
    const body = { reviewerId: 'per_ben', reason: 'Ben runs sandbox' };
    await review.done(manager.post(`/api/v1/reviews/items/${id}/reassign`, body));
    expect(await item(leeSandbox)).toMatchObject({ reviewer: { id: 'per_ben' }, decision: null });
    expect(await code(review.decide('per_manager', id, 'certify'))).toEqual([404, 'item-not-found']);
    const told = await review.query(`select 1 from notification where person_id = 'per_ben' and object_id = $1`, [
      campaignId,
    ]);
    expect(told.length).toBe(1);
    await review.done(review.decide('per_ben', id, 'certify'));
    await review.submit('per_ben', campaignId);
    const ben = await review.as('per_ben');
    const back = { reviewerId: 'per_manager', reason: 'Not mine' };
    expect(await code(ben.post(`/api/v1/reviews/items/${id}/reassign`, back))).toEqual([409, 'item-submitted']);
  });
  it('is shown to its reviewer with the others that wait, and no one else’s', async () => {
    const { body } = await (await review.as('per_manager')).get(`/api/v1/reviews/items?campaignId=${campaignId}`);
    expect(body.items.map(({ sentence }: Item) => sentence)).toEqual([leeManagement, leeSandbox]);
    expect(body.items[0].campaign).toMatchObject({ id: campaignId, name: 'Quarterly review', silence: 'keep' });
    const employee = await (await review.as('per_emil')).get('/api/v1/reviews/items');
    expect(employee.body.total).toBe(0);
  });
  it('two at the same instant leave one outcome, with both in the events', async () => {
    const { id } = await item(leeSandbox);
    const [a, b] = await Promise.all([
      review.decide('per_manager', id, 'certify'),
      review.decide('per_manager', id, 'revoke'),
    ]);
    expect([a.status, b.status]).toEqual([200, 200]);
    const events = await review.query(
      `select detail ->> 'decision' as decision from review_event where item_id = $1 order by id`,
      [id],
    );
    expect((await item(leeSandbox)).decision).toBe(events.at(-1)?.decision);
    expect(events.length).toBe(2);
  });
  it('and a close at the same instant: the decision is in time or refused, never lost half-way', async () => {
    const { id } = await item(leeSandbox);
    await review.done(review.decide('per_manager', id, 'revoke'));
    const [submitted, closed] = await Promise.all([
      (await review.as('per_manager')).post('/api/v1/reviews/submit', { campaignId }),
      review.close(campaignId),
    ]);
    expect([submitted.status, closed.status]).toEqual([200, 200]);
    const after = await item(leeSandbox);
    expect(after.isBySilence ? after.decision : [after.decision, after.remediation]).toEqual(
      after.isBySilence ? 'certify' : ['revoke', 'pending'],
    );
  });
});

it('progress counts by reviewer, with the pace of their decisions', async () => {
  for (const sentence of [leeSandbox, leeManagement]) {
    const { id } = await item(sentence);
    await review.done(review.decide('per_manager', id, 'certify'));
    await http.moveClock(8_000);
  }
  const { body } = await (await review.as('per_auditor')).get(`/api/v1/campaigns/${campaignId}/progress`);
  const manager = body.items.find((each: Item) => each.reviewer.id === 'per_manager');
  expect(manager).toMatchObject({ items: 2, decided: 2, submitted: 0 });
  expect(manager.medianSeconds).toBeGreaterThanOrEqual(8);
  expect(manager.medianSeconds).toBeLessThan(12);
});
