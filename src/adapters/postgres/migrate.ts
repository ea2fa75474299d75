import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, escapeIdentifier } from 'pg';
import { installQueueSchema } from './queue-schema.ts';

export interface MigrateOptions {
  /** The application's role; must exist. The files name it `countersign_app`. */
  appRole?: string;
  /** Where the numbered files are; tests pass their own. */
  directory?: string;
}
export interface MigrateResult {
  version: number;
  applied: string[];
}
interface MigrationFile {
  version: number;
  name: string;
  text: string;
  checksum: string;
}

const ownDirectory = fileURLToPath(new URL('../../../migrations/', import.meta.url));
/** Any constant does; it keeps two starting servers from migrating at once. */
const lockKey = 4_201_124;

/**
 * Brings a database to this version's schema as the owner role: forward only, each file in its own transaction, one
 * process at a time. Throws when a file that was applied has changed since, or when the database is newer than the code.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<MigrateResult> {
  const appRole = options.appRole ?? 'countersign_app';
  const files = await migrationFiles(options.directory ?? ownDirectory);
  const client = new Client({ connectionString: ownerUrl, application_name: 'countersign migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`create table if not exists schema_migration (
      version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
    const applied = await pending(client, files);
    for (const file of applied) await apply(client, file, appRole);
    await client.query(`grant select on schema_migration to ${escapeIdentifier(appRole)};
      revoke insert, update, delete on schema_migration from ${escapeIdentifier(appRole)}`);
    await installQueueSchema(client, appRole);
    return { version: files.at(-1)?.version ?? 0, applied: applied.map((file) => file.name) };
  } finally {
    await client.end();
  }
}

async function migrationFiles(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${directory}/${name}`, 'utf8');
      // Line ends differ between check-outs (git's autocrlf); the statements do not.
      const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
      return { version: Number(name.slice(0, 4)), name, text, checksum };
    }),
  );
}

/** The files still to apply, after checking that the applied ones are these very files. */
async function pending(client: Client, files: MigrationFile[]): Promise<MigrationFile[]> {
  const { rows } = await client.query<{ version: number; name: string; checksum: string }>(
    'select version, name, checksum from schema_migration order by version',
  );
  const byVersion = new Map(files.map((file) => [file.version, file]));
  for (const row of rows) {
    const file = byVersion.get(row.version);
    if (!file)
      throw new Error(
        `The database has migration ${row.name}, which this version does not know: it is newer. Upgrade.`,
      );
    if (file.checksum !== row.checksum)
      throw new Error(`Migration ${file.name} was changed after it had been applied. Restore it and add a new file.`);
  }
  const newest = rows.at(-1)?.version ?? 0;
  return files.filter((file) => file.version > newest);
}

async function apply(client: Client, file: MigrationFile, appRole: string): Promise<void> {
  const text = file.text.replace(/\bcountersign_app\b/g, escapeIdentifier(appRole));
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migration (version, name, checksum) values ($1, $2, $3)', [
      file.version,
      file.name,
      file.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${file.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
