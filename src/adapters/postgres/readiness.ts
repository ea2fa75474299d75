import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';

const ownDirectory = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/**
 * Says why this process can not serve now, or null when it can: the database answers, and has every migration of this
 * version. A newer schema is fine: it was expanded for the version that follows (OPS-2).
 */
export const databaseReadiness = (database: Database, directory = ownDirectory): (() => Promise<string | null>) => {
  const newest = readdir(directory).then((names) =>
    Math.max(...names.filter((name) => /^\d{4}_.+\.sql$/.test(name)).map((name) => Number(name.slice(0, 4)))),
  );
  // Reported by the call that awaits it.
  newest.catch(() => undefined);
  return async () => {
    const wanted = await newest;
    try {
      const { rows } = await database.pool.query<{ version: number | null }>(
        'select max(version) as version from schema_migration',
      );
      const version = rows[0]?.version ?? 0;
      return version >= wanted ? null : `The database has schema ${version}, this version needs ${wanted}: migrate it.`;
    } catch (error) {
      // 42P01: no such table, a database nobody has migrated.
      return (error as { code?: string }).code === '42P01'
        ? 'The database is empty: migrate it.'
        : 'The database does not answer.';
    }
  };
};
