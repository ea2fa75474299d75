import { Link } from '@tanstack/react-router';
import { usePermission } from '../../api/queries.ts';
import type { Gap } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { Time } from '../../ui/text/time.tsx';

const shownAtOnce = 3;

/** Access may be missing below: says what could not be read, since when, and where the mend is. */
export function GapBanner({ gaps }: { gaps: Gap[] }) {
  const canSeeConnectors = usePermission('connectors.read');
  const [first] = gaps;
  if (!first) return null;
  const rest = gaps.length - shownAtOnce;
  return (
    <Banner
      tone="warn"
      actions={
        canSeeConnectors && first.connectorId && first.reason !== 'no-longer-read' ? (
          <Link to={`/connectors/${first.connectorId}`} search={{ tab: 'gaps' } as never}>
            How to mend it
          </Link>
        ) : undefined
      }
    >
      <p>
        <strong>
          {gaps.every(({ reason }) => reason === 'no-longer-read')
            ? 'This is no longer read, so it may be different in AWS by now.'
            : 'Some of this could not be read, so access may be missing here.'}
        </strong>{' '}
        Last-known facts are kept and marked stale.
      </p>
      <ul>
        {gaps.slice(0, shownAtOnce).map((gap) => (
          <li key={`${gap.scopeKind}:${gap.what}`}>
            {gap.what}
            {gap.action ? (
              <>
                : <code className="cs-mono">{gap.action}</code> is not allowed
              </>
            ) : null}
            {gap.reason === 'no-longer-read' ? ', which was deleted: nobody reads it any more' : ''}, since{' '}
            <Time at={gap.since} />
          </li>
        ))}
        {rest > 0 ? <li>and {rest} more</li> : null}
      </ul>
    </Banner>
  );
}
