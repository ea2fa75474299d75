import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeFederationRule } from '../../src/core/directory/federation/federation-rules.ts';
import { verifyRemediation } from '../../src/core/reviews/verify-remediation.ts';
import { rowsOf } from '../../src/entrypoints/cli/evidence/check-chain.ts';
import { readStrictZip } from '../../src/entrypoints/cli/evidence/strict-zip.ts';
import { verifyPack } from '../../src/entrypoints/cli/evidence/verify-pack.ts';
import { admins, createFederatedWorld, type FederatedWorld } from '../support/federated-world.ts';
import { createReviewWorld, type Item, type ReviewWorld } from '../support/review-world.ts';
import { viewer } from '../support/world.ts';
import { type Http, startHttp } from './start-http.ts';

let http: Http;
let review: ReviewWorld;
let federation: FederatedWorld;
let rules: string[];
let campaignId: string;
beforeAll(async () => {
  http = await startHttp();
});
beforeEach(async () => {
  await http.reset();
  await http.asOwner(
    `truncate entity, sync_run, scope, entitlement, notification, campaign, revocation, identity_provider, evidence_pack,
       signing_key restart identity cascade`,
  );
  review = await createReviewWorld(http);
  federation = await createFederatedWorld(http.database, review.world);
  rules = await federation.fill();
  await federation.moveClock(60);
  await federation.publish(4);
  campaignId = await review.start({ awsAccountIds: ['222222222222'] });
});
afterAll(() => http?.stop());

const stay = [`${admins},lee@corp.example`, `${admins},who@corp.example`, 'Ops,emil@corp.example'];
const emil = `${admins},emil@corp.example`;
const sentence = (role: string) => `Emil Employee → member of ${admins} → may assume role ${role} in workloads`;
const item = (role = 'OktaAdmin'): Promise<Item> => review.item(campaignId, sentence(role));
const verify = () => verifyRemediation(http.reviews);
const later = async (...rows: string[]) => {
  await federation.moveClock(60);
  await federation.upload(...rows);
  return verify();
};
const decide = async (decision: 'certify' | 'revoke', role?: string) => {
  await review.done(review.decide('per_lead', (await item(role)).id, decision));
  await review.submit('per_lead', campaignId);
};
const tasksOf = async (personId: string, status = 'open'): Promise<Item[]> =>
  (await (await review.as(personId)).get(`/api/v1/manual-tasks?status=${status}`)).body.items;
const revoked = async () => {
  await decide('revoke');
  await review.done(review.close(campaignId));
  const [task] = await tasksOf('per_owner');
  return task as Item;
};
const sayDone = async (by: string, id: string) => (await review.as(by)).post(`/api/v1/manual-tasks/${id}/done`);

