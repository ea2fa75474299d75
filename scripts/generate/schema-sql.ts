import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { startEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/start-embedded-postgres.ts';
import { describeSchema } from './describe-schema.ts';
import type { GeneratedFile } from './generated-file.ts';

const head = `-- The whole schema as the catalog describes it after every migration; written by \`npm run generate\`.
-- Read this to know the tables; change them with a new numbered file beside it.
`;

/** What the migrations add up to, read back from a database they were applied to. */
export const schemaSql: GeneratedFile = {
  file: 'migrations/schema.sql',
  async make() {
    const folder = await mkdtemp(path.join(tmpdir(), 'countersign-schema-'));
    try {
      const server = await startEmbeddedPostgres({ dataFolder: folder, durable: false });
      try {
        await migrate(server.ownerUrl);
        const client = new Client({ connectionString: server.ownerUrl });
        await client.connect();
        try {
          return `${head}\n${await describeSchema(client)}`;
        } finally {
          await client.end();
        }
      } finally {
        await server.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
