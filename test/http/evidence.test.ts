import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ed25519Signer } from '../../src/adapters/crypto/ed25519-signer.ts';
import { secretBox } from '../../src/adapters/crypto/secret-box.ts';
import { makeEvidence } from '../../src/core/reviews/evidence/make-evidence.ts';
import type { CampaignId } from '../../src/core/reviews/model/campaign.ts';
import { verifyRemediation } from '../../src/core/reviews/verify-remediation.ts';
import { checkpointAudit } from '../../src/core/security/audit/checkpoint-audit.ts';
import { sealAudit } from '../../src/core/security/audit/seal-audit.ts';
import { rotateSigningKey } from '../../src/core/security/signing/rotate-signing-key.ts';
import type { PersonId } from '../../src/core/shared/ids.ts';
import { readKept } from '../../src/entrypoints/cli/audit/kept-checkpoints.ts';
import { rowsOf } from '../../src/entrypoints/cli/evidence/check-chain.ts';
import { readStrictZip } from '../../src/entrypoints/cli/evidence/strict-zip.ts';
import { verifyPack } from '../../src/entrypoints/cli/evidence/verify-pack.ts';
import { createReviewWorld, type Item, type ReviewWorld, staleReason } from '../support/review-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Http, startHttp } from './start-http.ts';

const leeSandbox = 'Lee Lead → member of Support → ReadOnlyAccess on sandbox';
const leeManagement = 'Lee Lead → member of Support → ReadOnlyAccess on management';
const emilPlatform = 'Emil Employee → member of Platform → AdministratorAccess on prod-payments';

let http: Http;
let review: ReviewWorld;
let campaignId: string;
let made: Item;
/** One campaign through its whole life: a revocation, a reassignment, silence, proof, sign-off. */
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  review = await createReviewWorld(http);
  await http.database.pool.query(`update person set name = '=cmd|calc' where id = 'per_emil'`);
  campaignId = await review.start({ name: 'Quarterly: "prod" & sandbox' });
  const id = async (sentence: string) => (await review.item(campaignId, sentence)).id;
  await review.done(
    review.decide('per_manager', await id(leeSandbox), 'revoke', 'Moved to "Payments";\nno longer on call'),
  );
  await review.done(review.decide('per_manager', await id(leeManagement), 'certify'));
  await review.submit('per_manager', campaignId);
  const lead = await review.as('per_lead');
  const emil = await id(emilPlatform.replace('Emil Employee', '=cmd|calc'));
  const body = { reviewerId: 'per_owner', reason: 'Olga knows better' };
  await review.done(lead.post(`/api/v1/reviews/items/${emil}/reassign`, body));
  await review.done(review.close(campaignId));
  await review.publish(4, { end: [['lee', 'support']] });
  await verifyRemediation(http.reviews);
  const cam = await review.as('per_campaign');
  await review.done(cam.post(`/api/v1/campaigns/${campaignId}/sign-off`, { note: '' }));
  made = await make();
});
afterAll(() => http?.stop());

const make = async (by = 'per_auditor'): Promise<Item> =>
  review.done((await review.as(by)).post(`/api/v1/campaigns/${campaignId}/evidence`), 201);
const download = async (id: string, by = 'per_auditor'): Promise<Uint8Array> => {
  const { base64 } = await review.done((await review.as(by)).get(`/api/v1/evidence/${id}/download`));
  return Buffer.from(base64, 'base64');
};
const publicKeys = async (): Promise<string[]> =>
  (await http.anonymous.get('/.well-known/countersign-keys.json')).body.keys.map((key: Item) => key.publicKeyPem);
const fileIn = (pack: Uint8Array, name: string): string => {
  const entry = readStrictZip(pack).entries.find((each) => each.name === name);
  if (!entry) throw new Error(`The pack has no ${name}.`);
  return Buffer.from(entry.content).toString('utf8');
};

