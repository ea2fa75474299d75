import type { Instant } from '../../shared/ports.ts';

/** An entry of the audit log as it is sealed: texts, so that nothing is lost on the way from the database. */
export interface SealableEntry {
  id: number;
  /** With microseconds, as PostgreSQL keeps it. */
  at: string;
  actorKind: 'person' | 'system';
  actorPersonId: string | null;
  action: string;
  objectKind: string;
  objectId: string;
  requestId: string | null;
  /** As PostgreSQL writes jsonb: keys in its order, numbers with every digit. */
  detail: string;
}

/** One place in the chain. */
export interface AuditLink {
  position: number;
  entryId: number;
  /** Hexadecimal, as all hashes here. */
  hash: string;
}
/** How far the chain goes, and the hash of its last entry. */
export interface AuditHead {
  count: number;
  hash: string;
}
/** At this moment so many entries were sealed, and this was the hash of the last; signed (docs/audit-format.md). */
export interface AuditCheckpoint {
  count: number;
  head: string;
  at: Instant;
  keyId: string;
  /** Ed25519, base64. */
  signature: string;
}

/** What the chain starts from: the hash of nothing that ever was. */
export const emptyHead: AuditHead = { count: 0, hash: '0'.repeat(64) };

/**
 * The one text of an entry. Its bytes are what is hashed, and what an export holds, so that nobody has to make them again
 * to verify them. Names are not in it: those of people and things may change, ids do not.
 */
export const entryText = (entry: SealableEntry): string => {
  const { id, at, action, requestId } = entry;
  const actor = { kind: entry.actorKind, id: entry.actorPersonId };
  const object = { kind: entry.objectKind, id: entry.objectId };
  return `${JSON.stringify({ id, at, actor, action, object, requestId }).slice(0, -1)},"detail":${entry.detail}}`;
};

/** What the next hash is the SHA-256 of: the hash before it and the entry, each with a line end. */
export const linkedText = (hash: string, text: string): string => `${hash}\n${text}\n`;

/** What is signed. The first line keeps the signature from standing for anything else that the key signs. */
export const checkpointText = ({ count, head, at, keyId }: Omit<AuditCheckpoint, 'signature'>): string =>
  `countersign-audit-checkpoint-1\n${count}\n${head}\n${at}\n${keyId}\n`;

/** The chain goes on from `head` with these entries, in this order. */
export const linksAfter = (
  head: AuditHead,
  entries: readonly SealableEntry[],
  sha256: (text: string) => string,
): AuditLink[] => {
  let { count, hash } = head;
  return entries.map((entry) => {
    count += 1;
    hash = sha256(linkedText(hash, entryText(entry)));
    return { position: count, entryId: entry.id, hash };
  });
};
