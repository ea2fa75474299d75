import { rm } from 'node:fs/promises';
import path from 'node:path';
import { takeProcessLock } from '../process-lock.ts';
import { EmbeddedPostgresError } from './error.ts';
import { clearServerFolder } from './live-server.ts';
import { findDatabasePlace } from './place.ts';

/**
 * Deletes an embedded database, its data elsewhere included. A server that outlived its launcher is stopped first;
 * refused while a live process has started it.
 */
export async function removeEmbeddedPostgres(dataFolder: string): Promise<void> {
  const place = await findDatabasePlace(dataFolder);
  if (!place) return;
  const attempt = await takeProcessLock(place.lockFile).catch(() => undefined);
  if (attempt && 'heldBy' in attempt) {
    throw new EmbeddedPostgresError(
      'in-use',
      `The database in ${dataFolder} is in use by process ${attempt.heldBy.pid}.`,
    );
  }
  await clearServerFolder(place.serverFolder);
  attempt?.lock.release();
  if (place.isElsewhere) await rm(path.dirname(place.serverFolder), { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
}
