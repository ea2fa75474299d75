import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/contract/audit.ts';
import { createReviewWorld, type ReviewWorld } from '../support/review-world.ts';
import { permitAll, type RequestsWorld, startRequestsWorld } from './requests-world.ts';
import { type Http, startHttp } from './start-http.ts';

let w: RequestsWorld;
let reviewed: Http;
let review: ReviewWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
  reviewed = await startHttp();
  await reviewed.reset();
  review = await createReviewWorld(reviewed);
});
afterAll(async () => {
  await w?.http.stop();
  await reviewed?.stop();
});
/** What the newest entry with this action is about. */
const about = async (action: string, auditor = w.as('auditor')): Promise<AuditEntry['object']> => {
  const { body } = await (await auditor).get(`/api/v1/audit-entries?action=${action}&limit=1`);
  return body.items[0].object;
};

test('a policy has its name, also the one it had before it was removed; which of them is there is said', async () => {
  const [id] = await w.begin(permitAll());
  expect(await about('policy.added')).toEqual({ kind: 'policy', id, name: 'Policy 0', isThere: true, partOf: null });
  const admin = await w.as('super');
  await admin.patch(`/api/v1/policies/${id}`, { name: 'A working day' });
  expect(await about('policy.added')).toMatchObject({ name: 'A working day' });
  const found = (await admin.get('/api/v1/audit-entries?q=working%20DAY')).body;
  expect(found.items.map(({ action }: AuditEntry) => action)).toEqual(['policy.changed', 'policy.added']);
  expect(found.total).toBe(2);
  await admin.remove(`/api/v1/policies/${id}`);
  expect(await about('policy.removed')).toMatchObject({ id, name: 'A working day', isThere: false });
});

test('a request says who gets what, and a lease is shown with its request', async () => {
  await w.begin(permitAll());
  const { id, number } = (await w.submit('emil', { entitlement: w.readonlyOnProd })).body;
  const name = 'ReadOnlyAccess on prod-payments for Emil Employee';
  expect(await about('request.submitted')).toMatchObject({ id, name: `No. ${number}, ${name}`, isThere: true });
  await w.decide('lead', id, 'approve');
  const { object } = (await (await w.as('auditor')).get('/api/v1/audit-entries?q=lse_&limit=1')).body.items[0];
  expect(object).toMatchObject({ kind: 'lease', name, partOf: { kind: 'access-request', id } });
});

test('a delegation says who acts for whom; an identity provider and its rules have their names', async () => {
  const untilAt = new Date(Date.now() + 86_400_000).toISOString();
  await (await w.as('lead')).post('/api/v1/delegations', { delegateId: 'per_ben', until: untilAt });
  expect(await about('delegation.named')).toMatchObject({ kind: 'delegation', name: 'Ben Builder for Lee Lead' });
  const admin = await w.as('super');
  const { body: idp } = await admin.post('/api/v1/identity-providers', {
    name: 'Corporate Okta',
    trustIds: [w.world.ent('okta-provider')],
  });
  expect(await about('identity-provider.added')).toMatchObject({ id: idp.id, name: 'Corporate Okta', isThere: true });
  const { body: rule } = await admin.post(`/api/v1/identity-providers/${idp.id}/rules`, {
    kind: 'pattern',
    pattern: String.raw`^(?<role>[^#]+)#(?<accountid>\d{12})$`,
  });
  const partOf = { kind: 'identity-provider', id: idp.id };
  expect(await about('federation-rule.added')).toMatchObject({
    id: rule.id,
    name: rule.pattern,
    isThere: true,
    partOf,
  });
  await admin.remove(`/api/v1/federation-rules/${rule.id}`);
  expect(await about('federation-rule.removed')).toMatchObject({ name: rule.pattern, isThere: false, partOf });
});

test('an item of a review and its revocation say what they are about, and are shown with their campaign', async () => {
  const campaign = await review.start({ awsAccountIds: ['444444444444'], fallbackReviewerId: 'per_manager' });
  const [item] = await review.items(campaign);
  const handedOver = { reviewerId: 'per_super', reason: 'Sue knows it' };
  await review.done((await review.as('per_manager')).post(`/api/v1/reviews/items/${item.id}/reassign`, handedOver));
  await review.done(review.decide('per_super', item.id, 'revoke'));
  await review.submit('per_super', campaign);
  await review.done(review.close(campaign));
  const auditor = review.as('per_auditor');
  const partOf = { kind: 'campaign', id: campaign };
  expect(await about('campaign.closed', auditor)).toMatchObject({
    id: campaign,
    name: 'Quarterly review',
    partOf: null,
  });
  const reviewItem = { kind: 'review-item', id: item.id, name: item.sentence, isThere: true, partOf };
  expect(await about('review.reassigned', auditor)).toEqual(reviewItem);
  expect(await about('revocation.recorded', auditor)).toMatchObject({ name: item.sentence, partOf });
});

test('every entry of these stories is about something with a name', async () => {
  const nameless = [];
  for (const auditor of [await w.as('auditor'), await review.as('per_auditor')])
    for (const { object, action } of (await auditor.get('/api/v1/audit-entries?limit=200')).body.items)
      if (object.name === null && object.kind !== 'directory') nameless.push([action, object.id]);
  // What w.begin() takes away between the tests is the only thing that is not there any more.
  expect(nameless.filter(([action]) => !/^(policy|request|lease)\./.test(action as string))).toEqual([]);
});
