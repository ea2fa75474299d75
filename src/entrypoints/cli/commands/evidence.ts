import type { Command } from 'commander';
import { verifyFile } from '../evidence/verify-file.ts';
import { NotVerified } from '../failures.ts';
import { type CommonOptions, leaf, speaker } from './leaf.ts';

interface VerifyOptions extends CommonOptions {
  key?: string[];
  keys?: string[];
}
const several = (value: string, before: string[] = []): string[] => [...before, value];

/** `evidence verify` asks no server: an auditor trusts a key and nothing else (REV-8). */
export function addEvidence(program: Command): void {
  const group = program.command('evidence').description('Evidence packs of campaigns');
  leaf(group, 'verify <file>', 'Check a pack offline: nothing changed, and signed by a key that you trust')
    .option('--key <file>', 'a public key that you trust (PEM); may be given again', several)
    .option('--keys <file>', 'keys that you trust: the answer of /.well-known/countersign-keys.json', several)
    .action(async (file: string, _: unknown, command: Command) => {
      const options: VerifyOptions = command.optsWithGlobals();
      const { verdict, isVerified, text, mend } = await verifyFile(file, [
        ...(options.key ?? []),
        ...(options.keys ?? []),
      ]);
      speaker(options).show({ value: verdict, text: JSON.stringify(verdict) }, () => text);
      if (!isVerified) throw new NotVerified(`${file} is not verified.`, mend);
    });
}
