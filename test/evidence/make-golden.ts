// Made the golden packs, each once. They are committed and stay as they are: a pack of version 1 must verify for ever, so a
// change of the format needs a pack of its own beside them (the next number here) and never a new one in their place. The
// private keys were not kept. Pack 1 has no checkpoint of the audit log, as all packs before they existed.
import { writeFile } from 'node:fs/promises';
import { newKey, publicPart, sampleData, samplePack, sampleSigner } from './sample-pack.ts';

const [number = ''] = process.argv.slice(2);
const first = newKey('key_golden1');
const second = newKey('key_golden2');
const endorsed = { ...second, endorsedBy: first.id, endorsement: sampleSigner.endorse(first, second) };
const write = (name: string, content: string | Uint8Array) =>
  writeFile(new URL(`./golden/${name}`, import.meta.url), content, { flag: 'wx' });

await write(`pack-${number}.zip`, await samplePack(endorsed, sampleData(), [first, endorsed]));
// What an auditor kept before the rotation: the first key alone.
await write(`trusted-${number}.pem`, first.publicKeyPem);
await write(`keys-${number}.json`, `${JSON.stringify({ keys: [first, endorsed].map(publicPart) })}\n`);
