// Made the golden audit log, once. It is committed and stays as it is: logs of version 1 must verify for ever, so a change of
// the format needs a log of its own beside it and never a new one in its place. The private keys were not kept.
import { writeFile } from 'node:fs/promises';
import { sampleLog } from './sample-audit-log.ts';
import { newKey, publicPart, sampleSigner } from './sample-pack.ts';

const first = newKey('key_golden1');
const second = newKey('key_golden2');
const endorsed = { ...second, endorsedBy: first.id, endorsement: sampleSigner.endorse(first, second) };
const write = (name: string, content: string) =>
  writeFile(new URL(`./golden/${name}`, import.meta.url), content, { flag: 'wx' });

const log = await sampleLog(endorsed, [first, endorsed]);
await write('audit-1.jsonl', log);
// What an auditor kept before the rotation, and what they kept of the log after it.
await write('audit-1-trusted.pem', first.publicKeyPem);
const checkpoint = log.split('\n').find((line) => line.startsWith('{"checkpoint"')) ?? '';
const keys = [first, endorsed].map(publicPart);
await write('audit-1-kept.json', `${JSON.stringify({ ...JSON.parse(checkpoint), keys })}\n`);
