import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions } from '../../../api/queries.ts';
import type { Output } from '../../../api/routes.ts';
import type { Connector } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { GapList } from '../gaps/gap-list.tsx';
import { GapNames } from '../gaps/gap-names.tsx';
import { actionToAdd, isOfMember, type Together } from '../gaps/gap-words.ts';
import { memberAccountsId } from '../setup/members/member-accounts-id.ts';
import classes from './detail.module.css';

type Gap = Output<'GET', '/api/v1/connectors/:id/gaps'>['items'][number];

/** What the last run could not read, what that hides, and the action to add. */
export function GapsTab({ connector }: { connector: Connector }) {
  const gaps = useQuery(getOptions('/api/v1/connectors/:id/gaps', { params: { id: connector.id } }));
  if (gaps.isPending) return <Loading rows={4} label="Loading what could not be read" />;
  if (gaps.isError)
    return <Failed error={gaps.error} retry={() => void gaps.refetch()} what="What could not be read" />;
  if (gaps.data.items.length === 0) {
    return (
      <Empty icon={<StatusIcon sign="pass" size={22} />} title="Everything that was tried was read">
        A scope that fails shows here, with the action to add.
      </Empty>
    );
  }
  const actions = [...new Set(gaps.data.items.flatMap((gap) => actionToAdd(gap) ?? []))];
  return (
    <>
      <div className={classes.gapHead}>
        <p>Last-known facts are kept and marked stale; nothing here is shown as “no access”.</p>
        {actions.length > 0 ? (
          <CopyButton text={actions.map((action) => `"${action}"`).join(',\n')}>
            {actions.length === 1 ? 'Copy the action to add' : `Copy the ${actions.length} actions to add`}
          </CopyButton>
        ) : null}
      </div>
      <GapList
        label="What could not be read"
        gaps={gaps.data.items}
        since={(gap) => (
          <>
            , since <Time at={gap.since} />
          </>
        )}
      >
        {(together) => <NotRead connector={connector} gaps={together} />}
      </GapList>
    </>
  );
}

interface NotReadProps {
  connector: Connector;
  gaps: Together<Gap>;
}
function NotRead({ connector, gaps }: NotReadProps) {
  const [first] = gaps;
  return (
    <div className={classes.hidden}>
      <p>
        <span className={classes.grey}>Not read:</span> <GapNames gaps={gaps} />
      </p>
      <p>
        <span className={classes.grey}>Mend:</span> {first.mend}{' '}
        {isOfMember(first) && first.reason === 'denied' && connector.canManage ? (
          <Link to={`/connectors/${connector.id}/setup`} hash={memberAccountsId}>
            Set-up of the other AWS accounts
          </Link>
        ) : null}
      </p>
    </div>
  );
}
