import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { auditViews } from '../../../src/adapters/postgres/security/audit/audit-views.ts';
import { checkpointAudit } from '../../../src/core/security/audit/checkpoint-audit.ts';
import { exportLines } from '../../../src/core/security/audit/export-lines.ts';
import { sealAudit } from '../../../src/core/security/audit/seal-audit.ts';
import { type AuditHarness, createAuditHarness } from './audit-harness.ts';

let log: AuditHarness;
beforeEach(async () => {
  log = await createAuditHarness();
});
afterEach(() => log?.stop());

const insert = `insert into audit_entry (at, actor_kind, action, object_kind, object_id)
  values (now(), 'system', 'test.done', 'test', 'x') returning id`;
/** A transaction that stays open until it is told to end. */
const openTransaction = async () => {
  const client = new pg.Client(log.appUrl);
  await client.connect();
  await client.query('begin');
  const id: number = Number((await client.query(insert)).rows[0].id);
  const end = async (how: 'commit' | 'rollback') => {
    await client.query(how);
    await client.end();
  };
  return { id, commit: () => end('commit'), rollback: () => end('rollback') };
};
const chain = async () =>
  (await log.rows('select position, entry_id from audit_seal order by position')).map(({ position, entry_id }) => [
    Number(position),
    Number(entry_id),
  ]);

describe('the order of the chain', () => {
  it('is the order of sealing: what is committed late is sealed late, and never passed over', async () => {
    const slow = await openTransaction();
    const slower = await openTransaction();
    const quick = await openTransaction();
    await quick.commit();
    let round = await log.seal();
    expect(await chain()).toEqual([[1, quick.id]]);
    const next = await openTransaction();
    await next.commit();
    // Rounds that look at what is new only, while both are open.
    for (let n = 0; n < 3; n += 1) round = await log.seal(round.from);
    await slow.commit();
    round = await log.seal(round.from);
    await slower.commit();
    round = await log.seal(round.from);
    expect(slow.id).toBeLessThan(quick.id);
    expect(await chain()).toEqual([
      [1, quick.id],
      [2, next.id],
      [3, slow.id],
      [4, slower.id],
    ]);
    expect((await log.seal(round.from)).sealed).toBe(0);
  });

  it('has no hole where a transaction was rolled back', async () => {
    await (await openTransaction()).rollback();
    const kept = await openTransaction();
    await kept.commit();
    await log.seal();
    expect(await chain()).toEqual([[1, kept.id]]);
  });

  it('misses nothing of writers that commit in any order while it is sealed', async () => {
    let from: string | null = null;
    let isWriting = true;
    const writer = async (n: number) => {
      for (let k = 0; k < 25; k += 1) {
        const open = await openTransaction();
        await new Promise((resolve) => setTimeout(resolve, (n * 7 + k * 13) % 20));
        await (k % 5 === n ? open.rollback() : open.commit());
      }
    };
    const sealer = async () => {
      while (isWriting) ({ from } = await log.seal(from));
    };
    const sealing = sealer();
    await Promise.all([0, 1, 2, 3].map(writer));
    isWriting = false;
    await sealing;
    await log.seal(from);
    const [counts] = await log.rows(`select (select count(*) from audit_entry) as entries,
      (select count(*) from audit_seal) as sealed, (select max(position) from audit_seal) as last`);
    expect(counts).toEqual({ entries: '80', sealed: '80', last: '80' });
  });

  it('goes on where the database was restored elsewhere, with smaller numbers of transactions', async () => {
    await log.write(3);
    expect(await log.seal('999999999')).toMatchObject({ sealed: 3 });
  });
});

describe('several sealers', () => {
  it('at once seal each entry once, in one chain', async () => {
    await log.write(900);
    const rounds = await Promise.all([0, 1, 2].map(() => sealAudit(log.ports, { from: null, batchSize: 100 })));
    expect(rounds.reduce((sum, { sealed }) => sum + sealed, 0)).toBe(900);
    expect(new Set((await chain()).map(([, entry]) => entry)).size).toBe(900);
    await log.sign();
    expect(await log.verify(await log.publicKeys())).toMatchObject({ isIntact: true, sealed: 900 });
  });

  it('do nothing where nothing is new', async () => {
    await log.write(2);
    await log.seal();
    expect(await log.seal()).toMatchObject({ sealed: 0 });
    expect(await log.sign()).toMatchObject({ count: 2 });
    // The key was made for it, which is an entry.
    await log.seal();
    expect(await log.sign()).toMatchObject({ count: 3 });
    expect(await log.sign()).toBeNull();
  });
});

