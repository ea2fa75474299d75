import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import fastJsonStringify from 'fast-json-stringify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendProblem } from './problem.ts';
import { nonceOfReference, noncePlaceholder, responseHeaders } from './response-headers.ts';

export interface AppOptions {
  logger: FastifyBaseLogger | false;
  version: string;
  /** Requests a minute from one address; generous, since the page is chatty. */
  requestsPerMinute: number;
  /** Tries to sign in a minute from one address; passwords have a lock of their own besides (SEC-1). */
  signInsPerMinute: number;
  /** People come by https: browsers are told never to come otherwise. */
  isHttps: boolean;
  /** Whose X-Forwarded-For is believed; behind a proxy that is not named here all people have its address. */
  trustedProxies: readonly string[];
  requestId: () => string;
}

// Zod does the checking on the way in; on the way out answers are shaped by a compiled serializer (twice as fast as
// Zod's own, measured) and validated in tests instead.
const serializerCompiler = ({ schema }: { schema: unknown }) => {
  const json = z.toJSONSchema(schema as z.ZodType, { target: 'draft-7', io: 'output', reused: 'inline' });
  return fastJsonStringify(json as never);
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Counted apart, and more strictly. */
    isSignIn?: boolean;
  }
}
const isSignIn = (request: FastifyRequest): boolean => request.routeOptions.config.isSignIn === true;

/** The HTTP server without any route of a feature: limits, headers, problem documents, the OpenAPI document. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    genReqId: options.requestId,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: 256 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler as never);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.addHook('onRequest', responseHeaders(options.isHttps));
  app.addHook('onSend', nonceOfReference);
  await app.register(cookie);
  // Each server counts for itself, in memory: with several, one address has so many tries at each.
  await app.register(rateLimit, {
    max: (request) => (isSignIn(request) ? options.signInsPerMinute : options.requestsPerMinute),
    keyGenerator: (request) => (isSignIn(request) ? `sign-in ${request.ip}` : request.ip),
    timeWindow: 60_000,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: options.version,
        description: 'Identity governance for AWS. Errors are RFC 9457 problem documents.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      components: {
        securitySchemes: {
          apiToken: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'countersign_session' },
        },
      },
      security: [{ apiToken: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    // Without it the named schemas, which the routes refer to, are not in the document.
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(scalar, {
    routePrefix: '/api/docs',
    configuration: {
      url: '/api/openapi.json',
      withDefaultFonts: false,
      hideClientButton: true,
      nonce: noncePlaceholder,
    } as never,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
};
