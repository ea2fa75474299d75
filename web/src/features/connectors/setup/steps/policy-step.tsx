import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Checklist, Setup } from '../../../../api/types.ts';
import { Status } from '../../../../ui/status/status.tsx';
import { CodeBlock } from '../../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../../ui/text/copy.tsx';
import { ActionTable } from '../action-table.tsx';
import classes from '../setup.module.css';

/** The read policy: how many of its actions were seen allowed, each with what is lost without it (CON-5). */
export function PolicyStep({ setup, checklist }: { setup: Setup; checklist: Checklist | null }) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  const count = setup.actions.length;
  return (
    <>
      <div className={classes.policyRow}>
        <strong>Read</strong>
        <span>{count} actions, each with what is lost without it</span>
        <ActionCount checklist={checklist} count={count} />
        <span className={classes.buttons}>
          <Button size="xs" aria-expanded={shown === 'actions'} onClick={() => toggle('actions')}>
            Actions
          </Button>
          <Button size="xs" aria-expanded={shown === 'policy'} onClick={() => toggle('policy')}>
            Policy
          </Button>
          <CopyButton size="xs" text={setup.readPolicy} aria-label="Copy read policy">
            Copy
          </CopyButton>
        </span>
      </div>
      {shown === 'actions' ? <ActionTable label="Actions of the read policy" actions={setup.actions} /> : null}
      {shown === 'policy' ? (
        <div style={{ marginTop: 8 }}>
          <CodeBlock code={setup.readPolicy} language="json" label="Read policy" />
        </div>
      ) : null}
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        Add it to the role as inline policy <code className="cs-mono">{setup.policyName}</code>.
        {setup.terraform ? ' Terraform, CloudFormation and CLI above contain it.' : ''} Nothing in it can change
        anything.
      </p>
    </>
  );
}

function ActionCount({ checklist, count }: { checklist: Checklist | null; count: number }) {
  const tried = checklist?.checks.filter((check) => check.action !== null) ?? [];
  if (tried.length === 0) return <Status sign="off">not tested</Status>;
  const passed = tried.filter((check) => check.outcome === 'pass').length;
  const missing = tried.filter((check) => check.outcome === 'fail' || check.outcome === 'not-granted').length;
  return (
    <Status sign={missing > 0 ? 'fail' : passed === count ? 'pass' : 'not-granted'}>
      {passed} of {count}
    </Status>
  );
}
