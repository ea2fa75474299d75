import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Route } from '../../../contract/route.ts';
import { ServerUnreachable } from '../failures.ts';
import { readEvents } from './events.ts';
import { piecesOf, send } from './http-call.ts';

type In<S> = S extends z.ZodType ? z.input<S> : undefined;
type Part<Name extends string, S> = S extends z.ZodType
  ? Record<string, never> extends z.input<S>
    ? { [K in Name]?: z.input<S> }
    : { [K in Name]: z.input<S> }
  : { [K in Name]?: undefined };
/** What a route needs, by its contract: params, query and body, each only where it has one. */
export type Input<R extends Route> = Part<'params', R['params']> & Part<'query', R['query']> & { body?: In<R['body']> };
export type Answer<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;

/** An answer, and the very text it came as: `--json` prints that, not our reading of it. */
export interface Received<T> {
  value: T;
  text: string;
}

/** A client of one server: a path that the contract does not have, or a wrong input, does not compile. */
export class Client {
  readonly url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string>) {
    this.url = url;
    this.#headers = headers;
  }

  /** `ifMatch`: the version that was read, where two people may edit. */
  async call<R extends Route>(route: R, input: Input<R>, ifMatch?: number): Promise<Received<Answer<R>>> {
    const response = await this.respond(route, input, ifMatch);
    const text = await response.text();
    if (text === '') return { value: undefined as Answer<R>, text };
    try {
      return { value: JSON.parse(text) as Answer<R>, text };
    } catch {
      throw new ServerUnreachable(this.url, 'what answers there is not Countersign');
    }
  }

  /** The response itself, for its headers. */
  respond<R extends Route>(route: R, input: Input<R>, ifMatch?: number): Promise<Response> {
    const headers: Record<string, string> = { ...this.#headers };
    if (route.method === 'POST') headers['idempotency-key'] = randomUUID();
    if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
    return send(this.url, { ...input, method: route.method, path: route.path, headers });
  }

  /** The body in the pieces in which it comes, however long that takes: only its beginning has a time limit. */
  async pieces<R extends Route>(route: R, input: Input<R>): Promise<AsyncIterable<Uint8Array>> {
    const request = { ...input, method: route.method, path: route.path, headers: this.#headers };
    return piecesOf(this.url, request);
  }

  /** Server-sent events until the server ends the stream or `signal` is aborted. */
  async *events<R extends Route>(route: R, input: Input<R>, signal: AbortSignal): AsyncGenerator<Answer<R>> {
    const headers = { ...this.#headers, accept: 'text/event-stream' };
    const response = await send(this.url, { ...input, method: route.method, path: route.path, headers, signal });
    if (response.body) for await (const data of readEvents(response.body)) yield JSON.parse(data) as Answer<R>;
  }
}
