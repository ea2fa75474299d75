import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { getOptions, usePermission } from '../../api/queries.ts';
import type { Connector } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Section } from '../../ui/layout/page.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ConnectorStatus } from './connector-status.tsx';
import classes from './connectors.module.css';

/** Home: the state of the connectors, or the call to connect AWS where there is none. */
export function ConnectorStates() {
  const connectors = useQuery({
    ...getOptions('/api/v1/connectors', { query: { limit: 10 } }),
    refetchInterval: 10_000,
  });
  const items = connectors.data?.items ?? [];
  return (
    <Section
      title="Connectors"
      count={connectors.data?.total}
      action={items.length > 0 ? <Link to="/connectors">All connectors</Link> : undefined}
    >
      {connectors.isPending ? <Loading rows={2} /> : null}
      {connectors.isError ? (
        <Failed error={connectors.error} retry={() => void connectors.refetch()} what="The state of the connectors" />
      ) : null}
      {connectors.data && items.length === 0 ? <ConnectAws /> : null}
      <ul className={classes.states}>
        {items.map((connector) => (
          <li key={connector.id}>
            <span>
              <Link to={`/connectors/${connector.id}`} className={classes.name}>
                {connector.name}
              </Link>{' '}
              <span className={classes.grey}>of</span> {connector.application.name}
            </span>
            <ConnectorStatus status={connector.status} />
            <StateNote connector={connector} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function StateNote({ connector }: { connector: Connector }) {
  const run = connector.currentRun;
  if (connector.statusReason) return <span className={classes.grey}>{connector.statusReason.message}</span>;
  if (run && run.callsPlanned > 0)
    return <span className={classes.grey}>{`${run.callsMade} of ${run.callsPlanned} calls`}</span>;
  if (!connector.lastSyncedAt) return <span className={classes.grey}>never synced</span>;
  return (
    <span className={classes.grey}>
      synced <Time at={connector.lastSyncedAt} />
      {connector.gapCount > 0 ? `, ${connector.gapCount} could not be read` : ''}
    </span>
  );
}

function ConnectAws() {
  const navigate = useNavigate();
  const mayAdd = usePermission('connectors.manage');
  return (
    <Empty
      icon={<IconPlugConnected size={22} stroke={1.5} aria-hidden />}
      title="No AWS account is connected yet"
      action={
        mayAdd ? (
          <Button
            variant="filled"
            onClick={() => void navigate({ to: '/connectors', search: { add: 'connector' } as never })}
          >
            Connect AWS
          </Button>
        ) : undefined
      }
    >
      Countersign reads who can reach what through an IAM role that you create: 14 read actions are enough. It takes
      about five minutes{mayAdd ? '.' : '; a Connector Administrator can do it.'}
    </Empty>
  );
}
