import type { AuditEntry } from '../../core/shared/ports.ts';
import type { ExecuteSql } from './database.ts';

/** Appends one line to the audit log, in the caller's transaction (SEC-3). */
export async function recordAudit(executeSql: ExecuteSql, entry: AuditEntry): Promise<void> {
  await executeSql(
    `insert into audit_entry (at, actor_kind, actor_person_id, action, object_kind, object_id, detail, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.at,
      entry.actor.kind,
      entry.actor.kind === 'person' ? entry.actor.personId : null,
      entry.action,
      entry.objectKind,
      entry.objectId,
      JSON.stringify(entry.detail ?? {}),
      entry.actor.requestId ?? null,
    ],
  );
}
