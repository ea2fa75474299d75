import type { Command } from 'commander';
import { auditRoutes } from '../../../../contract/audit.ts';
import { verifyLog, verifyLogFile } from '../../audit/verify-log.ts';
import { connect } from '../../client/connect.ts';
import { readEnvironment } from '../../environment.ts';
import { NotVerified } from '../../failures.ts';
import { type CommonOptions, leaf, speaker } from '../leaf.ts';
import { collected } from '../option-values.ts';

interface VerifyOptions extends CommonOptions {
  checkpoint?: string[];
  key?: string[];
  keys?: string[];
}

/** Checks here, row by row, whether the log comes from the server or from a file: the server is not asked what it thinks. */
export function addVerify(group: Command): void {
  leaf(group, 'verify [file]', 'Check the log, or an export of it: nothing changed, removed, moved or cut off (SEC-3)')
    .option('--checkpoint <file>', 'a checkpoint that you kept; may be given again', collected)
    .option('--key <file>', 'a public key that you trust (PEM); may be given again', collected)
    .option('--keys <file>', 'keys that you trust: the answer of /.well-known/countersign-keys.json', collected)
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const options: VerifyOptions = command.optsWithGlobals();
      const trust = {
        keyFiles: [...(options.key ?? []), ...(options.keys ?? [])],
        checkpointFiles: options.checkpoint ?? [],
      };
      const verified = file === undefined ? await ofServer(options, trust) : await verifyLogFile(file, trust);
      const { verdict, isVerified, text, mend } = verified;
      speaker(options).show({ value: verdict, text: JSON.stringify(verdict) }, () => text);
      if (!isVerified) throw new NotVerified('The audit log is not verified.', mend);
    });
}

const ofServer = async (options: VerifyOptions, trust: Parameters<typeof verifyLog>[1]) => {
  const client = await connect(options.url, readEnvironment());
  return verifyLog(await client.pieces(auditRoutes.export, {}), trust);
};
