import type { FastifyInstance } from 'fastify';
import { auditRoutes } from '../../../contract/audit.ts';
import type { AuditViews } from '../../../core/security/audit/audit-views.ts';
import { exportLines } from '../../../core/security/audit/export-lines.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

export const registerAuditRoutes = (app: FastifyInstance, authenticator: Authenticator, views: AuditViews): void =>
  implement(app, authenticator, auditRoutes, {
    list: ({ query }) => views.list(query),
    export: ({ query, reply }) => {
      reply.header('content-disposition', 'attachment; filename="countersign-audit.jsonl"');
      return exportLines(views.export(query), query);
    },
    seal: () => views.seal(),
  });
