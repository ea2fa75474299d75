import type { Problem } from '../../../src/contract/shared.ts';
import { ApiProblem, Unreachable } from './problem.ts';
import type { Input, Method, Output, PathFor } from './routes.ts';

/** Said when the session has ended, so that the page can ask to sign in again. */
export const signedOutEvent = 'countersign:signed-out';

type Parts = {
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  signal?: AbortSignal;
  ifMatch?: number;
};

/** Fills `:name` parts and appends the query; absent and empty values are left out. */
export function addressOf(path: string, { params, query }: Parts): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

/** Not crypto.randomUUID: that exists only on https and localhost, and the page may be opened by host name. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

function requestOf(method: Method, parts: Parts): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (parts.body !== undefined) headers['content-type'] = 'application/json';
  if (method === 'POST') headers['idempotency-key'] = newKey();
  if (parts.ifMatch !== undefined) headers['if-match'] = `"${parts.ifMatch}"`;
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    ...(parts.signal ? { signal: parts.signal } : {}),
  };
}

async function problemIn(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(text) as Partial<Problem>;
  } catch {
    // Not ours: a proxy in between, for instance. Its status is all that can be said.
  }
  return new ApiProblem({
    type: problem.type ?? 'about:blank',
    title: problem.title ?? response.statusText,
    status: problem.status ?? response.status,
    code: problem.code ?? `http-${response.status}`,
    detail: problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
    requestId: problem.requestId ?? response.headers.get('x-request-id') ?? '',
    ...(problem.field ? { field: problem.field } : {}),
    ...(problem.fields ? { fields: problem.fields } : {}),
    ...(problem.facts ? { facts: problem.facts } : {}),
  });
}

async function call(method: Method, path: string, parts: Parts): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(addressOf(path, parts), requestOf(method, parts));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable();
  }
  if (!response.ok) {
    const problem = await problemIn(response);
    if (response.status === 401 && path !== '/api/v1/session') window.dispatchEvent(new Event(signedOutEvent));
    throw problem;
  }
  return response.status === 204 ? undefined : await response.json();
}

type Rest<M extends Method, P extends PathFor<M>> =
  Record<string, never> extends Input<M, P> ? [input?: Input<M, P>] : [input: Input<M, P>];
const asking =
  <M extends Method>(method: M) =>
  <P extends PathFor<M>>(path: P, ...[input]: Rest<M, P>) =>
    call(method, path as string, (input ?? {}) as Parts) as Promise<Output<M, P>>;

/** The typed client: a path that the contract does not have, or a wrong body, does not compile. */
export const client = {
  get: asking('GET'),
  post: asking('POST'),
  patch: asking('PATCH'),
  remove: asking('DELETE'),
};
