// The verifier on its own: `npm run build:verifier` makes one file of it that needs Node and nothing else.
import { parseArgs } from 'node:util';
import { exitCodes, WrongUsage } from '../failures.ts';
import { printable } from '../output/printable.ts';
import { verifyFile } from './verify-file.ts';

const usage = `Usage: node countersign-verify.mjs FILE [--key FILE]… [--keys FILE]… [--json]

Checks an evidence pack of Countersign, offline.
  --key FILE    a public key that you trust (PEM)
  --keys FILE   keys that you trust, as /.well-known/countersign-keys.json answers
  --json        print the outcome as JSON
Exit codes: 0 verified by a key that you trust, 2 wrong usage, 3 not verified.
`;

const options = {
  key: { type: 'string', multiple: true },
  keys: { type: 'string', multiple: true },
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

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(usage);
    return exitCodes.done;
  }
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new WrongUsage('Name one pack.', usage);
  const { verdict, isVerified, text, mend } = await verifyFile(file, [...(values.key ?? []), ...(values.keys ?? [])]);
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