describe('a revoked federated access', () => {
  it('becomes a task with exact instructions, for owners and nobody else, and never one of the reconciler', async () => {
    const task = await revoked();
    expect(task).toMatchObject({
      title: `Remove emil@corp.example from group ${admins} in Okta`,
      change: 'remove',
      status: 'open',
      reason: 'identity-provider',
      instructions: { console: [expect.stringContaining(admins), expect.anything(), expect.anything()], awsCli: null },
    });
    expect(await item()).toMatchObject({ remediation: 'task' });
    expect((await tasksOf('per_super')).map(({ id }) => id)).toEqual([task.id]);
    for (const other of ['per_emil', 'per_lead', 'per_nothing']) {
      expect(await tasksOf(other)).toEqual([]);
      expect((await sayDone(other, task.id)).body.code).toBe('task-not-found');
    }
    expect((await sayDone('per_auditor', task.id)).body.code).toBe('not-an-owner');
    const told = await review.query(`select person_id, link from notification where kind = 'manual-task'`);
    expect(told).toEqual([{ person_id: 'per_owner', link: `/tasks/${task.id}` }]);
    expect((await http.jobs()).filter(({ name }) => name === 'access.reconcile')).toEqual([]);
    expect(await review.query('select unit_key from revocation')).toEqual([{ unit_key: null }]);
  });

  it('is proven by an upload without the member, and by nobody’s word', async () => {
    const task = await revoked();
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
    await federation.moveClock(1);
    expect((await sayDone('per_owner', task.id)).body).toMatchObject({ status: 'done', verifiedAt: null });
    expect(await item()).toMatchObject({ remediation: 'done' });
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
    expect((await sayDone('per_owner', task.id)).body.code).toBe('task-not-open');
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
    expect(await item()).toMatchObject({ remediation: 'verified' });
    expect(await tasksOf('per_owner', 'done')).toMatchObject([{ verifiedAt: expect.any(String) }]);
    const [revocation] = await review.query('select verified_seq, verified_upload_at from revocation');
    expect(revocation).toEqual({ verified_seq: null, verified_upload_at: expect.any(String) });
  });

  it('said to be done, and still in the next upload, is asked for again', async () => {
    const task = await revoked();
    await federation.moveClock(1);
    await sayDone('per_owner', task.id);
    expect(await later(emil, ...stay)).toEqual({ verified: 0, reopened: 0 });
    expect(await tasksOf('per_owner')).toMatchObject([{ id: task.id, doneBy: null }]);
    expect(await item()).toMatchObject({ remediation: 'task' });
    const titles = await review.query(
      `select title from notification where person_id = 'per_owner' order by created_at`,
    );
    expect(titles.map(({ title }) => title)).toEqual([task.title, `Still there: ${task.title}`]);
  });

  it('removed without a word takes the task back', async () => {
    await revoked();
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
    expect(await tasksOf('per_owner')).toEqual([]);
    expect(await tasksOf('per_owner', 'cancelled')).toHaveLength(1);
  });

  it('that comes back is opened again, and revoked once more is a new task', async () => {
    const task = await revoked();
    await later(...stay);
    expect(await later(emil, ...stay)).toEqual({ verified: 0, reopened: 1 });
    expect(await item()).toMatchObject({ remediation: 'reopened', submittedAt: null });
    await decide('revoke');
    const again = await tasksOf('per_owner');
    expect(again).toMatchObject([{ title: task.title }]);
    expect(again[0].id).not.toBe(task.id);
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
    expect(await tasksOf('per_owner')).toEqual([]);
  });

  it('is not proven by a rule that was taken away, nor by another address of the same person', async () => {
    await revoked();
    for (const ruleId of rules)
      await removeFederationRule(federation.ports, { viewer: viewer('per_super'), actor: { kind: 'system' }, ruleId });
    expect(await verify()).toEqual({ verified: 0, reopened: 0 });
    await http.database.pool.query(`update person set email = 'emil.new@corp.example' where id = 'per_emil'`);
    expect(await later(`${admins},emil.new@corp.example`, ...stay)).toEqual({ verified: 0, reopened: 0 });
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
  });

  it('is proven by a publication in which AWS trusts the provider no more', async () => {
    await revoked();
    await federation.moveClock(60);
    await federation.publish(5, [['okta-provider', 'okta']]);
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
    const [revocation] = await review.query('select verified_seq, verified_upload_at from revocation');
    expect(revocation).toEqual({ verified_seq: 5, verified_upload_at: null });
    expect(await tasksOf('per_owner')).toEqual([]);
  });

  it('of who left the group before the close is proven at once, and nobody is asked', async () => {
    await decide('revoke');
    await later(...stay);
    await review.done(review.close(campaignId));
    expect((await http.jobs()).map(({ name }) => name)).toContain('reviews.verify-remediation');
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
    expect(await tasksOf('per_owner')).toEqual([]);
    expect(await review.query(`select 1 from notification where kind = 'manual-task'`)).toEqual([]);
  });
});

describe('an address that changes hands', () => {
  const renameEmil = () =>
    http.database.pool.query(`update person set email = 'emil.new@corp.example' where id = 'per_emil'`);

  it('does not stop the close of a campaign in which its new owner had drafted a decision on it', async () => {
    const open = await review.item(campaignId, sentence('OktaAdmin').replace('Emil Employee', 'who@corp.example'));
    await review.done(review.decide(open.reviewer.id, open.id, 'certify'));
    await http.database.pool.query(`update person set email = 'who@corp.example' where id = $1`, [open.reviewer.id]);
    expect((await review.decide(open.reviewer.id, open.id, 'revoke')).body.code).toBe('self-review');
    await review.done(review.close(campaignId));
  });

  it('and is its reviewer’s by now, is reviewed by somebody else', async () => {
    await renameEmil();
    await http.database.pool.query(`update person set email = 'emil@corp.example' where id = 'per_lead'`);
    const started = await review.start({ awsAccountIds: ['222222222222'] });
    const { reviewer } = await review.item(started, sentence('OktaAdmin'));
    expect(['per_lead', 'per_emil']).not.toContain(reviewer.id);
  });

  it('is a membership of its new owner from the next upload on, and no longer of the old one', async () => {
    await renameEmil();
    await http.database.pool.query(`update person set email = 'emil@corp.example' where id = 'per_nothing'`);
    await later(emil, ...stay);
    const members = await review.query(
      `select m.person_id, m.to_at is null as is_open from idp_group_member m join idp_group g on g.id = m.group_id
       where g.name = $1 and m.email = 'emil@corp.example' order by m.id`,
      [admins],
    );
    expect(members).toEqual([
      { person_id: 'per_emil', is_open: false },
      { person_id: 'per_nothing', is_open: true },
    ]);
  });

  it('does not hide that a removal said to be done was not: it is asked for under the new address', async () => {
    const task = await revoked();
    await renameEmil();
    await federation.moveClock(1);
    await sayDone('per_owner', task.id);
    expect(await later(`${admins},emil.new@corp.example`, ...stay)).toEqual({ verified: 0, reopened: 0 });
    const title = `Remove emil.new@corp.example from group ${admins} in Okta`;
    expect(await tasksOf('per_owner')).toMatchObject([{ id: task.id, title }]);
    expect(await item()).toMatchObject({ remediation: 'task' });
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
    expect(await tasksOf('per_owner')).toEqual([]);
  });
});

