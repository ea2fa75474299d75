import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ed25519Signer } from '../../../src/adapters/crypto/ed25519-signer.ts';
import { secretBox } from '../../../src/adapters/crypto/secret-box.ts';
import { sealableColumns } from '../../../src/adapters/postgres/security/audit/audit-seal-store.ts';
import { AuditAltered } from '../../../src/core/security/audit/require-unaltered.ts';
import {
  type AuditCheckpoint,
  checkpointText,
  emptyHead,
  linksAfter,
  type SealableEntry,
} from '../../../src/core/security/model/audit-chain.ts';
import type { SigningKeyId } from '../../../src/core/security/signing/ports.ts';
import { type AuditHarness, createAuditHarness } from './audit-harness.ts';

// The attacker is the database's owner, and has everything but the key file and what somebody kept elsewhere.
let log: AuditHarness;
let trusted: string[];
let kept: AuditCheckpoint;
/** 41 entries, of which 40 are in a checkpoint that somebody kept; then 10 more, all in a second checkpoint. */
beforeEach(async () => {
  log = await createAuditHarness();
  await log.write(40);
  await log.seal();
  kept = (await log.sign()) as AuditCheckpoint;
  await log.write(10);
  await log.seal();
  await log.sign();
  trusted = await log.publicKeys();
  await log.owner(
    `insert into person (id, name, source, created_at, updated_at) values ('per_eve', 'Eve', 'demo', now(), now())`,
  );
  await log.owner('alter table audit_seal drop constraint audit_seal_entry_id_fkey');
  await log.owner('alter table audit_checkpoint drop constraint audit_checkpoint_count_fkey');
});
afterEach(() => log?.stop());

const said = async (checkpoints: AuditCheckpoint[] = []) => {
  const { isIntact, findings } = await log.verify(trusted, checkpoints);
  expect(isIntact).toBe(false);
  return findings.map(({ row, message }) => (row === null ? message : `${row} ${message}`));
};
/** Makes the whole chain anew over the entries as they are now: as good as ours, but for the signature. */
const chainAnew = async (order = 'id') => {
  await log.owner('delete from audit_seal');
  const entries = await log.rows<SealableEntry & { id: string }>(
    `select ${sealableColumns} from audit_entry e order by ${order}`,
  );
  const links = linksAfter(
    emptyHead,
    entries.map((entry) => ({ ...entry, id: Number(entry.id) })),
    (text) => Buffer.from(log.ports.crypto.sha256(text)).toString('hex'),
  );
  for (const { position, entryId, hash } of links)
    await log.owner(`insert into audit_seal values ($1, $2, decode($3, 'hex'))`, [position, entryId, hash]);
  return links;
};
const ownSigner = ed25519Signer(secretBox(Buffer.alloc(32, 66)));
/** Signs the chain as it is now with a key of the attacker's own, which takes the given id in the database. */
const signAnew = async (id: string, head: { position: number; hash: string }) => {
  const key = ownSigner.newKey(id as SigningKeyId, kept.at);
  const unsigned = { count: head.position, head: head.hash, at: kept.at, keyId: id };
  await log.owner('delete from audit_checkpoint');
  await log.owner(
    `insert into signing_key (id, public_key_pem, private_key_sealed, created_at) values ($1, $2, $3, now())
     on conflict (id) do update set public_key_pem = excluded.public_key_pem`,
    [id, key.publicKeyPem, key.privateKeySealed],
  );
  await log.owner(`insert into audit_checkpoint values ($1, decode($2, 'hex'), $3, $4, decode($5, 'base64'))`, [
    unsigned.count,
    unsigned.head,
    unsigned.at,
    id,
    ownSigner.signText(key, checkpointText(unsigned)),
  ]);
};

it('an untouched log is intact, and proven by a key that the reader kept', async () => {
  expect(await log.verify(trusted, [kept])).toMatchObject({
    isIntact: true,
    signer: 'trusted',
    sealed: 51,
    waiting: 0,
    checkpoint: { count: 51 },
    findings: [],
  });
});

describe('a row', () => {
  it.each([
    `at = at + interval '1 microsecond'`,
    `actor_kind = 'person', actor_person_id = 'per_eve'`,
    `action = 'lease.ended'`,
    `object_kind = 'policy'`,
    `object_id = 'lse_8'`,
    `detail = jsonb_set(detail, '{reason}', '"because"')`,
    `detail = jsonb_set(detail, '{exact}', '12345678901234567890.1')`,
    `request_id = 'call_x'`,
  ])('that was changed is named: %s', async (change) => {
    await log.owner(`update audit_entry set ${change} where id = 7`);
    expect(await said()).toEqual(['7 was changed or moved: it is not what was sealed here']);
  });

  it('that was removed is named, with its place and without', async () => {
    await log.owner('delete from audit_entry where id = 7');
    expect(await said()).toEqual(['7 was removed: only its hash is left']);
    await log.owner('delete from audit_seal where position = 7');
    expect(await said()).toEqual(['7 is missing']);
    await log.owner('delete from audit_seal where position in (8, 9)');
    expect(await said()).toEqual(['7 to 9 are missing']);
  });

  it('that was removed is missed though those behind it moved up', async () => {
    await log.owner('delete from audit_entry where id = 7');
    await log.owner('delete from audit_seal where position = 7');
    await log.owner('update audit_seal set position = position + 1000 where position > 7');
    await log.owner('update audit_seal set position = position - 1001 where position > 1000');
    expect(await said()).toContain('7 was changed or moved: it is not what was sealed here');
  });

  it('that changed places with another is named, and so is the other', async () => {
    await log.owner(`update audit_seal set entry_id = -entry_id where position in (7, 12)`);
    await log.owner(
      `update audit_seal set entry_id = case position when 7 then 12 else 7 end where position in (7, 12)`,
    );
    expect(await said()).toEqual([
      '7 was changed or moved: it is not what was sealed here',
      '12 was changed or moved: it is not what was sealed here',
    ]);
  });
});

