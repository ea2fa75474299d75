import type { ReactNode } from 'react';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import classes from './setup.module.css';

/** Below a way to set something up: how it goes away again, as commands or in words. */
export function TakeAway({ before, command, children }: { before: string; command?: string; children?: ReactNode }) {
  return (
    <>
      <div className={classes.wayHead} style={{ marginTop: 12 }}>
        <span>
          {before} {children}
        </span>
        {command ? (
          <CopyButton size="xs" text={command} aria-label="Copy how to take it away">
            Copy
          </CopyButton>
        ) : null}
      </div>
      {command ? <CodeBlock code={command.trimEnd()} language="shell" label="To take it away again" /> : null}
    </>
  );
}
