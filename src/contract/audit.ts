import { z } from 'zod';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

export const AuditEntry = z
  .object({
    id: z.number().int(),
    at: Instant,
    /** Null: the product itself. */
    actor: PersonLink.nullable(),
    action: z.string(),
    object: z.object({
      kind: z.string(),
      id: z.string(),
      /** As it is called now, or was last; null for what has no name. */
      name: z.string().nullable(),
      /** False for what was removed since. */
      isThere: z.boolean(),
      /** What shows it, where it has no page of its own: the request of a lease, the campaign of an item. */
      partOf: z.object({ kind: z.string(), id: z.string() }).nullable(),
    }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

const AuditFilter = z.object({
  objectKind: z.string().max(80).optional(),
  objectId: z.string().max(80).optional(),
  action: z.string().max(80).optional(),
  /** A person, or `system`: what the product did by itself. */
  actorId: z.union([PersonId, z.literal('system')]).optional(),
  /** From this instant on. */
  from: Instant.optional(),
  /** Before this instant. */
  until: Instant.optional(),
  q: z.string().max(200).optional(),
});

/** At `at`, `count` entries were sealed, and `head` was the hash of the last; docs/audit-format.md. */
export const AuditCheckpoint = z
  .object({
    count: z.number().int(),
    head: z.string(),
    at: Instant,
    keyId: z.string(),
    /** Ed25519, base64. */
    signature: z.string(),
  })
  .meta({ id: 'AuditCheckpoint' });
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;

export const AuditSeal = z
  .object({
    sealed: z.number().int(),
    /** Entries that the sealer has not come to yet. */
    waiting: z.number().int(),
    checkpoint: AuditCheckpoint.nullable(),
    /** False: the log was changed in the database after the checkpoint was signed. */
    isAsSigned: z.boolean(),
  })
  .meta({ id: 'AuditSeal' });
export type AuditSeal = z.infer<typeof AuditSeal>;

const tag = 'Audit';
const permission = 'audit.read';
export const auditRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/audit-entries',
    permission,
    tag,
    summary: 'Every change and decision, newest first',
    query: PageQuery.extend(AuditFilter.shape),
    response: pageOf(AuditEntry),
  },
  export: {
    method: 'GET',
    path: '/api/v1/audit-entries/export',
    permission,
    tag,
    summary: 'The log as JSON lines, with its chain and checkpoints where nothing is filtered (docs/audit-format.md)',
    query: AuditFilter,
    isLines: true,
  },
  seal: {
    method: 'GET',
    path: '/api/v1/audit-seal',
    permission,
    tag,
    summary: 'How far the log is sealed, and the newest signed checkpoint',
    response: AuditSeal,
  },
});
