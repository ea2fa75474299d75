import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { WrongUsage } from '../failures.ts';

/** Asks on the terminal without showing what is typed; without a terminal, the first line of standard input. */
export async function askPassword(what = 'Password'): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  const silent = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal });
  if (isTerminal) process.stderr.write(`${what}: `);
  try {
    for await (const line of lines) if (line !== '') return line;
    throw new WrongUsage(`No ${what.toLowerCase()} was given.`, 'Type it, or pass it on standard input.');
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
}
