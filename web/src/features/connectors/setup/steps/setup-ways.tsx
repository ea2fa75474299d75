import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { Setup } from '../../../../api/types.ts';
import { CodeBlock } from '../../../../ui/text/code-block.tsx';
import { compactJson } from '../../../../ui/text/compact-json.ts';
import { CopyButton } from '../../../../ui/text/copy.tsx';
import type { CodeLanguage } from '../../../../ui/text/highlight.ts';
import classes from '../setup.module.css';

interface Way {
  id: string;
  label: string;
  code: string;
  language: CodeLanguage;
  copy: string;
  how: ReactNode;
}

function waysOf(setup: Setup, trustPolicy: string): Way[] {
  const inConsole: Way = {
    id: 'console',
    label: 'Console',
    code: compactJson(trustPolicy),
    language: 'json',
    copy: 'Copy trust policy',
    how: (
      <>
        IAM › Roles › Create role › <strong>Custom trust policy</strong>, paste, name it{' '}
        <code className="cs-mono">{setup.roleName}</code>
      </>
    ),
  };
  const files: (Omit<Way, 'code'> & { code: string | null })[] = [
    {
      id: 'terraform',
      label: 'Terraform',
      code: setup.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: 'Role, trust and read policy in one file; its output is the Role ARN',
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: setup.cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: 'Role, trust and read policy in one stack; its output is the Role ARN',
    },
    {
      id: 'cli',
      label: 'CLI',
      code: setup.awsCli,
      language: 'shell',
      copy: 'Copy commands',
      how: 'In CloudShell of the management account; the first command prints the Role ARN',
    },
  ];
  return [inConsole, ...files.flatMap((way) => (way.code ? [{ ...way, code: way.code }] : []))];
}

/** The same role in four ways, as tabs: arrow keys move between them. */
export function SetupWays({ setup, trustPolicy }: { setup: Setup; trustPolicy: string }) {
  const ways = waysOf(setup, trustPolicy);
  const [chosen, setChosen] = useState('console');
  const way = ways.find((at) => at.id === chosen) ?? ways[0];
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = ways[(ways.findIndex((at) => at.id === chosen) + by + ways.length) % ways.length];
    if (by === 0 || !next) return;
    event.preventDefault();
    setChosen(next.id);
    event.currentTarget.querySelector<HTMLElement>(`#way-${next.id}`)?.focus();
  };
  if (!way) return null;
  return (
    <>
      <div role="tablist" aria-label="Ways to create the role" className={classes.ways} onKeyDown={move} tabIndex={-1}>
        {ways.map((at) => (
          <button
            key={at.id}
            id={`way-${at.id}`}
            type="button"
            role="tab"
            aria-selected={at.id === way.id}
            aria-controls="way-panel"
            tabIndex={at.id === way.id ? 0 : -1}
            className={classes.way}
            onClick={() => setChosen(at.id)}
          >
            {at.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="way-panel" aria-labelledby={`way-${way.id}`}>
        <div className={classes.wayHead}>
          <span>{way.how}</span>
          <CopyButton size="xs" text={way.code}>
            {way.copy}
          </CopyButton>
        </div>
        <CodeBlock code={way.code} language={way.language} label={way.id === 'console' ? 'Trust policy' : way.label} />
      </div>
    </>
  );
}
