import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type AuditSeal, auditRoutes } from '../../../../contract/audit.ts';
import { evidenceRoutes } from '../../../../contract/evidence.ts';
import { NotVerified, WrongUsage } from '../../failures.ts';
import { moment } from '../../output/printable.ts';
import { acting, leaf, type Run } from '../leaf.ts';

const sealText = ({ sealed, waiting, checkpoint }: AuditSeal): string =>
  [
    `${sealed.toLocaleString('en')} entries sealed, ${waiting.toLocaleString('en')} waiting`,
    checkpoint === null
      ? 'No checkpoint was signed yet'
      : `Checkpoint of ${moment(checkpoint.at)} UTC: ${checkpoint.count.toLocaleString('en')} entries, head ${checkpoint.head}, key ${checkpoint.keyId}`,
  ].join('\n');

/** The checkpoint with the keys of today: with both kept elsewhere, nobody can rewrite the log unseen. */
async function keep(run: Run, { checkpoint }: AuditSeal, file: string): Promise<void> {
  if (checkpoint === null)
    throw new NotVerified(
      'No checkpoint was signed yet.',
      'The worker signs one a minute while the log grows; it needs the key file (COUNTERSIGN_SECRET_KEY_FILE).',
    );
  const { value } = await run.client.call(evidenceRoutes.publicKeys, {});
  const text = `${JSON.stringify({ checkpoint, keys: value.keys }, null, 2)}\n`;
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(
      error.code === 'EEXIST' ? `${file} is there already.` : `${file} cannot be written (${error.code}).`,
      'Name another file with --out.',
    );
  });
  run.note(
    `Kept in ${file}; put it where nobody who can write to the database can.\nLater: countersign audit verify --checkpoint ${file}`,
  );
}

export function addCheckpoint(group: Command): void {
  leaf(group, 'checkpoint', 'How far the log is sealed, and its newest signed checkpoint')
    .option('--out <file>', 'keep the checkpoint, with the keys of today, in a new file: to verify by later')
    .action(
      acting<{ out?: string }>(async (run, { out }) => {
        const received = await run.client.call(auditRoutes.seal, {});
        run.show(received, () => sealText(received.value));
        if (!received.value.isAsSigned)
          throw new NotVerified('The log is not what its checkpoint signed.', 'Run `countersign audit verify`.');
        if (out !== undefined) await keep(run, received.value, out);
      }),
    );
}
