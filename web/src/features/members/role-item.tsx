import { Button } from '@mantine/core';
import type { Member, RoleDescription } from '../../api/types.ts';
import { Status } from '../../ui/status/status.tsx';
import { Time } from '../../ui/text/time.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './members.module.css';

interface RoleItemProps {
  role: RoleDescription;
  held: Member['roles'][number] | undefined;
  /** Why it can't be changed; null where it can. */
  whyNot: string | null;
  isBusy: boolean;
  /** The change is asked about first. */
  asksAgain: boolean;
  /** Absent for who only reads. */
  onChange?: ((isGiven: boolean) => void) | undefined;
}
/** One role: what it is, whether the person holds it and by whom, and the button that changes that. */
export function RoleItem({ role, held, whyNot, isBusy, asksAgain, onChange }: RoleItemProps) {
  const mayChange = onChange !== undefined && whyNot === null;
  return (
    <li className={classes.role} data-held={held ? true : undefined}>
      <div className={classes.roleHead}>
        <h3 className={classes.roleName}>{role.name}</h3>
        {mayChange ? (
          <Button
            size="xs"
            variant={held ? 'outline' : 'default'}
            {...(held ? { 'data-danger': true } : {})}
            loading={isBusy}
            aria-label={`${held ? 'Take away' : 'Give'} ${role.name}`}
            onClick={() => onChange(!held)}
          >
            {held ? 'Take away' : 'Give'}
            {asksAgain ? '…' : ''}
          </Button>
        ) : null}
      </div>
      <p className={classes.soft}>{role.summary}</p>
      {held ? (
        <p className={classes.since}>
          <Status sign="pass" size={14}>
            Holds it since <Time at={held.grantedAt} as="day" />
            {held.isFromClaim ? ', by the sign-in provider' : held.grantedBy ? `, from ${held.grantedBy.name}` : ''}
          </Status>
        </p>
      ) : null}
      {whyNot ? <p className={classes.grey}>{whyNot}</p> : null}
      <details className={classes.may}>
        <summary>What it may do</summary>
        <ul>
          {role.may.map((each) => (
            <li key={each}>{each}</li>
          ))}
          {role.mayNot.map((each) => (
            <li key={each} data-not>
              Not: {lower(each)}
            </li>
          ))}
        </ul>
        <p className={classes.grey}>{counted(role.holderCount, 'person holds', 'people hold')} it.</p>
      </details>
    </li>
  );
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
