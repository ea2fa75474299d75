import type { Connector } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { Time } from '../../../../ui/text/time.tsx';

/** A deleted connector is still shown: what it read, and what became of that. */
export function DeletedBanner({ connector, at }: { connector: Connector; at: string }) {
  return (
    <div style={{ marginTop: 12 }}>
      <Banner tone="info">
        <p>
          <strong>
            Deleted <Time at={at} />.
          </strong>{' '}
          {connector.lastSyncedAt
            ? 'What it read stays as history, and is shown as no longer read until another connector reads it.'
            : 'It never read anything.'}
          {connector.roleArn ? ' In AWS its role may still be there.' : ''}
        </p>
      </Banner>
    </div>
  );
}
