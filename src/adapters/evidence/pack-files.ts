import { createHash } from 'node:crypto';
import type { EvidenceData } from '../../core/reviews/evidence/evidence-data.ts';
import type { PackSigning } from '../../core/reviews/evidence/ports.ts';
import type { PublicSigningKey } from '../../core/security/signing/ports.ts';
import { chainRows, jsonArray } from './chained-rows.ts';
import { packTables } from './pack-tables.ts';
import type { PackFile } from './pack-zip.ts';

export const packFormat = 'countersign-evidence-1';

const file = (name: string, text: string): PackFile => ({ name, content: Buffer.from(text, 'utf8') });
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every file of a pack but the manifest and its signature, sorted by name, and the heads of its chains. */
export const packFiles = (data: EvidenceData, keys: readonly PublicSigningKey[]) => {
  const chained = { population: data.population, decisions: data.decisions, events: data.events };
  const chains: Record<string, { file: string; links: string; count: number; head: string }> = {};
  const files = [
    file('campaign.json', pretty(data.campaign)),
    file('completeness.json', pretty(data.completeness)),
    file('keys.json', pretty({ keys })),
    file('reassignments.json', jsonArray(data.reassignments)),
    file('remediation.json', jsonArray(data.remediation)),
    file('reviewers.json', jsonArray(data.reviewers)),
    ...packTables(data).map(({ name, text }) => file(name, text)),
  ];
  for (const [name, rows] of Object.entries(chained)) {
    const { json, chain, count, head } = chainRows(rows);
    chains[name] = { file: `${name}.json`, links: `${name}.chain`, count, head };
    files.push(file(`${name}.json`, json), file(`${name}.chain`, chain));
  }
  // By code unit, which is the same everywhere; a locale's order is not.
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files, chains };
};

/** What is signed: digests of all files, and count and head of each chain. */
export const packManifest = (
  data: EvidenceData,
  { files, chains }: ReturnType<typeof packFiles>,
  signing: Pick<PackSigning, 'keyId' | 'createdAt' | 'auditCheckpoint'>,
): Uint8Array =>
  Buffer.from(
    pretty({
      format: packFormat,
      campaign: { id: data.campaign.id, name: data.campaign.name },
      createdAt: signing.createdAt,
      keyId: signing.keyId,
      auditCheckpoint: signing.auditCheckpoint,
      chains,
      files: files.map(({ name, content }) => ({
        name,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      })),
    }),
    'utf8',
  );
