import { Link } from '@tanstack/react-router';
import { momentWords } from '../../../ui/text/time.tsx';
import classes from './delegations.module.css';
import { useMyDelegations } from './use-delegations.ts';

/** At the list of tasks: who else decides what waits for me, for whom I decide, and where that is said. */
export function StandInNote() {
  const { away, actsFor } = useMyDelegations();
  return (
    <div className={classes.stand}>
      {away ? (
        <p>
          {away.delegate.name} decides in your stead until {momentWords(away.until)}.
        </p>
      ) : null}
      {actsFor.map(({ id, person, until }) => (
        <p key={id}>
          You decide for {person.name}, away until {momentWords(until)}.
        </p>
      ))}
      <p>
        <Link to="/out-of-office">{away || actsFor.length > 0 ? 'Out of office' : 'Away soon? Name a delegate'}</Link>
      </p>
    </div>
  );
}
