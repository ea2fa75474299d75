import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../../contract/shared.ts';
import { DatabaseBusy } from '../../../core/shared/database-busy.ts';
import { Refusal, type RefusalKind } from '../../../core/shared/refusal.ts';

/** The only place that knows status numbers (architecture.md). */
const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};
const titleOf: Record<number, string> = {
  400: 'Not valid',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is there',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not JSON',
  429: 'Too many requests',
  500: 'A fault in Countersign',
  503: 'Not available now',
};

/** Not signed in, or the session has ended: 401, which no Refusal kind stands for. */
export class NotSignedIn extends Error {}

const problem = (
  request: FastifyRequest,
  status: number,
  code: string,
  detail: string,
  extra: Partial<Problem> = {},
): Problem => ({
  type: `/docs/errors#${code}`,
  title: titleOf[status] ?? 'Refused',
  status,
  code,
  detail,
  requestId: request.id,
  ...extra,
});

interface Issue {
  path?: readonly PropertyKey[];
  message?: string;
  instancePath?: string;
}
const fieldsOf = (error: FastifyError): { field: string; message: string }[] =>
  ((error.validation ?? []) as unknown as Issue[]).map((issue) => ({
    field: issue.path?.map(String).join('.') ?? (issue.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.'),
    message: issue.message ?? 'Not valid',
  }));

/** Turns anything thrown into one RFC 9457 document. Details of a bug go to the log only, never to the caller (SEC-5). */
export const toProblem = (error: unknown, request: FastifyRequest): Problem => {
  if (error instanceof Refusal) {
    const status = error.code === 'changed-meanwhile' ? 412 : statusOf[error.kind];
    return problem(request, status, error.code, error.message, {
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(Object.keys(error.facts).length === 0 ? {} : { facts: error.facts }),
    });
  }
  if (error instanceof NotSignedIn)
    return problem(request, 401, 'not-signed-in', 'Sign in, or send a valid API token.');
  if (error instanceof DatabaseBusy)
    return problem(request, 503, 'database-busy', 'The database has no connection free. Nothing was done; try again.');
  const fastify = error as FastifyError;
  if (fastify.validation) {
    const fields = fieldsOf(fastify);
    const first = fields[0];
    return problem(
      request,
      400,
      'invalid-input',
      first ? `${first.field || 'The request'}: ${first.message}` : 'The request is not valid.',
      {
        ...(first?.field ? { field: first.field } : {}),
        fields,
      },
    );
  }
  const status = fastify.statusCode ?? 500;
  if (status === 413) return problem(request, 413, 'body-too-large', 'The body is larger than this route takes.');
  if (status === 415) return problem(request, 415, 'not-json', 'Send the body as application/json.');
  if (status === 429)
    return problem(request, 429, 'too-many-requests', 'Too many requests; try again in a little while.');
  if (status >= 400 && status < 500) return problem(request, 400, 'malformed-request', 'The request can not be read.');
  return problem(
    request,
    500,
    'internal-error',
    `Something went wrong on our side. Quote the request id ${request.id} when you report it.`,
  );
};

export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const document = toProblem(error, request);
  if (document.status >= 500) request.log.error({ err: error }, 'request failed');
  return reply.code(document.status).header('content-type', 'application/problem+json').send(JSON.stringify(document));
};
