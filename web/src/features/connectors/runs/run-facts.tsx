import { Link } from '@tanstack/react-router';
import type { RunDetail } from '../../../api/types.ts';
import { Fact } from '../../../ui/layout/page.tsx';
import { msWords, Time } from '../../../ui/text/time.tsx';
import { memberScopes, memberWords, scopeWords, triggerWords } from './run-words.ts';

/** The line under the title: why it ran, when, how long it took, and each number with its other half. */
export function RunFacts({ run }: { run: RunDetail }) {
  const members = memberScopes(run.scopes);
  return (
    <>
      <Fact label="Started">
        <Time at={run.startedAt} />, {triggerWords[run.trigger]}
        {run.startedBy ? ` by ${run.startedBy.name}` : ''}
      </Fact>
      <Fact label={run.status === 'reading' ? 'Reading for' : 'Read in'}>
        {run.readingMs === null ? 'not measured' : msWords(run.readingMs)}
        {run.resumptions > 0 ? `, gone on with ${times(run.resumptions)} after a worker was killed` : ''}
      </Fact>
      {run.status === 'published' ? (
        <Fact label="Published in">{run.publishingMs === null ? 'not measured' : msWords(run.publishingMs)}</Fact>
      ) : null}
      <Fact label="Calls">
        {run.callsMade.toLocaleString('en')} made, {run.callsPlanned.toLocaleString('en')} planned
        {run.callsThrottled > 0 ? `, ${run.callsThrottled.toLocaleString('en')} throttled` : ''}
      </Fact>
      <Fact label="Listings read">{scopeWords(run)}</Fact>
      {members ? (
        <Fact label="IAM of other AWS accounts">
          {members.failed > 0 ? (
            <Link to="." search={{ tab: 'not-read' } as never}>
              {memberWords(members)}
            </Link>
          ) : (
            memberWords(members)
          )}
        </Fact>
      ) : null}
    </>
  );
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
