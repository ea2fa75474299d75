import type { PersonId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Instant } from '../shared/ports.ts';

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
export interface AuditQuery extends PageRequest {
  objectId?: string | undefined;
  action?: string | undefined;
  /** Free text over the action, the actor's and the object's name, and the object's id. */
  q?: string | undefined;
}

/** Newest first. Who may read it is decided before: the permission `audit.read` sees all of it. */
export interface AuditViews {
  list(query: AuditQuery): Promise<Page<AuditEntryView>>;
}
