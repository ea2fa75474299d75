import type { IncomingHttpHeaders } from 'node:http';
import type { Service } from '../services/service.ts';
import { ServiceCodec } from './service-codec.ts';

/** Which service and operation a request is for, and where its parameters are. */
export interface Route {
  readonly codec: ServiceCodec;
  readonly operationName: string;
  readonly body: Buffer | URLSearchParams;
}

/** Finds the service by what each protocol puts on the wire: x-amz-target, or the Query API's version. */
export class Router {
  readonly #byTarget = new Map<string, ServiceCodec>();
  readonly #byVersion = new Map<string, ServiceCodec>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      const index = service.protocol === 'json' ? this.#byTarget : this.#byVersion;
      index.set(service.wireName, new ServiceCodec(service));
    }
  }

  route(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): Route | undefined {
    const target = headers['x-amz-target'];
    if (typeof target === 'string') {
      const dot = target.lastIndexOf('.');
      const codec = this.#byTarget.get(target.slice(0, Math.max(dot, 0)));
      return codec && { codec, operationName: target.slice(dot + 1), body };
    }
    const query = method === 'GET' ? (url.split('?')[1] ?? '') : body.toString();
    const parameters = new URLSearchParams(query);
    const codec = this.#byVersion.get(parameters.get('Version') ?? '');
    return codec && { codec, operationName: parameters.get('Action') ?? '', body: parameters };
  }
}
