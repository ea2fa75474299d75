import { IconArrowsLeftRight, IconCircleMinus, IconCirclePlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AccessChange, PathStep } from '../../api/types.ts';
import { addressOfThing } from '../../ui/path/kinds.ts';
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

/** The server's sentence with the names in it made heavy, each leading to its page: the words between are grey. */
export function ChangeSentence({ change }: { change: AccessChange }) {
  const steps = change.path.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  const pieces = splitAt(change.sentence, [...new Set(steps.map(({ name }) => name))]);
  return (
    <span className={classes.sentence}>
      {pieces.map((piece, index): ReactNode => {
        const key = `${index}:${piece}`;
        const step = steps.find(({ name }) => name.toLowerCase() === piece.toLowerCase());
        return step ? (
          <Name key={key} step={step} isGone={change.op === 'vanished'} words={piece} />
        ) : (
          <span key={key}>{piece}</span>
        );
      })}
    </span>
  );
}

/** What has vanished has no page any more. */
function Name({ step, isGone, words }: { step: PathStep; isGone: boolean; words: string }) {
  const address = isGone ? null : addressOfThing(step.kind, step.id);
  return address ? (
    <Link to={address} className={classes.changeName}>
      {words}
    </Link>
  ) : (
    <strong>{words}</strong>
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
