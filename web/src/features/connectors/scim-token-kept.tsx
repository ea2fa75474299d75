import { Status } from '../../ui/status/status.tsx';
import { Time, useNow } from '../../ui/text/time.tsx';
import classes from './connectors.module.css';
import { type KeptScimToken, lifeWords, scimTokenLife } from './scim-token.ts';

/** That a token is kept, and how long AWS takes it: all that is ever shown of it. */
export function ScimTokenKept({ token }: { token: KeptScimToken }) {
  const life = scimTokenLife(token, useNow(60_000));
  return (
    <span className={classes.tokenKept}>
      <span>
        A token is kept since <Time at={token.savedAt} as="day" />, AWS {life.state === 'expired' ? 'took' : 'takes'} it
        until <Time at={token.expiresAt} as="day" />.
      </span>
      {life.state === 'good' ? null : (
        <Status sign={life.state === 'expired' ? 'fail' : 'warn'}>{lifeWords(life)}</Status>
      )}
    </span>
  );
}