describe('a checkpoint', () => {
  it('is made no sooner than it should, and not at all without a key file', async () => {
    await log.write(1);
    await log.seal();
    expect(await checkpointAudit({ ...log.ports, signer: null }, { everyMs: 0 })).toBeNull();
    expect(await log.sign(60_000)).toMatchObject({ count: 1 });
    await log.seal();
    expect(await log.sign(60_000)).toBeNull();
    await log.owner('update clock_offset set offset_ms = 60000');
    expect(await log.sign(60_000)).toMatchObject({ count: 2 });
  });

  it('after a rotation is signed by the new key, and trusted by who trusts the old one', async () => {
    await log.write(1);
    await log.seal();
    await log.sign();
    const kept = await log.publicKeys();
    const newKey = await log.rotate();
    await log.seal();
    expect(await log.sign()).toMatchObject({ keyId: newKey, count: 3 });
    expect(await log.verify(kept)).toMatchObject({ isIntact: true, signer: 'trusted', checkpoint: { count: 3 } });
  });
});

it('the application can change, remove and empty neither the chain nor its checkpoints', async () => {
  await log.write(1);
  await log.seal();
  await log.sign();
  for (const statement of [
    `update audit_seal set hash = decode(repeat('00', 32), 'hex')`,
    'delete from audit_seal',
    'truncate audit_seal cascade',
    'update audit_checkpoint set at = now()',
    'delete from audit_checkpoint',
    'truncate audit_checkpoint',
    `update audit_entry set transaction_id = '3'`,
  ])
    await expect(log.database.pool.query(statement), statement).rejects.toThrow(/permission denied/);
});

it('an export has every entry, sealed or not, with the very text that was hashed', async () => {
  await log.write(2);
  await log.seal();
  await log.write(1);
  const [header, first, , waiting, end, ...rest] = (await log.lines()).map((line) => JSON.parse(line));
  expect(header).toMatchObject({ format: 'countersign-audit-1', filter: null, keys: [] });
  expect(first).toMatchObject({ n: 1, entry: { action: 'lease.begun', object: { kind: 'lease', id: 'lse_1' } } });
  expect(first.entry.at).toMatch(/\.\d{6}Z$/);
  expect((await log.lines())[1]).toContain('"exact": 12345678901234567890.10');
  expect(waiting).toMatchObject({ n: null, hash: null, entry: { object: { id: 'lse_1' } } });
  expect([end, rest]).toEqual([{ end: { sealed: 2, waiting: 1 } }, []]);
});

it('the text of an entry does not hang on the session that reads it', async () => {
  await log.owner(
    `insert into audit_entry (at, actor_kind, action, object_kind, object_id, detail, request_id) values
       ('2026-03-29 03:30:00.000001+02', 'system', 'test.done', 'test', 'x', '{"b": 1.50, "a": [1, null, "é"]}', 'call_1')`,
  );
  const text = async () => (await log.lines()).find((line) => line.startsWith('{"n":null'));
  const expected =
    '{"n":null,"hash":null,"entry":{"id":1,"at":"2026-03-29T01:30:00.000001Z","actor":{"kind":"system","id":null},' +
    '"action":"test.done","object":{"kind":"test","id":"x"},"requestId":"call_1","detail":{"a": [1, null, "é"], "b": 1.50}}}';
  expect(await text()).toBe(expected);
  const other = openDatabase(log.appUrl, { maxConnections: 1 });
  await other.pool.query(`set timezone to 'Asia/Kathmandu'; set extra_float_digits to -5`);
  const views = auditViews(other);
  let said = '';
  for await (const piece of exportLines(views.export({}), {})) said += piece;
  await other.close();
  expect(said).toContain(`${expected}\n`);
});