describe('several roles by one membership', () => {
  it('said to be done, and one of them gone by AWS: the task is asked for again while the member is there', async () => {
    await decide('revoke', 'Migrate');
    const task = await revoked();
    const [{ name }] = await review.query(
      `select ver.name from revocation v join manual_task m on m.revocation_id = v.id
       join entity_version ver on ver.entity_id = v.target_id and ver.to_seq is null`,
    );
    await federation.moveClock(1);
    await sayDone('per_owner', task.id);
    await federation.moveClock(60);
    await federation.publish(5, [['okta-provider', name === 'Migrate' ? 'migrate' : 'okta']]);
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
    expect(await later(emil, ...stay)).toEqual({ verified: 0, reopened: 0 });
    expect(await tasksOf('per_owner')).toMatchObject([{ id: task.id, title: task.title }]);
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
  });

  it('revoked each, are one task and one proof each', async () => {
    await decide('revoke', 'Migrate');
    await revoked();
    expect(await tasksOf('per_owner')).toHaveLength(1);
    await federation.moveClock(60);
    await federation.publish(5, [['okta-provider', 'migrate']]);
    expect(await verify()).toEqual({ verified: 1, reopened: 0 });
    expect([(await item('Migrate')).remediation, (await item()).remediation]).toEqual(['verified', 'task']);
    // The other role still hangs on it.
    expect(await tasksOf('per_owner')).toHaveLength(1);
    expect(await later(...stay)).toEqual({ verified: 1, reopened: 0 });
    expect(await tasksOf('per_owner')).toEqual([]);
  });
  it('go together: what was certified is noted as removed with another', async () => {
    await decide('certify', 'Migrate');
    await revoked();
    const [event] = await review.query(`select item_id, detail from review_event where event = 'removed-with-another'`);
    expect(event).toEqual({ item_id: (await item('Migrate')).id, detail: { revokedItem: (await item()).id } });
  });
  it('in AWS accounts of several connectors: the owners of each may say that it is done', async () => {
    await decide('revoke', 'Migrate');
    const task = await revoked();
    await http.database.pool.query(
      `insert into connector_owner values ('con_org', 'per_ben');
       update revocation set connector_id = 'con_org' where id <> (select revocation_id from manual_task)`,
    );
    expect((await tasksOf('per_ben')).map(({ id }) => id)).toEqual([task.id]);
    expect((await sayDone('per_ben', task.id)).status).toBe(200);
  });
  it('of what no connector reads any more stay pending, and do not stop the close', async () => {
    await decide('revoke');
    await http.database.pool.query(`delete from coverage where native_id = '222222222222'`);
    await review.done(review.close(campaignId));
    expect(await item()).toMatchObject({ remediation: 'pending' });
  });
});

it('the evidence names provider and group, and the upload that proved it', async () => {
  await revoked();
  await later(...stay);
  const made = await review.done(
    (await review.as('per_auditor')).post(`/api/v1/campaigns/${campaignId}/evidence`),
    201,
  );
  const answer = await (await review.as('per_auditor')).get(`/api/v1/evidence/${made.id}/download`);
  const pack = Buffer.from(answer.body.base64, 'base64');
  const keys = (await http.anonymous.get('/.well-known/countersign-keys.json')).body.keys;
  expect(
    verifyPack(
      pack,
      keys.map((key: Item) => key.publicKeyPem),
    ),
  ).toMatchObject({ isIntact: true, signer: 'trusted' });
  const file = (name: string) =>
    Buffer.from(readStrictZip(pack).entries.find((each) => each.name === name)?.content ?? '').toString('utf8');
  const rows = (name: string) => rowsOf(file(name)).map((row): Item => JSON.parse(row));
  expect(rows('population.json').find(({ path }) => path === sentence('OktaAdmin'))).toMatchObject({
    personEmail: 'emil@corp.example',
    identityName: 'emil@corp.example',
    identityKind: 'federated-identity',
    identityNativeId: 'arn:aws:iam::222222222222:saml-provider/Okta',
    entitlementKind: 'assume-role',
    entitlement: 'OktaAdmin',
    awsAccountId: '222222222222',
    identityProvider: 'Okta',
    identityProviderGroup: admins,
  });
  expect(rows('remediation.json')).toMatchObject([
    { state: 'verified', verifiedPublication: null, verifiedUploadAt: expect.stringMatching(/Z$/), awsRequestIds: [] },
  ]);
  expect(file('remediation.csv').split('\r\n')[0]).toMatch(/failure,verifiedUploadAt$/);
  const proof = rows('events.json').find(({ event }) => event === 'remediation-verified');
  expect(Object.keys(proof?.detail ?? {}).sort()).toEqual(['revocation', 'upload']);
  expect(JSON.parse(file('completeness.json')).identityProviders).toMatchObject([
    { name: 'Okta', groupsUploadedAt: expect.stringMatching(/Z$/), members: 3, membersNotInDirectory: 1 },
  ]);
});
