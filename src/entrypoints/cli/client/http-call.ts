import type { Problem } from '../../../contract/shared.ts';
import { ServerRefused, ServerUnreachable } from '../failures.ts';

export interface HttpRequest {
  method: string;
  path: string;
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Save and Test ask AWS on the way, ten seconds at most; everything else is quick. */
const TIMEOUT_MS = 60_000;

/** Fills `:name` parts and appends the query; absent values are left out. */
export function addressOf(url: string, { path, params, query }: HttpRequest): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null) search.set(name, String(value));
  return `${url}${filled}${search.size > 0 ? `?${search}` : ''}`;
}

const reasonOf = (error: unknown): string => {
  const { cause, name, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer in ${TIMEOUT_MS / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
};

async function refusalIn(response: Response, url: string): Promise<Error> {
  const text = await response.text();
  const notOurs = new ServerUnreachable(url, `what answers there is not Countersign (status ${response.status})`);
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return typeof problem.code === 'string' ? new ServerRefused(problem as Problem) : notOurs;
  } catch {
    return notOurs;
  }
}

/** Sends one request. Throws ServerRefused for a problem document, ServerUnreachable where no Countersign answers. */
export async function send(url: string, request: HttpRequest): Promise<Response> {
  const hasBody = request.body !== undefined;
  let response: Response;
  try {
    response = await fetch(addressOf(url, request), {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(hasBody && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(hasBody && { body: JSON.stringify(request.body) }),
      // A redirect would carry the token to wherever it points.
      redirect: 'manual',
      signal: request.signal ?? AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ServerUnreachable(url, reasonOf(error));
  }
  if (!response.ok) throw await refusalIn(response, url);
  return response;
}

/** Sends one request and gives the body as it comes. Throws as `send` does, also where the answer breaks off. */
export async function piecesOf(url: string, request: HttpRequest): Promise<AsyncIterable<Uint8Array>> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), TIMEOUT_MS);
  try {
    return unbroken(url, await send(url, { ...request, signal: waiting.signal }));
  } catch (error) {
    throw waiting.signal.aborted ? new ServerUnreachable(url, `no answer in ${TIMEOUT_MS / 1000} s`) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function* unbroken(url: string, response: Response): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body;
  } catch (error) {
    throw new ServerUnreachable(url, `the answer broke off (${reasonOf(error)})`);
  }
}
