import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Route } from '../../../contract/route.ts';
import type { Permission } from '../../../core/security/model/roles.ts';
import { requirePermission, type Viewer } from '../../../core/security/model/viewer.ts';
import type { Actor } from '../../../core/shared/ports.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import { type Authenticator, requireSameOrigin } from './authenticate.ts';
import { NotSignedIn, sendProblem } from './problem.ts';
import { sendEvents } from './send-events.ts';
import { sendLines } from './send-lines.ts';
import { requireWellFormedText } from './well-formed.ts';

type Output<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/** What a handler gets: validated input, and who asks. Public routes have no viewer. */
export interface Input<R extends Route> {
  params: Output<R['params']>;
  query: Output<R['query']>;
  body: R['body'] extends z.ZodType ? z.output<R['body']> : undefined;
  viewer: R['permission'] extends 'public' ? Viewer | null : Viewer;
  actor: Actor;
  requestId: string;
  /** `If-Match` as a number, where the caller sent one. */
  ifMatch: number | null;
  /** Aborted when the caller goes away: streams stop on it. */
  signal: AbortSignal;
  reply: FastifyReply;
  request: FastifyRequest;
}
type Answer<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : void;
export type Handler<R extends Route> = R['isStream'] extends true
  ? (input: Input<R>) => AsyncIterable<Answer<R>>
  : R['isLines'] extends true
    ? (input: Input<R>) => AsyncIterable<string>
    : (input: Input<R>) => Promise<Answer<R>>;

/** One handler for each route of a table: a missing one does not compile. */
export type Handlers<T extends Record<string, Route>> = { [K in keyof T]: Handler<T[K]> };

/** A version is an int of PostgreSQL's. */
const largestVersion = 2_147_483_647;

const ifMatchOf = (request: FastifyRequest): number | null => {
  const header = request.headers['if-match'];
  if (header === undefined) return null;
  const version = Number(String(header).replaceAll('"', '').replace(/^W\//, ''));
  if (!Number.isInteger(version) || Math.abs(version) > largestVersion)
    throw new Refusal('invalid', 'if-match-invalid', 'If-Match must be the version you read.', { field: 'If-Match' });
  return version;
};

/** Refuses who may not use the route; answers null for nobody on a public one. */
const admit = async (authenticator: Authenticator, route: Route, request: FastifyRequest): Promise<Viewer | null> => {
  // Also without a cookie of ours: another site must not sign somebody in as whom it likes (RFC 6749, 10.12).
  if (route.isSignIn) requireSameOrigin(request);
  const viewer = await authenticator.viewerOf(request);
  if (route.permission !== 'public') {
    if (!viewer) throw new NotSignedIn();
    requirePermission(viewer, route.permission as Permission);
  }
  return viewer;
};

const inputOf = (viewer: Viewer | null, route: Route, request: FastifyRequest, reply: FastifyReply): Input<Route> => {
  const gone = new AbortController();
  if (route.isStream) request.raw.once('close', () => gone.abort());
  return {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    viewer,
    actor: viewer
      ? { kind: 'person', personId: viewer.personId, requestId: request.id }
      : { kind: 'system', requestId: request.id },
    requestId: request.id,
    ifMatch: ifMatchOf(request),
    signal: gone.signal,
    reply,
    request,
  } as Input<Route>;
};

/**
 * Registers one feature's routes. Permission is checked before anything else is done, from the contract's table, so that
 * a route can not be registered without one (SEC-2); even before the body is read, so that nobody learns from an answer
 * what a route that is not theirs would take. Only the rate limit comes earlier.
 */
export const implement = <T extends Record<string, Route>>(
  app: FastifyInstance,
  authenticator: Authenticator,
  table: T,
  handlers: Handlers<T>,
): void => {
  const viewers = new WeakMap<FastifyRequest, Viewer | null>();
  for (const [name, route] of Object.entries(table)) {
    const handler = handlers[name] as unknown as (input: Input<Route>) => Promise<unknown> | AsyncIterable<unknown>;
    app.route({
      method: route.method,
      url: route.path,
      config: { isSignIn: route.isSignIn === true },
      ...(route.maxBodyBytes === undefined ? {} : { bodyLimit: route.maxBodyBytes }),
      schema: {
        tags: [route.tag],
        summary: route.summary,
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { querystring: route.query } : {}),
        ...(route.body ? { body: route.body } : {}),
        ...(route.response && !route.isStream ? { response: { [route.status ?? 200]: route.response } } : {}),
      },
      preParsing: async (request) => {
        viewers.set(request, await admit(authenticator, route, request));
      },
      preValidation: async ({ params, query, body }) => {
        for (const part of [params, query, body]) requireWellFormedText(part);
      },
      handler: async (request, reply) => {
        try {
          const input = inputOf(viewers.get(request) ?? null, route, request, reply);
          if (route.isStream) return await sendEvents(request, reply, handler(input) as AsyncIterable<unknown>);
          if (route.isLines) return await sendLines(reply, handler(input) as AsyncIterable<string>);
          const answer = await (handler(input) as Promise<unknown>);
          return reply.code(route.status ?? 200).send(answer);
        } catch (error) {
          return sendProblem(error, request, reply);
        }
      },
    });
  }
};
