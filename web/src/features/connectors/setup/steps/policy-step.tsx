import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Checklist, Setup } from '../../../../api/types.ts';
import { Status } from '../../../../ui/status/status.tsx';
import { CodeBlock } from '../../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../../ui/text/copy.tsx';
import { ActionTable } from '../action-table.tsx';
import { OwnPolicy } from '../own-policy.tsx';
import classes from '../setup.module.css';

/** The read policies: how many of their actions were seen allowed, each with what is lost without it (CON-5, CON-9). */
export function PolicyStep({ setup, checklist }: { setup: Setup; checklist: Checklist | null }) {
  const { policyName, terraform, furtherReading } = setup;
  const count = furtherReading.actions.length;
  return (
    <>
      <MinimumPolicy setup={setup} checklist={checklist} />
      <OwnPolicy
        policy={furtherReading}
        name="Read further"
        called="further read policy"
        summary={`Optional: ${count} actions, each with what is lost`}
        status={<ActionCount checklist={checklist} count={count} isOptional />}
        takeAway="To take it away again, where it came this way:"
      />
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        Inline policies of the role: <code className="cs-mono">{policyName}</code>, and for further reading{' '}
        <code className="cs-mono">{furtherReading.policyName}</code>, which can come later and go again by itself.
        {terraform ? ' Terraform, CloudFormation and CLI above contain them.' : ''} Nothing in them can change anything.
      </p>
    </>
  );
}

function MinimumPolicy({ setup, checklist }: { setup: Setup; checklist: Checklist | null }) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  const count = setup.actions.length;
  return (
    <>
      <div className={classes.policyRow}>
        <strong>Read</strong>
        <span>{count} actions, each with what is lost without it</span>
        <ActionCount checklist={checklist} count={count} isOptional={false} />
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
    </>
  );
}

interface ActionCountProps {
  checklist: Checklist | null;
  count: number;
  isOptional: boolean;
}
/** What is optional and not granted is nothing to mend. */
function ActionCount({ checklist, count, isOptional }: ActionCountProps) {
  const tried = checklist?.checks.filter((check) => check.action !== null && check.isOptional === isOptional) ?? [];
  if (tried.length === 0) return <Status sign="off">not tested</Status>;
  const passed = tried.filter((check) => check.outcome === 'pass').length;
  const missing = tried.filter((check) => check.outcome === 'fail' || check.outcome === 'not-granted').length;
  return (
    <Status sign={missing > 0 && !isOptional ? 'fail' : passed === count ? 'pass' : 'not-granted'}>
      {passed} of {count}
    </Status>
  );
}
