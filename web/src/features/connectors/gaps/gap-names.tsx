import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { RunGap } from '../../../api/types.ts';
import { addressOfThing } from '../../../ui/path/kinds.ts';
import classes from './gap-list.module.css';
import { nameOfGap } from './gap-words.ts';

const shownAtFirst = 12;
const shownMore = 100;

type Named = Pick<RunGap, 'what' | 'scopeKind'> & { about?: RunGap['about'] };

/** What was not read, by name: a dozen at first, then a hundred more each time, for one group may have thousands. */
export function GapNames({ gaps }: { gaps: readonly Named[] }) {
  const [most, setMost] = useState(shownAtFirst);
  const left = gaps.length - most;
  return (
    <>
      {inOrder(gaps)
        .slice(0, most)
        .map((gap, n) => (
          <Fragment key={gap.what}>
            {n > 0 ? ', ' : ''}
            <Name gap={gap} />
          </Fragment>
        ))}
      {left > 0 ? (
        <>
          {' '}
          <button type="button" className={classes.more} onClick={() => setMost(most + shownMore)}>
            {left > shownMore
              ? `and ${left.toLocaleString('en')} more: next ${shownMore}`
              : `and ${left.toLocaleString('en')} more`}
          </button>
        </>
      ) : null}
    </>
  );
}

const inOrder = (gaps: readonly Named[]): Named[] =>
  [...gaps].sort((a, b) => a.what.localeCompare(b.what, 'en', { numeric: true }));

/** The sentence, with the name in it leading to its page where it has one. */
function Name({ gap }: { gap: Named }) {
  const { about } = gap;
  const what = nameOfGap(gap);
  const address = about && addressOfThing(about.kind, about.id);
  const at = about ? what.lastIndexOf(about.name) : -1;
  if (!about || !address || at < 0) return what;
  return (
    <>
      {what.slice(0, at)}
      <Link to={address}>{about.name}</Link>
      {what.slice(at + about.name.length)}
    </>
  );
}
