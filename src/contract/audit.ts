import { z } from 'zod';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonLink, pageOf } from './shared.ts';

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

export const auditRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/audit-entries',
    permission: 'audit.read',
    tag: 'Audit',
    summary: 'Every change and decision, newest first',
    query: PageQuery.extend({
      objectId: z.string().max(80).optional(),
      action: z.string().max(80).optional(),
      q: z.string().max(200).optional(),
    }),
    response: pageOf(AuditEntry),
  },
});