describe('a log that was cut', () => {
  const cutAt = async (position: number) => {
    await log.owner(`delete from audit_seal where position > ${position}`);
    await log.owner(`delete from audit_entry where not exists (select from audit_seal where entry_id = id)`);
  };
  it('is shorter than its own checkpoint says', async () => {
    await cutAt(45);
    expect(await said()).toEqual([
      expect.stringMatching(
        /^46 and all after it are cut off: the checkpoint of .* in it is for 51 rows, and 45 are left$/,
      ),
    ]);
  });
  it('together with its checkpoints is shorter than the one that somebody kept', async () => {
    await cutAt(30);
    await log.owner('delete from audit_checkpoint');
    expect(await said([kept])).toEqual([
      expect.stringMatching(/^31 and all after it are cut off: the checkpoint of .* that you kept is for 40 rows/),
    ]);
  });
});

describe('a log that was chained anew, without the key', () => {
  it('is not the one that its checkpoints signed', async () => {
    await log.owner(`update audit_entry set detail = '{}' where id = 7`);
    await chainAnew();
    expect(await said()).toEqual([
      expect.stringMatching(
        /^40 up to here this is not the log that the checkpoint of .* in it signed: it was rewritten$/,
      ),
      expect.stringMatching(/^51 up to here this is not the log/),
    ]);
  });

  it('in another order is not either', async () => {
    await chainAnew('case id when 7 then 8 when 8 then 7 else id end');
    expect((await said())[0]).toMatch(/^40 up to here this is not the log/);
  });

  it('and signed with a key of the attacker’s own is signed by nobody whom the reader trusts', async () => {
    await log.owner(`delete from audit_entry where id = 7`);
    const links = await chainAnew();
    await signAnew('key_eve', links.at(-1) as (typeof links)[number]);
    expect(await log.verify(trusted)).toMatchObject({ isIntact: true, signer: 'unknown', sealed: 50 });
    expect(await said([kept])).toEqual([expect.stringMatching(/^40 .* that you kept signed: it was rewritten$/)]);
  });

  it('and signed with an own key under the id of the real one is seen through as well', async () => {
    await log.owner(`delete from audit_entry where id = 7`);
    const links = await chainAnew();
    await signAnew(kept.keyId, links.at(-1) as (typeof links)[number]);
    expect(await log.verify(trusted)).toMatchObject({ isIntact: true, signer: 'unknown' });
    const own = { id: kept.keyId, publicKeyPem: trusted[0] as string, endorsedBy: null, endorsement: null };
    expect((await log.verify(trusted, [], [own])).findings).toEqual([
      { row: 50, message: `the checkpoint of ${kept.at} in it was not signed by key ${kept.keyId}` },
    ]);
  });

  it('behind a real checkpoint, and signed with an own key, ends in one that nobody trusts', async () => {
    await log.owner(`update audit_entry set detail = '{}' where id = 45`);
    const links = await chainAnew();
    await signAnew('key_eve', links.at(-1) as (typeof links)[number]);
    await log.owner(`insert into audit_checkpoint values ($1, decode($2, 'hex'), $3, $4, decode($5, 'base64'))`, [
      kept.count,
      kept.head,
      kept.at,
      kept.keyId,
      kept.signature,
    ]);
    expect(await said()).toEqual([`51 the checkpoint of ${kept.at} is signed by none of the keys that you trust`]);
  });
});

describe('the product', () => {
  it('neither seals nor signs behind a chain that is not what it signed', async () => {
    await log.owner(`update audit_entry set detail = '{}' where id = 7`);
    await chainAnew();
    await log.write(1);
    await expect(log.seal()).rejects.toThrow(AuditAltered);
    await log.owner('delete from audit_seal where position = 51');
    await expect(log.sign()).rejects.toThrow(AuditAltered);
    expect(await log.views.seal()).toMatchObject({ sealed: 50, waiting: 2, isAsSigned: false });
  });

  it('may sign a log anew of which every trace was wiped: who kept a checkpoint sees it', async () => {
    await log.owner('delete from audit_checkpoint; delete from audit_seal; delete from audit_entry where id = 7');
    await log.seal();
    await log.sign();
    expect(await log.verify(trusted)).toMatchObject({ isIntact: true, signer: 'trusted', sealed: 50 });
    expect(await said([kept])).toEqual([expect.stringMatching(/^40 .* that you kept signed: it was rewritten$/)]);
  });
});
