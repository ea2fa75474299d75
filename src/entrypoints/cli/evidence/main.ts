// The verifier on its own: `npm run build:verifier` makes one file of it that needs Node and nothing else.
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyLogFile } from '../audit/verify-log.ts';
import { exitCodes, WrongUsage } from '../failures.ts';
import { printable } from '../output/printable.ts';
import { verifyFile } from './verify-file.ts';

const usage = `Usage: node countersign-verify.mjs FILE [--key FILE]… [--keys FILE]… [--checkpoint FILE]… [--json]

Checks an evidence pack of Countersign, or an exported audit log, offline.
  --key FILE         a public key that you trust (PEM)
  --keys FILE        keys that you trust, as /.well-known/countersign-keys.json answers
  --checkpoint FILE  of an audit log: a checkpoint that you kept
  --json             print the outcome as JSON
Exit codes: 0 verified by a key that you trust, 2 wrong usage, 3 not verified.
`;

const options = {
  key: { type: 'string', multiple: true },
  keys: { type: 'string', multiple: true },
  checkpoint: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const readArguments = () => {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage((error as Error).message, usage);
  }
};

/** By its first byte: a log is JSON lines, a pack is an archive. What cannot be read is told of by whoever reads it. */
const isAuditLog = async (file: string): Promise<boolean> => {
  const handle = await open(file).catch(() => null);
  if (handle === null) return false;
  const { buffer, bytesRead } = await handle
    .read(Buffer.alloc(1), 0, 1, 0)
    .catch(() => ({ buffer: null, bytesRead: 0 }));
  await handle.close();
  return bytesRead === 1 && buffer?.toString() === '{';
};

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(usage);
    return exitCodes.done;
  }
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new WrongUsage('Name one pack or one audit log.', usage);
  const keyFiles = [...(values.key ?? []), ...(values.keys ?? [])];
  const { verdict, isVerified, text, mend } = (await isAuditLog(file))
    ? await verifyLogFile(file, { keyFiles, checkpointFiles: values.checkpoint ?? [] })
    : await verifyFile(file, keyFiles);
  process.stdout.write(values.json ? `${JSON.stringify(verdict)}\n` : `${printable(text)}\n`);
  if (!isVerified && !values.json) process.stderr.write(`${mend}\n`);
  return isVerified ? exitCodes.done : exitCodes.notVerified;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  process.stderr.write(`${printable(`${error.message}\n${error.mend}`)}\n`);
  process.exitCode = exitCodes.wrongUsage;
}
