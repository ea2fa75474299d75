import { Link } from '@tanstack/react-router';
import type { Connector } from '../../../api/types.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import { Time, useNow } from '../../../ui/text/time.tsx';
import { lifeWords, scimTokenLife } from '../scim-token.ts';

/** From thirty days before its end on: a SCIM token that AWS will not take any more, and what that stops (CON-14). */
export function ScimBanner({ connector }: { connector: Connector }) {
  const now = useNow(60_000);
  const { scimEnabled, scimToken } = connector;
  if (!scimEnabled || !scimToken) return null;
  const life = scimTokenLife(scimToken, now);
  if (life.state === 'good') return null;
  return (
    <div style={{ margin: '12px 0 -6px' }}>
      <Banner
        tone="warn"
        actions={
          <Link to="." search={{ tab: 'settings' } as never}>
            Settings
          </Link>
        }
      >
        <p>
          <strong>The SCIM access token {lifeWords(life)}.</strong> AWS {life.state === 'expired' ? 'took' : 'takes'} it
          until <Time at={scimToken.expiresAt} as="day" />; without one, users whom the role may not list are not
          described. IAM Identity Center makes a new one under Settings &gt; Automatic provisioning.
        </p>
      </Banner>
    </div>
  );
}
