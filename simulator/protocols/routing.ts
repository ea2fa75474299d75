import type { IncomingHttpHeaders } from 'node:http';
import { type Codec, type OperationBody, ServiceCodec } from './service-codec.ts';

/** Which service and operation a request is for, and where its parameters are. */
export interface Route {
  readonly codec: Codec;
  readonly operationName: string;
  readonly body: OperationBody;
}

/** Finds the service by what each protocol puts on the wire: x-amz-target, method and path, or the Query API's version. */
export class Router {
  /** Of services that tell their requests themselves. */
  readonly #own: readonly Codec[];
  readonly #byTarget = new Map<string, ServiceCodec>();
  readonly #byVersion = new Map<string, ServiceCodec>();
  readonly #byPath = new Map<string, { readonly codec: ServiceCodec; readonly operationName: string }>();

  constructor(codecs: readonly Codec[]) {
    this.#own = codecs.filter(({ route }) => route !== undefined);
    for (const codec of codecs) {
      if (!(codec instanceof ServiceCodec)) continue;
      const { service } = codec;
      if (service.protocol === 'json') {
        this.#byTarget.set(service.wireName, codec);
        if (service.otherWireName) this.#byTarget.set(service.otherWireName, codec);
      } else if (service.protocol === 'query') this.#byVersion.set(service.wireName, codec);
      else for (const [key, operationName] of codec.paths()) this.#byPath.set(key, { codec, operationName });
    }
  }

  route(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): Route | undefined {
    for (const codec of this.#own) {
      const own = codec.route?.(method, url, headers, body);
      if (own) return { codec, ...own };
    }
    const target = headers['x-amz-target'];
    if (typeof target === 'string') {
      const dot = target.lastIndexOf('.');
      const codec = this.#byTarget.get(target.slice(0, Math.max(dot, 0)));
      return codec && { codec, operationName: target.slice(dot + 1), body };
    }
    const [path = '/', search = ''] = url.split('?');
    const rest = this.#byPath.get(`${method} ${path}`);
    if (rest) return { ...rest, body: { query: new URLSearchParams(search), headers, body } };
    const query = method === 'GET' ? search : body.toString();
    const parameters = new URLSearchParams(query);
    const codec = this.#byVersion.get(parameters.get('Version') ?? '');
    return codec && { codec, operationName: parameters.get('Action') ?? '', body: parameters };
  }
}
