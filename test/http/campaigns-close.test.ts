import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyRemediation } from '../../src/core/reviews/verify-remediation.ts';
import { createReviewWorld, type Item, type ReviewWorld } from '../support/review-world.ts';
import { type Http, startHttp } from './start-http.ts';

const leeSandbox = 'Lee Lead → member of Support → ReadOnlyAccess on sandbox';
const leeManagement = 'Lee Lead → member of Support → ReadOnlyAccess on management';
const benDirect = 'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments';

let http: Http;
let review: ReviewWorld;
let campaignId: string;
beforeAll(async () => {
  http = await startHttp();
});
beforeEach(async () => {
  await http.reset();
  await http.asOwner(
    'truncate entity, sync_run, scope, entitlement, notification, campaign, revocation, evidence_pack, signing_key restart identity cascade',
  );
  review = await createReviewWorld(http);
  campaignId = await review.start();
});
afterAll(() => http?.stop());

const item = (sentence: string): Promise<Item> => review.item(campaignId, sentence);
const refused = async (answer: Promise<{ status: number; body: Item }>) => (await answer).body.code;
const decideAndSubmit = async (reviewer: string, sentence: string, decision: 'certify' | 'revoke') => {
  await review.done(review.decide(reviewer, (await item(sentence)).id, decision));
  await review.submit(reviewer, campaignId);
};
const closed = () => review.done(review.close(campaignId));
const revocations = () =>
  review.query(`select v.*, p.native_id as principal, t.native_id as target from revocation v
    join entity p on p.id = v.principal_id join entity t on t.id = v.target_id order by v.kind desc, v.created_at, v.id`);
const signOff = async (note = '', by = 'per_campaign') =>
  (await review.as(by)).post(`/api/v1/campaigns/${campaignId}/sign-off`, { note });
const verify = () => verifyRemediation(http.reviews);

describe('the silence rule, at the close', () => {
  it('keep: what nobody submitted is certified, marked as by silence; a draft is not a decision', async () => {
    await review.done(review.decide('per_manager', (await item(leeSandbox)).id, 'revoke'));
    const { counts, status } = await closed();
    expect([status, counts]).toMatchObject(['closed', { items: 8, certified: 8, revoked: 0, bySilence: 8 }]);
    expect(await item(leeSandbox)).toMatchObject({ decision: 'certify', isBySilence: true, decidedBy: null });
    expect(await revocations()).toEqual([]);
    const [event] = await review.query(
      `select detail from review_event where event = 'decided-by-silence' and item_id = $1`,
      [(await item(leeSandbox)).id],
    );
    expect(event.detail).toMatchObject({ decision: 'certify', draftNotSubmitted: 'revoke' });
  });
  it('revoke: what nobody submitted is revoked, one revocation for each held fact', async () => {
    campaignId = await review.start({ silence: 'revoke' });
    const { counts } = await closed();
    expect(counts).toMatchObject({ items: 8, revoked: 8, bySilence: 8, remediationPending: 8 });
    // Lee's membership of Support is behind two items.
    expect((await revocations()).length).toBe(7);
  });
  it('escalate: goes to the owner, the close is refused until all is decided, and the owner is told', async () => {
    campaignId = await review.start({ silence: 'escalate', awsAccountIds: ['444444444444'] });
    await decideAndSubmit('per_manager', leeSandbox, 'certify');
    const answer = await review.close(campaignId);
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([409, 'items-escalated', { items: 1 }]);
    const ghost = 'ghost-0001 → assigned directly → AdministratorAccess on sandbox';
    expect(await item(ghost)).toMatchObject({ reviewer: { id: 'per_campaign' }, reviewerVia: 'escalated' });
    expect((await review.campaign(campaignId)).status).toBe('active');
    expect(await refused(review.close(campaignId))).toBe('items-escalated');
    const told = await review.query(`select 1 from notification where person_id = 'per_campaign' and object_id = $1`, [
      campaignId,
    ]);
    expect(told.length).toBe(1);
    await decideAndSubmit('per_campaign', ghost, 'certify');
    expect(await closed()).toMatchObject({ status: 'closed', counts: { certified: 2, bySilence: 0 } });
  });
});

