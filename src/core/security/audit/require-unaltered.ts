import type { AuditSealStore } from './ports.ts';

/** Somebody changed the chain behind our back. */
export class AuditAltered extends Error {}

/**
 * Throws AuditAltered where the chain does not have the hash that the newest checkpoint says: it was rewritten or cut, and
 * must not be signed as if it were ours. One look by key; `audit verify` says what was done, this only that something was.
 */
export const requireUnaltered = async (
  auditSeal: Pick<AuditSealStore, 'newestCheckpoint' | 'hashAt'>,
): Promise<void> => {
  const newest = await auditSeal.newestCheckpoint();
  if (newest === null || (await auditSeal.hashAt(newest.count)) === newest.head) return;
  throw new AuditAltered(
    `The audit log is not what was signed on ${newest.at} (checkpoint of ${newest.count} entries): it was changed in the ` +
      'database. Nothing more is sealed. Keep a copy of the database and run `countersign audit verify`.',
  );
};
