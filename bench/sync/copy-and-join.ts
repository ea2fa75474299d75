import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const entities = `select e.kind, e.native_id, v.name, v.email, v.arn, v.status, v.attrs
  from entity_version v join entity e on e.id = v.entity_id where v.to_seq is null`;
const grants = `select g.kind, t.native_id as target, ps.native_id as ps, p.kind as principal_kind, p.native_id as principal
  from grant_fact g join entitlement en on en.id = g.entitlement_id join entity t on t.id = en.target_id
  left join entity ps on ps.id = en.ps_id join entity p on p.id = g.principal_id where g.to_seq is null`;

/**
 * What the same rows cost PostgreSQL alone: COPY of every current entity and grant into fresh tables, and the hash joins
 * that give the grants their ids. The yardstick for a publication, in the same run and on the same machine.
 */
export async function copyAndJoinSeconds(database: pg.Client): Promise<number> {
  const texts = { bench_entity: await copied(database, entities), bench_grant: await copied(database, grants) };
  await database.query(
    `create table bench_entity as ${entities} limit 0; create table bench_grant as ${grants} limit 0`,
  );
  const startedAt = performance.now();
  for (const [table, text] of Object.entries(texts))
    await pipeline(Readable.from([text]), database.query(copyFrom(`copy ${table} from stdin`)));
  await database.query('analyze bench_entity; analyze bench_grant');
  await database.query(
    `create table bench_joined as select g.kind, t.id as target_id, ps.id as ps_id, p.id as principal_id
     from bench_grant g join entity t on t.native_id = g.target join entity p on p.native_id = g.principal and p.kind = g.principal_kind
     left join entity ps on ps.native_id = g.ps and ps.kind = 6`,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await database.query('drop table bench_entity, bench_grant, bench_joined');
  return seconds;
}

async function copied(database: pg.Client, select: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(database.query(copyTo(`copy (${select}) to stdout`)), sink);
  return Buffer.concat(chunks);
}
