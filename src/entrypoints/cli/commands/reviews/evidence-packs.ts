import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { campaignRoutes, type EvidencePack } from '../../../../contract/campaigns.ts';
import type { Client } from '../../client/client.ts';
import { NotVerified, WrongUsage } from '../../failures.ts';
import { moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { findCampaign } from './find-campaign.ts';

interface EvidenceOptions {
  out?: string;
  list?: boolean;
}

/** Fetches a pack and writes it to a new file. The server's own hash must fit: a cut download is not evidence. */
async function download(client: Client, pack: EvidencePack, file: string): Promise<void> {
  const { value } = await client.call(campaignRoutes.downloadEvidence, { params: { id: pack.id } });
  const bytes = Buffer.from(value.base64, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== pack.sha256)
    throw new NotVerified(`The pack arrived damaged: SHA-256 is ${sha256}.`, `It should be ${pack.sha256}. Try again.`);
  await writeFile(file, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(
      error.code === 'EEXIST' ? `${file} is there already.` : `${file} cannot be written (${error.code}).`,
      'Name another file with --out.',
    );
  });
}

async function list(run: Run, id: string): Promise<void> {
  const received = await run.client.call(campaignRoutes.evidence, { params: { id } });
  run.show(received, () =>
    received.value.items.length === 0
      ? 'No evidence pack was made yet.'
      : tableOf(
          [
            { name: 'Id', of: (row) => row.id },
            { name: 'Made', of: (row) => moment(row.createdAt) },
            { name: 'By', of: (row) => row.createdBy.name },
            { name: 'Key', of: (row) => row.keyId },
            { name: 'Bytes', of: (row) => row.bytes },
            { name: 'SHA-256', of: (row) => row.sha256 },
          ],
          received.value.items,
          run.width,
        ),
  );
}

export function addEvidencePacks(group: Command): void {
  leaf(group, 'evidence <campaign>', 'Make a signed evidence pack and save it here')
    .option('--out <file>', 'where to save it (default: its own name, in this folder)')
    .option('--list', 'only list the packs that were made')
    .action(
      acting<EvidenceOptions, [string]>(async (run, options, named) => {
        const { value: campaign } = await findCampaign(run.client, named);
        if (options.list) return list(run, campaign.id);
        const received = await run.client.call(campaignRoutes.makeEvidence, { params: { id: campaign.id } });
        // The name is the server's: only its last part, so that it cannot choose a folder here.
        const file = options.out ?? path.basename(received.value.fileName);
        await download(run.client, received.value, file);
        run.show(received, () => `${file}: ${received.value.bytes} bytes, SHA-256 ${received.value.sha256}`);
        run.note(`Signed with key ${received.value.keyId}.\nNext: countersign evidence verify ${file}`);
      }),
    );
}