describe('a pack', () => {
  it('is verified with the keys that everybody may fetch', async () => {
    const pack = await download(made.id);
    expect(made).toMatchObject({ bytes: pack.length, createdBy: { id: 'per_auditor' } });
    expect(verifyPack(pack, await publicKeys())).toMatchObject({
      isIntact: true,
      signer: 'trusted',
      keyId: made.keyId,
      campaign: { id: campaignId, name: 'Quarterly: "prod" & sandbox' },
      rows: { population: 8, decisions: 8 },
    });
  });

  it('holds the campaign with its signatures, and what was not read', async () => {
    const pack = await download(made.id);
    expect(JSON.parse(fileIn(pack, 'campaign.json'))).toMatchObject({
      id: campaignId,
      status: 'signed-off',
      owner: { id: 'per_campaign' },
      publication: 3,
      startedOnStaleData: true,
      staleReason,
      staleSignedBy: { id: 'per_campaign' },
      signedOffBy: { id: 'per_campaign' },
      counts: { items: 8, certified: 7, revoked: 1, bySilence: 6, provenRemoved: 1, notProvenRemoved: 0 },
    });
    const completeness = JSON.parse(fileIn(pack, 'completeness.json'));
    expect(completeness).toMatchObject({
      asOf: { publication: 3 },
      readBy: [{ connector: 'Organization' }, { connector: 'Workloads' }],
      notReadWhole: [{ what: 'members of group Readers', reason: 'denied' }],
      iamUsersNotReadIn: ['333333333333 prod-payments', '444444444444 sandbox'],
    });
    expect(completeness.neverRead).toContain('root users');
  });

  it('holds who decided what and when, and from which facts', async () => {
    const pack = await download(made.id);
    const [population, decisions, events] = ['population', 'decisions', 'events'].map((name) =>
      rowsOf(fileIn(pack, `${name}.json`)).map((row): Item => JSON.parse(row)),
    ) as [Item[], Item[], Item[]];
    const revoked = decisions.find(({ path: way }) => way === leeSandbox);
    expect(revoked).toMatchObject({
      decision: 'revoke',
      reason: 'Moved to "Payments";\nno longer on call',
      reviewer: { id: 'per_manager', name: 'Mia Manager', email: 'mia@corp.example' },
      decidedBy: { id: 'per_manager' },
      isBySilence: false,
    });
    expect(decisions.filter(({ isBySilence }) => isBySilence).length).toBe(6);
    expect(population.map(({ factsDigest }) => factsDigest)).toEqual(decisions.map(({ factsDigest }) => factsDigest));
    const submitted = events.find(({ event, itemId }) => event === 'submitted' && itemId === revoked?.itemId);
    expect(submitted?.detail).toMatchObject({ decision: 'revoke', factsDigest: revoked?.factsDigest });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        'started',
        'drafted',
        'submitted',
        'reassigned',
        'closed',
        'remediation-verified',
        'signed-off',
      ]),
    );
    expect(events.find(({ event }) => event === 'removed-with-another')).toBeDefined();
  });

  it('holds reassignments, the proof of removal and the pace of reviewers', async () => {
    const pack = await download(made.id);
    const rows = (name: string) => rowsOf(fileIn(pack, name)).map((row): Item => JSON.parse(row));
    expect(rows('reassignments.json')).toMatchObject([
      { from: { id: 'per_lead' }, to: { id: 'per_owner' }, by: { id: 'per_lead' }, reason: 'Olga knows better' },
    ]);
    expect(rows('remediation.json')).toMatchObject([
      {
        removes: 'membership of Lee Lead in group Support',
        state: 'verified',
        revocationId: expect.stringMatching(/^rvk_/),
        verifiedPublication: 4,
      },
    ]);
    const manager = rows('reviewers.json').find(({ reviewer }) => reviewer.id === 'per_manager');
    expect(manager).toMatchObject({
      items: 2,
      submitted: 2,
      certified: 1,
      revoked: 1,
      medianSeconds: expect.any(Number),
    });
  });

  it('has the same rows as CSV, where no cell is a formula', async () => {
    const pack = await download(made.id);
    const table = (name: string): Record<string, string>[] => parse(fileIn(pack, name), { columns: true });
    expect(table('decisions.csv').map(({ itemId }) => itemId)).toEqual(
      rowsOf(fileIn(pack, 'decisions.json')).map((row) => JSON.parse(row).itemId),
    );
    expect(table('decisions.csv').find(({ decision }) => decision === 'revoke')).toMatchObject({
      reason: 'Moved to "Payments";\nno longer on call',
      reviewer: 'Mia Manager <mia@corp.example>',
    });
    for (const name of ['population.csv', 'decisions.csv', 'remediation.csv', 'reviewers.csv', 'reassignments.csv'])
      for (const row of table(name)) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(fileIn(pack, 'population.csv')).toContain("'=cmd|calc");
  });

  it('comes as the file itself to who asks for a zip', async () => {
    const cookie = (await review.as('per_auditor')).cookie;
    const answer = await http.app.inject({
      url: `/api/v1/evidence/${made.id}/download`,
      headers: { cookie, accept: 'application/zip' },
    });
    expect(answer.headers['content-type']).toBe('application/zip');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${made.fileName}"`);
    expect(answer.rawPayload.equals(await download(made.id))).toBe(true);
    const folder = await temporaryFolder('pack');
    await writeFile(path.join(folder.path, 'p.zip'), answer.rawPayload);
    const listed = await promisify(execFile)('unzip', ['-tq', path.join(folder.path, 'p.zip')]);
    expect(listed.stdout).toContain('No errors detected');
    await folder.remove();
  });

  it('made again from the same data differs in nothing but its instant', async () => {
    const again = await make('per_super');
    const [first, second] = [await download(made.id), await download(again.id)];
    for (const { name, content } of readStrictZip(first).entries)
      if (!name.startsWith('manifest.')) expect(fileIn(second, name), name).toBe(Buffer.from(content).toString('utf8'));
  });

  it('is kept as it was: neither the product nor a later pack can change it', async () => {
    await expect(http.database.pool.query(`update evidence_pack set content = ''`)).rejects.toThrow(
      'permission denied',
    );
    await expect(http.database.pool.query('delete from review_event')).rejects.toThrow('permission denied');
  });
});

