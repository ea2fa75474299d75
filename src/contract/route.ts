import type { z } from 'zod';

/**
 * One route of the API. The server implements it, the OpenAPI document is made from it, and a test drives every route
 * with every role: `permission` is what the caller must hold (core/security/model/roles.ts), `public` for the few that
 * come before signing in.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  permission: string;
  tag: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Absent: no content. */
  response?: z.ZodType;
  /** Of a request's body; 256 KiB where it is absent. */
  maxBodyBytes?: number;
  status?: 200 | 201 | 202 | 204;
  /** Opens a session: fewer tries a minute, and never for another site's page. */
  isSignIn?: boolean;
  /** Server-sent events instead of one answer; `response` is then the shape of one event's data. */
  isStream?: boolean;
  /** JSON lines (application/x-ndjson), sent as they come; each line has a shape of its own. */
  isLines?: boolean;
}
/** Keeps the literal types of each route, so that handlers and clients are typed from it. */
export const routes = <const T extends Record<string, Route>>(table: T): T => table;
