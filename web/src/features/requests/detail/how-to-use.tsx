import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { Lease } from '../../../api/types.ts';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import classes from './detail.module.css';

/** Portal link and CLI profile, for who holds it (REQ-6). */
export function HowToUse({ lease: { portalUrl, cliProfile, entitlement } }: { lease: Lease }) {
  if (!portalUrl && !cliProfile) return null;
  return (
    <div className={classes.use}>
      {portalUrl ? (
        <div className={classes.useHead}>
          <span>
            {entitlement.awsAccount
              ? 'Sign in at the access portal, straight to this AWS account and role.'
              : 'Sign in at the access portal: what the group gives shows there.'}
          </span>
          <Button
            component="a"
            href={portalUrl}
            target="_blank"
            rel="noreferrer"
            variant="filled"
            leftSection={<IconExternalLink size={15} stroke={1.75} aria-hidden />}
          >
            Open in AWS
          </Button>
        </div>
      ) : null}
      {cliProfile ? (
        <>
          <div className={classes.useHead}>
            <span>
              For the aws command line: into <code className="cs-mono">~/.aws/config</code>
            </span>
            <CopyButton size="xs" text={cliProfile} aria-label="Copy CLI profile">
              Copy
            </CopyButton>
          </div>
          <CodeBlock code={cliProfile} language="shell" label="CLI profile" />
        </>
      ) : null}
    </div>
  );
}