describe('a revocation', () => {
  it('removes what the identity itself holds: the membership, or the direct assignment', async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
    await decideAndSubmit('per_auditor', benDirect, 'revoke');
    await closed();
    expect(await revocations()).toMatchObject([
      { kind: 2, principal: 'd-1/ben', target: '333333333333', decided_by: 'per_auditor', source_kind: 'review-item' },
      { kind: 1, principal: 'd-1/lee', target: 'd-1/support', ps_id: null, reason: 'Not needed any more' },
    ]);
    expect((await http.jobs()).filter(({ name }) => name === 'access.reconcile').length).toBeGreaterThan(0);
  });
  it('wins over a certification that hangs on the same membership, and says so', async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
    await decideAndSubmit('per_manager', leeManagement, 'certify');
    await closed();
    expect((await revocations()).length).toBe(1);
    const [event] = await review.query(`select item_id, detail from review_event where event = 'removed-with-another'`);
    expect(event).toEqual({
      item_id: (await item(leeManagement)).id,
      detail: { revokedItem: (await item(leeSandbox)).id },
    });
  });
  it('of what no connector reaches any more stays pending, and does not stop the close', async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
    await http.database.pool.query(`delete from coverage where family = 'identity-center'`);
    await closed();
    expect(await revocations()).toEqual([]);
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'pending' });
  });
  it('that waits for a person is shown as a task', async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
    await closed();
    await http.database.pool.query(`update revocation set status = 'task'`);
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'task' });
  });
});

describe('remediation', () => {
  beforeEach(async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
    await closed();
  });

  it('is proven by a later publication that no longer has the access, and by nothing else', async () => {
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
    await http.database.pool.query(`update revocation set status = 'done', done_at = now()`);
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'done' });
    await review.publish(4, { end: [['lee', 'support']] });
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'verified' });
    const [revocation] = await revocations();
    expect([revocation.verified_seq, revocation.verified_at]).toEqual([4, expect.any(String)]);
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
  });

  it('is opened again when the access comes back: the reviewer decides anew and is told', async () => {
    await review.publish(4, { end: [['lee', 'support']] });
    await verify();
    await review.publish(5, { begin: [['lee', 'support']] });
    expect(await verify()).toEqual({ verified: 0, reopened: 1 });
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'reopened', decision: 'revoke', submittedAt: null });
    const told = await review.query(
      `select person_id from notification where title like 'Access came back%' order by 1`,
    );
    expect(told.map(({ person_id }) => person_id)).toEqual(['per_campaign', 'per_manager']);
    expect((await signOff()).body.code).toBe('remediation-open');
    // Revoked once more: a second revocation, carried out at once, since the campaign is closed.
    await review.done(review.decide('per_manager', (await item(leeSandbox)).id, 'revoke', 'Still not needed'));
    await review.submit('per_manager', campaignId);
    expect((await revocations()).length).toBe(2);
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'pending' });
    await review.publish(6, { end: [['lee', 'support']] });
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
  });

  it('of what came back may be certified instead', async () => {
    await review.publish(4, { end: [['lee', 'support']] });
    await verify();
    await review.publish(5, { begin: [['lee', 'support']] });
    await verify();
    await decideAndSubmit('per_manager', leeSandbox, 'certify');
    expect(await item(leeSandbox)).toMatchObject({ remediation: 'none', decision: 'certify' });
    expect((await signOff()).status).toBe(200);
  });

  it('is not opened again after the sign-off', async () => {
    await review.publish(4, { end: [['lee', 'support']] });
    await verify();
    await review.done(signOff());
    await review.publish(5, { begin: [['lee', 'support']] });
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
  });
});

describe('the sign-off', () => {
  beforeEach(async () => {
    await decideAndSubmit('per_manager', leeSandbox, 'revoke');
  });
  it('comes after the close, and from the owner alone', async () => {
    expect((await signOff('far too early for that')).body.code).toBe('campaign-state');
    await closed();
    const answer = await signOff('I am the administrator', 'per_super');
    expect([answer.status, answer.body.code]).toEqual([403, 'not-the-owner']);
  });
  it('needs a note while revoked access is not proven gone; the note is kept', async () => {
    await closed();
    expect((await signOff()).body.code).toBe('remediation-open');
    const { body } = await signOff('The task is with the platform team, due Friday.');
    expect(body).toMatchObject({ status: 'signed-off', signedOffBy: { id: 'per_campaign' } });
    const [event] = await review.query(`select detail from review_event where event = 'signed-off'`);
    expect(event.detail).toEqual({ note: 'The task is with the platform team, due Friday.', remediationOpen: 1 });
  });
});

it('a cancelled campaign carries nothing out', async () => {
  await decideAndSubmit('per_manager', leeSandbox, 'revoke');
  const cam = await review.as('per_campaign');
  expect(await review.done(cam.post(`/api/v1/campaigns/${campaignId}/cancel`))).toMatchObject({ status: 'cancelled' });
  expect(await revocations()).toEqual([]);
  expect(await refused(review.close(campaignId))).toBe('campaign-state');
});

it('two closes at the same instant are one', async () => {
  await decideAndSubmit('per_manager', leeSandbox, 'revoke');
  const answers = await Promise.all([review.close(campaignId), review.close(campaignId)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await revocations()).length).toBe(1);
});
