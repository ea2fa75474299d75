import { nodeCrypto } from '../../src/adapters/crypto/node-crypto.ts';
import type { AuditExportRow } from '../../src/core/security/audit/audit-views.ts';
import { exportLines } from '../../src/core/security/audit/export-lines.ts';
import {
  checkpointText,
  emptyHead,
  linksAfter,
  type SealableEntry,
} from '../../src/core/security/model/audit-chain.ts';
import type { SigningKey } from '../../src/core/security/signing/ports.ts';
import { publicPart, sampleAt, sampleSigner } from './sample-pack.ts';

const details = [
  '{}',
  '{"to": "arn:aws:iam::111111111111:role/r", "from": null}',
  '{"n": 12345678901234567890.10, "text": "Zoë said: \\"go\\", \u2028 then left"}',
  '{"entry": {"n": 4, "hash": "x"}}',
  '{"reason": "}"}',
];
/** Five entries, not in the order of their ids. */
const entries: SealableEntry[] = details.map((detail, index) => ({
  id: [1, 3, 2, 5, 4][index] as number,
  at: `2026-11-24T09:0${index}:00.123456Z`,
  actorKind: index === 0 ? 'system' : 'person',
  actorPersonId: index === 0 ? null : 'per_priya',
  action: 'connector.changed',
  objectKind: 'connector',
  objectId: 'con_1',
  requestId: index === 1 ? null : 'call_1',
  detail,
}));
const hex = (text: string) => Buffer.from(nodeCrypto.sha256(text)).toString('hex');

/** A log of four sealed entries, signed by this key after the third, and one that waits. */
export const sampleLog = async (key: SigningKey, keys: SigningKey[] = [key]): Promise<string> => {
  const links = linksAfter(emptyHead, entries.slice(0, 4), hex);
  const rows: AuditExportRow[] = links.map(({ position, hash }, index) => ({
    kind: 'sealed',
    position,
    hash,
    entry: entries[index] as SealableEntry,
  }));
  const unsigned = { count: 3, head: links[2]?.hash ?? '', at: sampleAt, keyId: key.id };
  const checkpoint = { ...unsigned, signature: sampleSigner.signText(key, checkpointText(unsigned)) };
  const pieces = async function* (): AsyncGenerator<AuditExportRow[]> {
    yield [{ kind: 'start', at: sampleAt, keys: keys.map(publicPart) }];
    yield [...rows.slice(0, 3), { kind: 'checkpoint', checkpoint }, ...rows.slice(3)];
    yield [{ kind: 'waiting', entry: entries[4] as SealableEntry }];
  };
  let text = '';
  for await (const piece of exportLines(pieces(), {})) text += piece;
  return text;
};
