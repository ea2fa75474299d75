import { Link } from '@tanstack/react-router';
import type { Connector } from '../../../api/types.ts';
import { AwsSaid, Banner } from '../../../ui/status/banner.tsx';
import { Mend } from '../../../ui/status/mend.tsx';
import { Time } from '../../../ui/text/time.tsx';

/** Why the connector is in Error: what AWS said, what holds meanwhile, how to mend it (rule 6 of the look). */
export function ReasonBanner({ connector }: { connector: Connector }) {
  const reason = connector.statusReason;
  if (!reason) return null;
  return (
    <div style={{ margin: '12px 0 -6px' }}>
      <Banner
        tone="bad"
        isAnswer
        actions={
          connector.canManage ? <Link to={`/connectors/${connector.id}/setup`}>Set-up and test</Link> : undefined
        }
      >
        <p>
          <strong>{reason.message}</strong>{' '}
          {connector.lastSyncedAt ? (
            <>
              Nothing is lost: pages show access as of <Time at={connector.lastSyncedAt} />.
            </>
          ) : (
            'Nothing has been read yet.'
          )}
        </p>
        {reason.awsError ? <AwsSaid>{reason.awsError}</AwsSaid> : null}
        <Mend text={reason.mend} />
        {connector.ownersToldAt ? (
          <p style={{ color: 'var(--cs-text2)' }}>
            {connector.failuresInARow} syncs in a row have failed; the owners were told{' '}
            <Time at={connector.ownersToldAt} />. Countersign keeps trying.
          </p>
        ) : null}
      </Banner>
    </div>
  );
}
