import type { AccessRow } from '../../api/types.ts';
import { Badge } from '../../ui/status/status.tsx';

/** A condition on a path, in plain words; what cannot be decided or seen from AWS has its own icon. */
export function QualifierBadge({ qualifier }: { qualifier: NonNullable<AccessRow['qualifier']> }) {
  const sign = /not visible/i.test(qualifier.text) ? 'hidden' : qualifier.isUndecided ? 'undecided' : undefined;
  return <Badge {...(sign ? { sign } : {})}>{qualifier.text}</Badge>;
}
