import type { Connector } from '../../../../api/types.ts';
import { ScimTokenKept } from '../../scim-token-kept.tsx';
import classes from '../detail.module.css';

/** Endpoint and token of the SCIM API; of the token only that it is there. */
export function ScimValue({ connector: { scimEnabled, scimEndpoint, scimToken } }: { connector: Connector }) {
  if (scimEndpoint === null && scimToken === null)
    return <span className={classes.grey}>no endpoint and no token</span>;
  return (
    <span className={classes.stacked}>
      {scimEndpoint ? <code className="cs-mono">{scimEndpoint}</code> : null}
      <span className={scimEnabled ? undefined : classes.grey}>
        {scimToken ? <ScimTokenKept token={scimToken} /> : 'No token is kept.'}
      </span>
    </span>
  );
}
