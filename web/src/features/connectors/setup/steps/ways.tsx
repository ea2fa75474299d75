import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { CodeBlock } from '../../../../ui/text/code-block.tsx';
import { CopyButton } from '../../../../ui/text/copy.tsx';
import type { CodeLanguage } from '../../../../ui/text/highlight.ts';
import classes from '../setup.module.css';

export interface Way {
  id: string;
  label: string;
  code: string;
  /** What the code is called to who cannot see the tab; without it, as the tab. */
  codeLabel?: string;
  language: CodeLanguage;
  copy: string;
  how: ReactNode;
  /** What to do with the code, one after the other. */
  steps?: readonly string[];
  /** Below the code. */
  after?: ReactNode;
}

/** The same thing set up in several ways, as tabs: arrow keys move between them. */
export function Ways({ label, ways }: { label: string; ways: readonly Way[] }) {
  const base = useId();
  const [chosen, setChosen] = useState('console');
  const way = ways.find((at) => at.id === chosen) ?? ways[0];
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = ways[(ways.findIndex((at) => at.id === chosen) + by + ways.length) % ways.length];
    if (by === 0 || !next) return;
    event.preventDefault();
    setChosen(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  if (!way) return null;
  return (
    <>
      <div role="tablist" aria-label={label} className={classes.ways} onKeyDown={move} tabIndex={-1}>
        {ways.map((at) => (
          <button
            key={at.id}
            id={`${base}-${at.id}`}
            type="button"
            role="tab"
            aria-selected={at.id === way.id}
            aria-controls={`${base}-panel`}
            tabIndex={at.id === way.id ? 0 : -1}
            className={classes.way}
            onClick={() => setChosen(at.id)}
          >
            {at.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${way.id}`}>
        <div className={classes.wayHead}>
          <span>{way.how}</span>
          <CopyButton size="xs" text={way.code}>
            {way.copy}
          </CopyButton>
        </div>
        {way.steps ? <NumberedSteps steps={way.steps} /> : null}
        <CodeBlock code={way.code} language={way.language} label={way.codeLabel ?? way.label} />
        {way.after}
      </div>
    </>
  );
}

export const NumberedSteps = ({ steps }: { steps: readonly string[] }) => (
  <ol className={classes.numbered}>
    {steps.map((step) => (
      <li key={step}>{step}</li>
    ))}
  </ol>
);