it('the private key is encrypted at rest, and another installation’s key file opens nothing', async () => {
  const [row] = await review.query('select private_key_sealed from signing_key');
  expect(Buffer.from(row.private_key_sealed).includes(Buffer.from('302e020100300506032b6570', 'hex'))).toBe(false);
  expect(() =>
    secretBox(Buffer.alloc(32, 8)).open(row.private_key_sealed, `evidence-signing-key ${made.keyId}`),
  ).toThrow();
  expect(() => secretBox(Buffer.alloc(32, 7)).open(row.private_key_sealed, 'evidence-signing-key key_other')).toThrow();
  expect(secretBox(Buffer.alloc(32, 7)).open(row.private_key_sealed, `evidence-signing-key ${made.keyId}`).length).toBe(
    48,
  );
});

it('after a rotation the new key signs, and who kept the old one still trusts it', async () => {
  const kept = await publicKeys();
  const newId = await rotateSigningKey(http.reviews, { kind: 'system' });
  const pack = await make();
  expect(pack.keyId).toBe(newId);
  expect(verifyPack(await download(pack.id), kept)).toMatchObject({ isIntact: true, signer: 'trusted', keyId: newId });
  expect(verifyPack(await download(made.id), kept)).toMatchObject({ isIntact: true, signer: 'trusted' });
  const { body } = await http.anonymous.get('/.well-known/countersign-keys.json');
  expect(JSON.stringify(body)).not.toContain('ealed');
  expect(body.keys.map((key: Item) => [key.retiredAt === null, key.endorsedBy])).toEqual([
    [false, null],
    [true, made.keyId],
  ]);
});

it('a pack holds the newest checkpoint of the audit log, by which the log can be verified', async () => {
  await sealAudit(http.reviews, { from: null });
  const checkpoint = await checkpointAudit(http.reviews, { everyMs: 0 });
  const pack = await make();
  const content = await download(pack.id);
  expect(verifyPack(content, await publicKeys())).toMatchObject({ isIntact: true, auditCheckpoint: checkpoint });
  const folder = await temporaryFolder('pack');
  const file = path.join(folder.path, 'p.zip');
  await writeFile(file, content);
  expect(await readKept([file])).toMatchObject({ checkpoints: [checkpoint], trusted: [] });
  await folder.remove();
  await http.asOwner('truncate audit_checkpoint, audit_seal');
});

it('two first packs at the same instant make one key', async () => {
  const other = await review.start({ awsAccountIds: ['444444444444'] });
  await review.done(review.close(other));
  await http.asOwner('delete from evidence_pack; update signing_key set endorsed_by = null; delete from signing_key');
  const auditor = await review.as('per_auditor');
  const packs = await Promise.all([
    review.done(auditor.post(`/api/v1/campaigns/${other}/evidence`), 201),
    review.done(auditor.post(`/api/v1/campaigns/${campaignId}/evidence`), 201),
  ]);
  expect(packs[0].keyId).toBe(packs[1].keyId);
});

it('no pack is made of a campaign that still runs, or whose facts were changed in the database', async () => {
  const auditor = await review.as('per_auditor');
  const running = await review.start({ awsAccountIds: ['444444444444'] });
  const early = await auditor.post(`/api/v1/campaigns/${running}/evidence`);
  expect([early.status, early.body.code]).toEqual([409, 'campaign-state']);
  await review.done(review.close(running));
  const [first] = await review.items(running);
  await http.database.pool.query(
    `update review_item set facts = jsonb_set(facts, '{sentence}', '"nothing of note"') where id = $1`,
    [first.id],
  );
  const altered = await auditor.post(`/api/v1/campaigns/${running}/evidence`);
  expect([altered.status, altered.body.code, altered.body.facts]).toEqual([
    409,
    'facts-altered',
    { items: [first.id] },
  ]);
});

it('without the key file of the installation no pack is made', async () => {
  const viewer = { personId: 'per_auditor' as PersonId, roles: ['auditor' as const] };
  const command = { viewer, actor: { kind: 'system' as const }, id: campaignId as CampaignId, idempotency: null };
  for (const signer of [null, ed25519Signer(secretBox(Buffer.alloc(32, 8)))])
    await expect(makeEvidence({ ...http.reviews, signer }, command)).rejects.toMatchObject({
      code: 'evidence-key-missing',
    });
});
