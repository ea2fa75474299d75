import type { PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AuditCheckpoint, SealableEntry } from '../model/audit-chain.ts';
import type { PublicSigningKey } from '../signing/ports.ts';

export interface AuditEntryView {
  id: number;
  at: Instant;
  actor: { id: PersonId; name: string } | null;
  action: string;
  object: {
    kind: string;
    id: string;
    name: string | null;
    isThere: boolean;
    /** What shows it, where it has no page of its own: the request of a lease, the campaign of an item. */
    partOf: { kind: string; id: string } | null;
  };
  detail: Record<string, unknown>;
}
export interface AuditFilter {
  objectKind?: string | undefined;
  objectId?: string | undefined;
  action?: string | undefined;
  /** A person, or `system`: what the product did by itself. */
  actorId?: string | undefined;
  /** From this instant on. */
  from?: Instant | undefined;
  /** Before this instant. */
  until?: Instant | undefined;
  /** Free text over the action, the actor's and the object's name, and the object's id. */
  q?: string | undefined;
}

/** How far the log is sealed. */
export interface AuditSealView {
  sealed: number;
  /** Entries that the sealer has not come to yet. */
  waiting: number;
  checkpoint: AuditCheckpoint | null;
  /** False: the chain is not what the newest checkpoint signed. `audit verify` says what was done to it. */
  isAsSigned: boolean;
}

/** A row of an export, in the order in which an export holds them. */
export type AuditExportRow =
  | { kind: 'start'; at: Instant; keys: PublicSigningKey[] }
  /** `entry` null: it was sealed and is gone. */
  | { kind: 'sealed'; position: number; hash: string; entry: SealableEntry | null }
  | { kind: 'waiting'; entry: SealableEntry }
  | { kind: 'checkpoint'; checkpoint: AuditCheckpoint };

/** Who may read it is decided before: the permission `audit.read` sees all of it. */
export interface AuditViews {
  /** Newest first. */
  list(query: AuditFilter & PageRequest): Promise<Page<AuditEntryView>>;
  seal(): Promise<AuditSealView>;
  /**
   * The whole log as it is in the database, in the order of its chain, each checkpoint behind the last entry that it
   * signs for; then what waits to be sealed; at the start, the keys. In pieces, so that memory is bounded and no transaction stays open while
   * somebody reads slowly. With a filter: the entries that fit, without checkpoints.
   */
  export(filter: AuditFilter): AsyncIterable<AuditExportRow[]>;
}
