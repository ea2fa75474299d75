import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Setup } from '../../../api/types.ts';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { ActionTable } from './action-table.tsx';
import classes from './setup.module.css';

interface PolicyRowProps {
  /** One word or two at the head of the row. */
  name: string;
  /** As it is called within a sentence, e.g. "read policy". */
  called: string;
  summary: ReactNode;
  status?: ReactNode;
  /** JSON text, to copy. */
  policy: string;
  /** Without them, the policy alone opens. */
  actions?: Setup['actions'];
  /** In place of the policy as JSON, e.g. the ways to attach it. */
  children?: ReactNode;
}
/** A policy in one row: what each action is for, and its text, to open and to copy. */
export function PolicyRow({ name, called, summary, status, policy, actions, children }: PolicyRowProps) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  return (
    <>
      <div className={classes.policyRow}>
        <strong>{name}</strong>
        <span>{summary}</span>
        {status ?? <span />}
        <span className={classes.buttons}>
          {actions ? (
            <Button
              size="xs"
              aria-expanded={shown === 'actions'}
              aria-label={`Actions of the ${called}`}
              onClick={() => toggle('actions')}
            >
              Actions
            </Button>
          ) : null}
          <Button
            size="xs"
            aria-expanded={shown === 'policy'}
            aria-label={`Policy: ${called}`}
            onClick={() => toggle('policy')}
          >
            Policy
          </Button>
          <CopyButton size="xs" text={policy} aria-label={`Copy ${called}`}>
            Copy
          </CopyButton>
        </span>
      </div>
      {shown === 'actions' && actions ? <ActionTable label={`Actions of the ${called}`} actions={actions} /> : null}
      {shown === 'policy'
        ? (children ?? (
            <div style={{ marginTop: 8 }}>
              <CodeBlock code={policy} language="json" label={capital(called)} />
            </div>
          ))
        : null}
    </>
  );
}

const capital = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());
