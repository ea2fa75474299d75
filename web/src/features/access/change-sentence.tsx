import { IconArrowsLeftRight, IconCircleMinus, IconCirclePlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AccessChange } from '../../api/types.ts';
import classes from './access.module.css';
import { OutsideCause } from './outside-cause.tsx';

const signs = {
  granted: [IconCirclePlus, 'ok', 'granted'],
  appeared: [IconCirclePlus, 'ok', 'appeared'],
  removed: [IconCircleMinus, 'bad', 'removed'],
  vanished: [IconCircleMinus, 'bad', 'vanished'],
  changed: [IconArrowsLeftRight, 'warn', 'changed'],
} as const;

export function ChangeIcon({ op }: { op: AccessChange['op'] }) {
  const [Icon, colour, word] = signs[op];
  return (
    <Icon size={15} stroke={1.75} role="img" aria-label={word} style={{ color: `var(--cs-${colour})`, flex: 'none' }} />
  );
}

/** The server's sentence with the names in it made heavy: names are dark, the words between are grey. */
export function ChangeSentence({ change }: { change: AccessChange }) {
  const names = [...new Set(change.path.map((step) => step.name))].filter(Boolean).sort((a, b) => b.length - a.length);
  const pieces = splitAt(change.sentence, names);
  return (
    <span className={classes.sentence}>
      {pieces.map((piece, index): ReactNode => {
        const key = `${index}:${piece}`;
        return names.some((name) => name.toLowerCase() === piece.toLowerCase()) ? (
          <strong key={key}>{piece}</strong>
        ) : (
          <span key={key}>{piece}</span>
        );
      })}
    </span>
  );
}

/** Whose change it is; a lease of ours leads to its request. */
export function ChangeCause({ cause }: { cause: AccessChange['cause'] }) {
  if (cause.by === 'outside') return <OutsideCause cause={cause} />;
  if (cause.by !== 'countersign' || cause.requestId === null)
    return <span className={classes.grey}>{cause.words}</span>;
  return <Link to={`/requests/${cause.requestId}`}>{cause.words}</Link>;
}

function splitAt(text: string, names: string[]): string[] {
  if (names.length === 0) return [text];
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // Without regard to case: a sentence begins with a capital, whatever the name begins with.
  return text.split(new RegExp(`(${escaped.join('|')})`, 'i')).filter((piece) => piece !== '');
}
