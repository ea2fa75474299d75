import { useId, useState } from 'react';
import { useSession } from '../../../api/queries.ts';
import { PersonPicker } from '../../../ui/pickers/person-picker.tsx';
import classes from './ask.module.css';
import type { Basket } from './use-basket.ts';

const mayAskForAnyone = ['super-administrator', 'request-administrator'];

/** For me or, for a manager and an administrator, somebody else (REQ-1). */
export function PersonField({ basket }: { basket: Basket }) {
  const { reportCount, roles } = useSession();
  const [isOther, setOther] = useState(basket.person !== null);
  const name = useId();
  const isForAnyone = roles.some((role) => mayAskForAnyone.includes(role));
  if (reportCount === 0 && !isForAnyone) return null;
  const choose = (other: boolean) => {
    setOther(other);
    if (!other && basket.person) basket.choosePerson(null);
  };
  return (
    <div className={classes.person}>
      <fieldset className={classes.choice}>
        <legend className="cs-sr">Whom it is for</legend>
        <label>
          <input type="radio" name={name} checked={!isOther} onChange={() => choose(false)} />
          For me
        </label>
        <label>
          <input type="radio" name={name} checked={isOther} onChange={() => choose(true)} />
          For someone else
        </label>
      </fieldset>
      {isOther ? (
        <PersonPicker
          label="For"
          value={basket.person}
          onChange={basket.choosePerson}
          among={isForAnyone ? 'everybody' : 'seen'}
        />
      ) : null}
    </div>
  );
}
