import type { EvidenceData } from '../../../../core/reviews/evidence/evidence-data.ts';
import type { EvidenceStore } from '../../../../core/reviews/evidence/ports.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import type { ExecuteSql } from '../../database.ts';
import { digestOf } from '../campaigns/campaign-store.ts';
import { progressSql } from '../campaigns/progress-sql.ts';
import * as statements from './evidence-sql.ts';

/** What a pack holds, read in the transaction that makes it. */
export const evidenceStore = (executeSql: ExecuteSql): EvidenceStore => ({
  async load(id) {
    await requireFrozenFacts(executeSql, id);
    const read = async <T>(text: string): Promise<T[]> =>
      (await executeSql(text, [id])).rows.map(({ row }) => row as T);
    const [found] = await read<{ campaign: EvidenceData['campaign']; completeness: unknown }>(statements.campaign);
    if (!found) throw new Error(`Campaign ${id} is gone in the middle of a transaction.`);
    return {
      ...found,
      population: await read(statements.population),
      decisions: await read(statements.decisions),
      events: await read(statements.events),
      reassignments: await read(statements.reassignments),
      remediation: await read(statements.remediation),
      reviewers: await read(
        `select row_to_json(p) as row from (${progressSql}) p order by p.reviewer ->> 'name', p.reviewer ->> 'id'`,
      ),
    };
  },
  async addPack(pack) {
    await executeSql(
      `insert into evidence_pack (id, campaign_id, created_at, created_by, key_id, sha256, content)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [pack.id, pack.campaignId, pack.createdAt, pack.createdBy, pack.keyId, pack.sha256, pack.content],
    );
  },
});

/** The digest was stored with the facts: whoever changed the one in the database has to be caught, not signed for. */
async function requireFrozenFacts(executeSql: ExecuteSql, id: string): Promise<void> {
  const { rows } = await executeSql(
    `select id from review_item where campaign_id = $1 and facts ->> 'digest' <> ${digestOf(`facts - 'digest'`)}
     order by n limit 20`,
    [id],
  );
  if (rows.length === 0) return;
  const items = rows.map((row) => row.id as string);
  throw new Refusal('conflict', 'facts-altered', `The facts of ${items.join(', ')} are not what was frozen.`, {
    facts: { items },
  });
}
