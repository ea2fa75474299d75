import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { AccessRequest } from '../../../api/types.ts';
import { useSeen } from './use-seen.ts';

/** "Permission set · AWS account", as far as the viewer may open them. */
export function SeenLinks({ of }: { of: Pick<AccessRequest['entitlement'], 'ref'> }) {
  const { pages } = useSeen(of);
  return pages.map(({ label, to }, index) => (
    <Fragment key={to}>
      {index > 0 ? ' · ' : null}
      <Link to={to}>{label}</Link>
    </Fragment>
  ));
}
