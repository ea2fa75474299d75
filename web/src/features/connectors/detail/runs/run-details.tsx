import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions } from '../../../../api/queries.ts';
import type { SyncRun } from '../../../../api/types.ts';
import { Failed, Loading } from '../../../../ui/feedback/states.tsx';
import { AwsSaid } from '../../../../ui/status/banner.tsx';
import { Mend } from '../../../../ui/status/mend.tsx';
import { counted } from '../../../../ui/text/words.ts';
import { CallsTable } from '../../runs/calls-table.tsx';
import { memberScopes, memberWords, triggerWords } from '../../runs/run-words.ts';
import classes from './run-details.module.css';

/** Inside an opened run: why it failed, what could not be read, and the calls by operation. */
export function RunDetails({ connectorId, run }: { connectorId: string; run: SyncRun }) {
  const detail = useQuery({
    ...getOptions('/api/v1/connectors/:id/runs/:runId', { params: { id: connectorId, runId: run.id } }),
    refetchInterval: run.status === 'reading' ? 1_000 : false,
  });
  if (detail.isPending) return <Loading rows={3} label="Loading the run" />;
  if (detail.isError) return <Failed error={detail.error} what="This run" />;
  const members = memberScopes(detail.data.scopes);
  const address = `/connectors/${connectorId}/runs/${run.id}`;
  return (
    <div className={classes.details}>
      <p className={classes.detailLine}>
        Started {triggerWords[run.trigger]}.{' '}
        {run.callsThrottled > 0
          ? `${counted(run.callsThrottled, 'call was', 'calls were')} throttled and made again. `
          : ''}
        {run.scopesFailed > 0 ? (
          <>
            {counted(run.scopesFailed, 'scope', 'scopes')} could not be read: last-known facts are kept and marked
            stale.{' '}
            <Link to={address} search={{ tab: 'not-read' } as never}>
              What it could not read
            </Link>
            .{' '}
          </>
        ) : null}
        {members ? `IAM of other AWS accounts: ${memberWords(members)}. ` : ''}
        <Link to={address}>All of this run</Link>
      </p>
      {run.failure ? (
        <>
          <p>{run.failure.message}</p>
          {run.failure.awsError ? <AwsSaid>{run.failure.awsError}</AwsSaid> : null}
          <Mend text={run.failure.mend} />
        </>
      ) : null}
      <CallsTable calls={detail.data.calls} isReading={run.status === 'reading'} />
    </div>
  );
}
