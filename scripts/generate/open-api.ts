import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {} from '@fastify/swagger';
import { api } from '../../src/contract/index.ts';
import type { Route } from '../../src/contract/route.ts';
import { createApp } from '../../src/entrypoints/http/core/create-app.ts';
import { type Handlers, implement } from '../../src/entrypoints/http/core/implement.ts';
import type { GeneratedFile } from './generated-file.ts';

type Table = Record<string, Route>;
/** Describing a route needs no answer to it: these handlers are registered and never called. */
const unanswered = (table: Table): Handlers<Table> =>
  Object.fromEntries(
    Object.keys(table).map((name) => [name, () => Promise.reject(new Error('Only described, not served.'))]),
  ) as unknown as Handlers<Table>;

/** What the server answers at /api/openapi.json, made by the server's own code from the contract. */
export const openApi: GeneratedFile = {
  file: 'docs/openapi.json',
  async make(root) {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    const app = await createApp({
      logger: false,
      version,
      requestsPerMinute: 1000,
      signInsPerMinute: 1000,
      isHttps: false,
      trustedProxies: [],
      requestId: () => 'none',
    });
    for (const table of Object.values<Table>(api))
      implement(app, { viewerOf: async () => null, stillViewerOf: async () => null }, table, unanswered(table));
    await app.ready();
    const document = app.swagger();
    await app.close();
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
