import pg from 'pg';
import { auditViews } from '../../../src/adapters/postgres/security/audit/audit-views.ts';
import { checkpointAudit } from '../../../src/core/security/audit/checkpoint-audit.ts';
import { exportLines } from '../../../src/core/security/audit/export-lines.ts';
import type { SettledBefore } from '../../../src/core/security/audit/ports.ts';
import { sealAudit } from '../../../src/core/security/audit/seal-audit.ts';
import type { AuditCheckpoint } from '../../../src/core/security/model/audit-chain.ts';
import { rotateSigningKey } from '../../../src/core/security/signing/rotate-signing-key.ts';
import { checkLog, type LogVerdict } from '../../../src/entrypoints/cli/audit/check-log.ts';
import type { PackKey } from '../../../src/entrypoints/cli/evidence/signing-keys.ts';
import { createTestDatabase } from '../../support/database.ts';
import { sealPorts } from './seal-ports.ts';

/** An audit log of this test's own. `owner` is the attacker: the database's owner, who has all but the key file. */
export const createAuditHarness = async () => {
  const testDatabase = await createTestDatabase();
  const { database, ports } = sealPorts(testDatabase.appUrl);
  const owner = new pg.Client(testDatabase.ownerUrl);
  await owner.connect();
  const views = auditViews(database);
  const lines = async (): Promise<string[]> => {
    let text = '';
    for await (const piece of exportLines(views.export({}), {})) text += piece;
    return text.split('\n').slice(0, -1);
  };
  const rows = async <T = Record<string, unknown>>(sql: string): Promise<T[]> => (await owner.query(sql)).rows as T[];
  return {
    appUrl: testDatabase.appUrl,
    database,
    ports,
    views,
    rows,
    owner: (sql: string, values?: unknown[]) => owner.query(sql, values),
    /** Entries in one statement; the log of a company that did little else. */
    write: (count: number) =>
      database.pool.query(
        `insert into audit_entry (at, actor_kind, action, object_kind, object_id, detail)
         select clock_timestamp(), 'system', 'lease.begun', 'lease', 'lse_' || n,
           jsonb_build_object('n', n, 'reason', E'Zoë said: "go",\\u2028 then \\\\ left', 'exact', 12345678901234567890.10)
         from generate_series(1, $1::int) n`,
        [count],
      ),
    seal: (from: SettledBefore | null = null) => sealAudit(ports, { from }),
    sign: (everyMs = 0) => checkpointAudit(ports, { everyMs }),
    rotate: () => rotateSigningKey(ports, { kind: 'system' }),
    lines,
    /** As an auditor with these keys (PEM) and kept checkpoints sees the log, from nothing but its export. */
    verify: async (trusted: string[], kept: AuditCheckpoint[] = [], keys: PackKey[] = []): Promise<LogVerdict> => {
      const exported = await lines();
      const each = async function* () {
        yield* exported;
      };
      return checkLog(each(), { checkpoints: kept, keys, trusted });
    },
    publicKeys: async () =>
      (await rows<{ pem: string }>('select public_key_pem as pem from signing_key')).map(({ pem }) => pem),
    async stop() {
      await owner.end();
      await database.close();
      await testDatabase.drop();
    },
  };
};
export type AuditHarness = Awaited<ReturnType<typeof createAuditHarness>>;
