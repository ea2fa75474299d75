// Made the golden pack, once. It is committed and stays as it is: a pack of version 1 must verify for ever, so a change of
// the format needs a pack of its own beside it and never a new one in its place. The private keys were not kept.
import { writeFile } from 'node:fs/promises';
import { newKey, publicPart, sampleData, samplePack, sampleSigner } from './sample-pack.ts';

const first = newKey('key_golden1');
const second = newKey('key_golden2');
const endorsed = { ...second, endorsedBy: first.id, endorsement: sampleSigner.endorse(first, second) };
const folder = new URL('./golden/', import.meta.url);
await writeFile(new URL('pack-1.zip', folder), await samplePack(endorsed, sampleData(), [first, endorsed]), {
  flag: 'wx',
});
// What an auditor kept before the rotation: the first key alone.
await writeFile(new URL('trusted.pem', folder), first.publicKeyPem, { flag: 'wx' });
await writeFile(new URL('keys.json', folder), `${JSON.stringify({ keys: [first, endorsed].map(publicPart) })}\n`, {
  flag: 'wx',
});
