import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import { getOptions, refresh } from '../../../api/queries.ts';
import type { Campaign, EvidencePack } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from '../campaigns.module.css';

/** Signed packs of the campaign (REV-8): make one, take it away, and the command that checks it without this server. */
export function EvidenceSection({ campaign, isBrief = false }: { campaign: Campaign; isBrief?: boolean }) {
  const params = { id: campaign.id };
  const packs = useQuery(getOptions('/api/v1/campaigns/:id/evidence', { params }));
  const make = useMutation({
    mutationFn: () => client.post('/api/v1/campaigns/:id/evidence', { params }),
    onSuccess: () => refresh('/api/v1/campaigns/:id/evidence'),
  });
  const items = [...(packs.data?.items ?? [])].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const shown = isBrief ? items.slice(0, 1) : items;
  return (
    <Section
      title="Evidence"
      note={campaign.status === 'signed-off' ? 'signed off' : 'so far; final after the sign-off'}
      action={
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          Make a pack
        </Button>
      }
    >
      {make.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(make.error)}
        </Banner>
      ) : null}
      {packs.isPending ? <Loading rows={2} label="Loading the packs" /> : null}
      {packs.isError ? <Failed error={packs.error} retry={() => void packs.refetch()} what="The evidence" /> : null}
      {packs.data && items.length === 0 ? (
        <p className={classes.grey}>No pack yet. A pack holds every item, decision and proof, chained and signed.</p>
      ) : null}
      {shown.length > 0 ? (
        <ul className={classes.packs} aria-label="Evidence packs">
          {shown.map((pack) => (
            <PackRow key={pack.id} pack={pack} />
          ))}
        </ul>
      ) : null}
      {shown[0] ? <VerifyCommand pack={shown[0]} /> : null}
    </Section>
  );
}

function PackRow({ pack }: { pack: EvidencePack }) {
  const download = useDownload(pack);
  return (
    <li>
      <span>
        <code className="cs-mono">{pack.fileName}</code>
        <br />
        <span className={classes.grey}>
          <Time at={pack.createdAt} /> by {pack.createdBy.name}, {sizeWords(pack.bytes)}, sha256{' '}
        </span>
        <Identifier text={pack.sha256} most={13} what="sha256" />
      </span>
      <Button
        leftSection={<IconDownload size={14} stroke={1.75} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
        aria-label={`Download ${pack.fileName}`}
      >
        Download
      </Button>
      {download.isError ? (
        <span role="alert" style={{ color: 'var(--cs-bad)', width: '100%' }}>
          {sentenceOf(download.error)}
        </span>
      ) : null}
    </li>
  );
}

const sizeWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The file as the server keeps it; a link could not say what it accepts, and a refusal must be read here. */
const useDownload = (pack: EvidencePack) =>
  useMutation({
    mutationFn: async () => {
      const { base64 } = await client.get('/api/v1/evidence/:id/download', { params: { id: pack.id } });
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = pack.fileName;
      link.click();
      URL.revokeObjectURL(address);
    },
  });

function VerifyCommand({ pack }: { pack: EvidencePack }) {
  const command = `countersign evidence verify ${pack.fileName} --keys trusted-keys.json`;
  return (
    <>
      <div className={classes.verify}>
        <CodeBlock code={command} language="shell" label="Check it without this server" isWrapped />
        <CopyButton text={command} aria-label="Copy the verify command">
          Copy
        </CopyButton>
      </div>
      <p className={classes.note}>
        Asks no server. Keys to trust: <a href="/.well-known/countersign-keys.json">countersign-keys.json</a>, compared
        with a copy from elsewhere.
      </p>
    </>
  );
}
