import { Link } from '@tanstack/react-router';
import type { Connector } from '../../../api/types.ts';
import { Fact } from '../../../ui/layout/page.tsx';
import { useMemberReach } from '../use-member-reach.ts';

/** IAM of the other AWS accounts: in how many it is read, and how many are out of reach (CON-11). */
export function MemberFact({ connector }: { connector: Connector }) {
  const reach = useMemberReach(connector);
  const isOff = connector.memberRoleName === null;
  if (!reach || (isOff && reach.outOfReach === 0)) return null;
  const { read, outOfReach } = reach;
  const gaps = outOfReach > 0 && (
    <Link to="." search={{ tab: 'gaps' } as never}>
      {outOfReach.toLocaleString('en')} {isOff ? 'stale' : 'out of reach'}
    </Link>
  );
  return (
    <Fact label="IAM of other AWS accounts">
      {isOff ? 'off' : read === null ? 'not read yet' : `${read.toLocaleString('en')} read`}
      {gaps ? <>, {gaps}</> : ''}
    </Fact>
  );
}
