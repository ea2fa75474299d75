import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { IamDetails } from '../../../api/types.ts';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { compactJson } from '../../../ui/text/compact-json.ts';
import classes from './iam.module.css';

const kindWords = { 'aws-managed': 'AWS managed', 'customer-managed': 'customer managed', inline: 'inline' };

/** One policy; what it allows opens under it. */
export function PolicyRow({ of }: { of: IamDetails['policies'][number] }) {
  const [isOpen, setOpen] = useState(false);
  const hasText = of.document !== null && of.document !== undefined;
  return (
    <>
      <tr>
        <td>
          {hasText ? (
            <button type="button" className={classes.open} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {of.name}
            </button>
          ) : (
            <span className={classes.name}>{of.name}</span>
          )}
        </td>
        <td className={classes.soft}>{kindWords[of.kind]}</td>
        <td className={of.via ? undefined : classes.soft}>
          {of.via ? (
            <Link to={`/groups/${of.via.id}`}>{of.via.name}</Link>
          ) : of.kind === 'inline' ? (
            'its own'
          ) : (
            'attached'
          )}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={3}>
            <CodeBlock code={textOf(of.document)} language="json" label={`What ${of.name} allows`} isWrapped />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** A document that is no JSON is shown as it came. */
const textOf = (document: unknown): string =>
  typeof document === 'string' ? document : compactJson(JSON.stringify(document, null, 2));
