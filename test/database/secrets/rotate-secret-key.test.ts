import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { secretBox } from '../../../src/adapters/crypto/secret-box.ts';
import { databaseClock } from '../../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../../src/adapters/postgres/create-transact.ts';
import { type Database, openDatabase } from '../../../src/adapters/postgres/database.ts';
import { sealedColumns, sealedValueStore } from '../../../src/adapters/postgres/security/sealed-value-store.ts';
import { checkSecretKey } from '../../../src/core/security/secrets/check-secret-key.ts';
import { rotateSecretKey } from '../../../src/core/security/secrets/rotate-secret-key.ts';
import { createTestDatabase } from '../../support/database.ts';

const [old, other, lost] = [1, 2, 3].map((byte) => secretBox(Buffer.alloc(32, byte))) as [Box, Box, Box];
type Box = ReturnType<typeof secretBox>;
const connectors = 1200;
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
const query = (text: string, values: unknown[] = []) => database.pool.query(text, values);

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.appUrl, { maxConnections: 3 });
  await query(`
    insert into person (id, name, source, created_at, updated_at) values ('per_1', 'Ada', 'demo', now(), now());
    insert into application (id, name, created_at) values ('app_1', 'AWS', now());
    insert into connector (id, application_id, name, external_id, created_by, created_at, updated_at)
      select 'con_' || n, 'app_1', 'c' || n, 'x' || n, 'per_1', now(), now() from generate_series(1, ${connectors}) n`);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const purpose = (id: string) => `connector ${id}: scim-token`;
const keep = (box: Box, id: string) =>
  query(
    `insert into connector_secret (connector_id, kind, sealed, saved_at, expires_at)
     values ($1, 'scim-token', $2, now(), now() + interval '1 year')
     on conflict (connector_id, kind) do update set sealed = excluded.sealed`,
    [id, box.seal(Buffer.from(`token of ${id}`), purpose(id))],
  );
beforeEach(async () => {
  await query('delete from connector_secret');
  for (let n = 1; n <= connectors; n += 1) await keep(old, `con_${n}`);
});

const store = () => sealedValueStore((text, values) => database.pool.query(text, values));
const rotate = (from: Box, to: Box) =>
  rotateSecretKey(
    { transact: createTransact(database, async () => {}), clock: databaseClock(database) },
    { from, to },
    { kind: 'system' },
  );
const openedWith = async (box: Box) => {
  const { rows } = await query('select connector_id as id, sealed from connector_secret');
  return rows.filter(({ id, sealed }) => {
    try {
      return Buffer.from(box.open(sealed, purpose(id))).toString() === `token of ${id}`;
    } catch {
      return false;
    }
  }).length;
};
const audited = async () =>
  (await query(`select detail from audit_entry where action = 'secret-key.rotated' order by id`)).rows;

describe('rotating the secret key', () => {
  it('encrypts every value anew, page after page, and says how many in the audit log and nothing of what they are', async () => {
    expect(await rotate(old, other)).toEqual({
      resealed: { connector_secret: connectors },
      alreadyNew: 0,
    });
    expect([await openedWith(old), await openedWith(other)]).toEqual([0, connectors]);
    const [entry] = (await audited()).slice(-1);
    expect(entry.detail).toMatchObject({ from: old.fingerprint, to: other.fingerprint });
    expect(JSON.stringify(entry)).not.toContain('token of');
  });

  it('repeated, takes along what was sealed with the old key meanwhile, and nothing else', async () => {
    await rotate(old, other);
    await keep(old, 'con_7');
    expect(await rotate(old, other)).toMatchObject({ resealed: { connector_secret: 1 }, alreadyNew: connectors - 1 });
    expect(await openedWith(other)).toBe(connectors);
  });

  it('changes nothing when one value does not open, and names its row', async () => {
    await keep(lost, 'con_1100');
    const before = (await audited()).length;
    await expect(rotate(old, other)).rejects.toMatchObject({
      code: 'secret-not-opened',
      facts: { table: 'connector_secret', id: 'con_1100: scim-token' },
    });
    expect(await openedWith(old)).toBe(connectors - 1);
    expect(await audited()).toHaveLength(before);
  });
});

describe('a process whose key does not open what is stored', () => {
  it('says how many, which, and what to do', async () => {
    expect(await checkSecretKey({ sealedValues: store(), key: old })).toBeNull();
    await keep(other, 'con_3');
    const reason = await checkSecretKey({ sealedValues: store(), key: old });
    expect(reason).toContain('One stored secret (connector_secret con_3: scim-token)');
    expect(reason).toContain('COUNTERSIGN_SECRET_KEY_FILE');
    expect(await checkSecretKey({ sealedValues: store(), key: null })).toContain(`${connectors} stored secrets`);
  });
});

it('every column that holds something encrypted is known to the rotation', async () => {
  const { rows } = await query(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and column_name ~ 'sealed' and column_name !~ 'sealed_(at|entry|count)'
       and (data_type = 'bytea' or data_type = 'text') order by 1, 2`,
  );
  const sorted = [...sealedColumns].sort((a, b) => (a.table < b.table ? -1 : 1));
  expect(rows).toEqual(sorted);
});
